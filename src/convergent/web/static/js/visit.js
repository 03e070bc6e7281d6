// How many minutes a visit has taken, counted from when its form was opened until somebody writes a
// number of her own.

const EACH = 15_000;
const minutes = document.getElementById("id_minutes");
const began = Date.parse(document.getElementById("id_began_at").value);
const longest = Number(minutes.max);

function count() {
  const passed = Math.round((Date.now() - began) / 60_000);
  if (passed >= 1 && passed <= longest) minutes.value = String(passed);
}

const counting = setInterval(count, EACH);
minutes.addEventListener("input", () => clearInterval(counting), { once: true });
count();

// The form of a visit, with a network or without: each letter is kept on the device, and how many
// minutes the visit has taken is counted until somebody writes a number of her own.

import { Draft } from "./notebook.js";

const EACH = 15_000;
const PATIENCE = 3_000;
const FIELDS = ["began_at", "joint", "look_for_version", "seen", "strength", "next_step", "timed",
  "minutes", "follow_up_on", "beside"];

export function contentOf(form, { isDone = false, share = false } = {}) {
  const data = new FormData(form);
  return {
    fields: Object.fromEntries(FIELDS.map((name) => [name, data.getAll(name)])),
    teacher: data.get("teacher") ?? "",
    whom: data.get("whom") ?? "",
    is_done: isDone,
    share,
  };
}

export function show(form, content) {
  for (const [name, values] of [...Object.entries(content.fields), ["whom", [content.whom]]]) {
    for (const field of form.querySelectorAll(`[name="${name}"]`)) {
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.type === "select-one") choose(field, values[0] ?? "");
      else field.value = values[0] ?? "";
    }
  }
}

function choose(select, value) {
  if (![...select.options].some((one) => one.value === value)) select.add(new Option(value, value));
  select.value = value;
}

export function isSame(one, other) {
  const plain = ({ fields, teacher, whom }) =>
    JSON.stringify([fields, teacher, whom]).replaceAll("\\r\\n", "\\n");
  return plain(one) === plain(other);
}

export function countMinutes(form) {
  const minutes = form.querySelector("[name=minutes]");
  const began = Date.parse(form.querySelector("[name=began_at]").value);
  const count = () => {
    const passed = Math.round((Date.now() - began) / 60_000);
    if (passed >= 1 && passed <= Number(minutes.max)) minutes.value = String(passed);
  };
  const counting = setInterval(count, EACH);
  minutes.addEventListener("input", () => clearInterval(counting), { once: true });
  count();
}

// `ready` resolves when this device may write.
export function keepOnDevice(form, { id, ready, said }) {
  const field = form.querySelector("[name=id]");
  const draft = new Draft(id, {
    onNewId: (next) => {
      field.value = next;
      said("other_tab");
    },
  });
  const isOpen = ready.then(() => draft.open()).catch(() => null);

  async function keep(how) {
    await isOpen;
    try {
      await draft.write(contentOf(form, how));
      return true;
    } catch {
      said("not_kept");
      return false;
    }
  }
  form.addEventListener("input", () => keep());
  form.addEventListener("change", () => keep());
  return {
    before: isOpen,
    keep,
    // Kept as done, or given up after a while: then the page sends it by itself all the same.
    done: (share) => Promise.race([
      keep({ isDone: true, share }),
      new Promise((resolve) => setTimeout(resolve, PATIENCE, false)),
    ]),
  };
}

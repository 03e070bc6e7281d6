// Pieces of the page that is kept on the device: its templates, its words, its days.

export function piece(id) {
  return document.getElementById(id).content.cloneNode(true);
}

export function word(name, values = {}) {
  const kept = document.getElementById("words").content.querySelector(`[data-word="${name}"]`);
  return Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    kept.textContent,
  );
}

export function fill(part, selector, text) {
  const found = part.querySelector(selector);
  found.textContent = text;
  found.hidden = text === "";
  return found;
}

const SUNDAY = 0;
const SATURDAY = 6;

function weekday(day) {
  if (day.getDay() === SATURDAY) day.setDate(day.getDate() + 2);
  if (day.getDay() === SUNDAY) day.setDate(day.getDate() + 1);
  return day;
}

function two(number) {
  return String(number).padStart(2, "0");
}

// A format is costly to make on a slow phone, and each is made once.
function formatted(how) {
  let format = null;
  return (moment) => {
    format ??= new Intl.DateTimeFormat(document.documentElement.lang, how);
    return format.format(moment);
  };
}

export const dayText = formatted({ weekday: "long", month: "long", day: "numeric" });
export const timeText = formatted({ dateStyle: "medium", timeStyle: "short" });

export function isoDay(day) {
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

// As the form of a page offers them: after one, two and four weeks, never on a weekend.
export function followUps() {
  return [1, 2, 4].map((weeks) => {
    const day = new Date();
    day.setDate(day.getDate() + 7 * weeks);
    const text = dayText(weekday(day));
    const name = weeks === 1 ? "in_a_week" : "in_weeks";
    return { value: isoDay(day), text: word(name, { weeks, day: text }), isUsual: weeks === 2 };
  });
}

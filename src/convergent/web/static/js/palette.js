// The palette: Ctrl or Cmd K, or the field at the top. The server finds; this moves through it.

const WAIT = 120; // milliseconds of silence before we ask
const palette = document.getElementById("palette");
const input = palette?.querySelector("input");
const results = palette?.querySelector("[data-palette-results]");
const status = palette?.querySelector("[data-palette-status]");
let asking = null;
let timer = 0;
let isAsking = false; // what is listed belongs to an earlier word
let opensFirst = false; // Enter was pressed before the answer came

function options() {
  return [...results.querySelectorAll('[role="option"]')];
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (option === undefined) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = options();
  if (all.length === 0) return;
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  choose(all[(now + step + all.length) % all.length]);
}

function show(html) {
  results.innerHTML = html;
  const all = options();
  input.setAttribute("aria-expanded", String(all.length > 0));
  choose(all[0]);
  isAsking = false;
  if (opensFirst) all[0]?.click();
  opensFirst = false;
  status.textContent = status.dataset.help;
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(palette.dataset.url, location.href);
  address.searchParams.set("q", input.value);
  try {
    const answer = await fetch(address, {
      headers: { "HX-Request": "true" },
      signal: asking.signal,
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    show(await answer.text());
  } catch (problem) {
    if (problem.name !== "AbortError") status.textContent = status.dataset.failed;
  }
}

function open() {
  if (palette.open) return;
  palette.showModal();
  input.select();
  ask();
}

function onKey(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    move(steps[event.key]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (isAsking) opensFirst = true;
    else results.querySelector('[aria-selected="true"]')?.click();
  } else if (event.key === "Escape") {
    event.preventDefault(); // a search field would only empty itself
    palette.close();
  }
}

function showMacKeys() {
  if (!navigator.platform.startsWith("Mac")) return;
  for (const keys of document.querySelectorAll("[data-palette-open] kbd")) keys.textContent = "⌘ K";
}

function listen() {
  input.addEventListener("input", () => {
    clearTimeout(timer);
    isAsking = true;
    opensFirst = false;
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", onKey);
  palette.querySelector("[data-palette-close]").addEventListener("click", () => palette.close());
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
  palette.addEventListener("close", () => asking?.abort());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    open();
  });
  for (const opener of document.querySelectorAll("[data-palette-open]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
}

if (palette !== null) {
  listen();
  showMacKeys();
}

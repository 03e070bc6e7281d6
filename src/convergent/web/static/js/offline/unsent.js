// On every page: how many visits wait on this device, sent as soon as that is possible. Signing out
// takes the keys of this device first.

import { current, forget, isPossible } from "./keys.js";
import { sendAll, waiting } from "./sending.js";

const AGAIN = 30_000;
const line = document.querySelector("[data-unsent]");
const person = document.body.dataset.person ?? "";
let timer = null;

function say(count, outcome) {
  if (line === null) return;
  line.hidden = count === 0;
  const words = count === 1 ? line.dataset.one : line.dataset.many.replace("{count}", String(count));
  const more = outcome === "sign in" ? ` ${line.dataset.signIn}` : "";
  line.querySelector("[data-said]").textContent = words + more;
}

export async function look() {
  clearTimeout(timer);
  const outcome = await sendAll();
  const { length } = await waiting();
  say(length, outcome);
  document.dispatchEvent(new CustomEvent("visits-sent", { detail: { outcome, waiting: length } }));
  if (length > 0) timer = setTimeout(look, AGAIN);
  return outcome;
}

// Somebody else is signed in here now: what the device read before it reads no more.
async function refuseAnotherPerson() {
  const keys = await current();
  if (keys !== null && person !== "" && keys.person !== person) await forget();
}

function leaveFirst(event) {
  const form = event.target;
  if (form.dataset.left === "yes") return;
  event.preventDefault();
  form.dataset.left = "yes";
  forget().finally(() => form.requestSubmit());
}

if (isPossible) {
  for (const form of document.querySelectorAll("[data-signs-out]")) {
    form.addEventListener("submit", leaveFirst);
  }
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  if (person !== "") await refuseAnotherPerson();
  if (!document.body.hasAttribute("data-shell")) look(); // the page that is kept draws itself first
}

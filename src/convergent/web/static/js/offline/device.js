// Makes this device ready for no network: the worker that keeps the page, a lease, and what the
// person needs for her visits, encrypted.

import { current, endLease, enrol, isLeaseLiving, isPossible, kitAge, saveKit } from "./keys.js";

const FRESH = 5 * 60_000;
const person = document.body.dataset.person ?? "";

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

// Half of its time is over, or it is somebody else's.
function isToBeRenewed(keys) {
  if (!keys?.device || keys.person !== person) return true;
  return Date.now() - keys.given > (Date.parse(keys.until) - keys.given) / 2;
}

async function hold() {
  const keys = await current();
  if (keys?.device && keys.person === person && !(await isLeaseLiving(keys))) await endLease();
  const now = await current();
  if (!isToBeRenewed(now)) return now;
  return (await enrol(token())) ?? now;
}

async function fetchKit() {
  const answer = await fetch("/visits/kit/", { redirect: "manual" });
  if (answer.ok) await saveKit(await answer.json());
}

async function prepare() {
  const before = await current();
  const keys = await hold();
  const isNew = keys?.lease !== before?.lease || !keys?.server;
  if (keys?.device && (isNew || (await kitAge()) > FRESH)) await fetchKit();
  document.body.dataset.offline = "ready";
}

// Resolves when this device may write; what fails here (no network) changes nothing.
async function makeReady() {
  if (!isPossible || person === "") return;
  try {
    navigator.serviceWorker?.register("/visits/worker.js");
    await navigator.locks.request("convergent-device", prepare);
  } catch {
    // without a network, or where the browser keeps nothing, the page works as before
  }
}

export const ready = makeReady();

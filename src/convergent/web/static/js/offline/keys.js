// Whose device this is, until when, and what it may still do: `device` reads and writes, `pen` marks
// what is written. Signing out takes both; the end of the lease takes `device` alone.

import { decrypt, encrypt, newDeviceKey, penOf } from "./sealing.js";
import { all, change, one, put } from "./store.js";

const OWN = "own";
const SIGNED_OUT = "convergent-signed-out";

export const isPossible = isSecureContext && "indexedDB" in globalThis && "locks" in navigator;

function signedOutAt() {
  try {
    return Number(localStorage.getItem(SIGNED_OUT));
  } catch {
    return 0;
  }
}

// The keys as they are now; null where nobody may write here.
export async function current() {
  const keys = await one("keys", OWN);
  if (keys === undefined) return null;
  if (signedOutAt() > keys.given) {
    await forget();
    return null;
  }
  if (keys.device && Date.parse(keys.until) <= Date.now()) return endLease();
  return keys;
}

export async function forget() {
  await change("kit", OWN, () => null);
  await change("keys", OWN, () => null);
}

// From here on this device writes and does not read. What is unsent stays.
export async function endLease() {
  await change("kit", OWN, () => null);
  await change("keys", OWN, (keys) => keys && { ...keys, device: null, deviceId: "", secret: "" });
  return (await one("keys", OWN)) ?? null;
}

// A lease of the person who is signed in. The key of a device that is still hers stays.
export async function enrol(token) {
  const answer = await fetch("/account/lease/", {
    method: "POST",
    headers: { "X-CSRFToken": token },
    redirect: "manual",
  });
  if (!answer.ok) return null;
  const { id, secret, until, person } = await answer.json();
  const before = await current();
  const isHers = before?.device && before.person === person;
  const device = isHers ? before.device : await newDeviceKey();
  const keys = {
    name: OWN,
    lease: id,
    person,
    until,
    given: Date.now(),
    device,
    deviceId: isHers ? before.deviceId : crypto.randomUUID(),
    pen: await penOf(secret),
    secret: await encrypt(device, secret, OWN),
    server: before?.server ?? null,
  };
  await put("keys", keys);
  return keys;
}

// Whether the server still lets this device read. Without an answer nothing changes.
export async function isLeaseLiving(keys) {
  const secret = await decrypt(keys.device, keys.secret, OWN);
  const answer = await fetch("/api/lease", { headers: { Authorization: `Bearer ${secret}` } });
  return answer.status !== 401;
}

export async function saveKit(kit) {
  const keys = await current();
  if (!keys?.device) return;
  await change("keys", OWN, (row) => row && { ...row, server: kit.key });
  const box = await encrypt(keys.device, JSON.stringify(kit), "kit");
  await put("kit", { name: OWN, box, at: Date.now() });
}

export async function kitAge() {
  const row = await one("kit", OWN);
  return row === undefined ? Infinity : Date.now() - row.at;
}

// As it is on the disk; whoever has no key reads nothing of it.
export function sealedKit() {
  return one("kit", OWN);
}

export async function readKit(keys, row) {
  if (!keys?.device || row === undefined) return null;
  try {
    return JSON.parse(await decrypt(keys.device, row.box, "kit"));
  } catch {
    return null; // of a key that is gone
  }
}

export async function hasRecords() {
  return (await all("drafts")).length > 0;
}

// What waits is sent, again and again; it is let go when the server has answered with its hash.

import { current } from "./keys.js";
import { isReadable, letGo, noteRefusal, records, sealedText } from "./notebook.js";
import { hashOf } from "./sealing.js";

const ADDRESS = "/visits/sealed/";
const FIELDS = ["id", "lease", "key", "ephemeral", "wrapped", "box", "mark"];
const MINUTE = 60_000;
const REFUSED = 422;

// Done, or no longer to be read here: then it goes to its author as it is.
export async function waiting() {
  const keys = await current();
  return (await records()).filter((row) => row.isDone || !isReadable(row, keys));
}

async function token() {
  const answer = await fetch(ADDRESS, { redirect: "manual", signal: AbortSignal.timeout(MINUTE) });
  if (answer.type === "opaqueredirect") return null;
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()).token;
}

async function send(row, csrf) {
  const body = new URLSearchParams(FIELDS.map((name) => [name, row[name]]));
  const answer = await fetch(ADDRESS, {
    method: "POST",
    headers: { "X-CSRFToken": csrf },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(MINUTE),
  });
  if (answer.status === REFUSED) return noteRefusal(row);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const told = await answer.json();
  if (told.id === row.id && told.sealed === (await hashOf(sealedText(row)))) await letGo(row);
}

// "nothing", "sent", "sign in", or "later": the network, or the server, is not there.
async function sendNow() {
  const rows = (await waiting()).filter((row) => !row.isRefused);
  if (rows.length === 0) return "nothing";
  try {
    const csrf = await token();
    if (csrf === null) return "sign in";
    for (const row of rows) await send(row, csrf);
    return "sent";
  } catch {
    return "later";
  }
}

// One window sends at a time; another one has nothing to do meanwhile.
export function sendAll() {
  return navigator.locks.request("convergent-sending", { ifAvailable: true }, (lock) =>
    lock === null ? "later" : sendNow(),
  );
}

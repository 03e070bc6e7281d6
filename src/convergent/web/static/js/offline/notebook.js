// One visit as one window writes it: sealed and on the disk with each letter.

import { current } from "./keys.js";
import { decrypt, encrypt, markOf, newTextKey, unwrapped } from "./sealing.js";
import { all, change, one } from "./store.js";

export function aboutOf(row) {
  return `${row.id} ${row.lease}`;
}

// The text that is marked, and whose hash the server answers with.
export function sealedText(row) {
  return [aboutOf(row), row.key, row.ephemeral, row.wrapped, row.box].join("\n");
}

export function records() {
  return all("drafts");
}

export function isReadable(row, keys) {
  return Boolean(row.own && keys?.device && row.deviceId === keys.deviceId);
}

export async function readRecord(row, keys) {
  if (!isReadable(row, keys)) return null;
  try {
    const text = await unwrapped(row.own, keys.device, aboutOf(row));
    return JSON.parse(await decrypt(text, row.box, aboutOf(row)));
  } catch {
    return null;
  }
}

// Taken away only if it is what was read: what was written meanwhile stays.
export function letGo(row) {
  return change("drafts", row.id, (now) => (now?.version === row.version ? null : undefined));
}

export function noteRefusal(row) {
  return change("drafts", row.id, (now) =>
    now?.version === row.version ? { ...now, isRefused: true } : undefined,
  );
}

export class Draft {
  #version = 0;
  #sealing = null;
  #latest = null;
  #under_way = Promise.resolve();

  constructor(id, { onNewId = () => {} } = {}) {
    this.id = id;
    this.onNewId = onNewId;
  }

  // What was typed before, if this device has it and may read it.
  async open() {
    const row = await one("drafts", this.id);
    const content = row ? await readRecord(row, await current()) : null;
    if (content !== null) this.#version = row.version;
    return content;
  }

  // Resolves when it is on the disk. While one is being written the next ones become one.
  write(content) {
    this.#latest = content;
    this.#under_way = this.#under_way.catch(() => {}).then(() => this.#save());
    return this.#under_way;
  }

  async #save() {
    const content = this.#latest;
    if (content === null) return;
    this.#latest = null;
    while (!(await this.#put(content))) this.#begin_anew();
  }

  // Somebody else wrote under this id: another window, or it was sent and taken away.
  #begin_anew() {
    this.id = crypto.randomUUID();
    this.#version = 0;
    this.#sealing = null;
    this.onNewId(this.id);
  }

  async #put(content) {
    this.#sealing ??= await this.#seal();
    const { text, pen, ...kept } = this.#sealing;
    const row = { ...kept, id: this.id, version: this.#version + 1, written: Date.now() };
    row.isDone = content.is_done;
    row.box = await encrypt(text, JSON.stringify(content), aboutOf(row));
    row.mark = await markOf(pen, sealedText(row));
    const isKept = await change("drafts", this.id, (before) =>
      (before?.version ?? 0) === this.#version ? row : undefined,
    );
    if (isKept) this.#version = row.version;
    return isKept;
  }

  async #seal() {
    const keys = await current();
    if (!keys?.pen || !keys.server) throw new Error("nobody may write on this device");
    const { lease, pen, deviceId } = keys;
    const sealing = await newTextKey(keys.server, keys.device, `${this.id} ${lease}`);
    return { ...sealing, lease, pen, deviceId };
  }
}

// How a text is sealed: its own key, wrapped for this device and for the server (records/sealed.py).

const AES = { name: "AES-GCM", length: 256 };
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const NONCE = 12;
const utf8 = new TextEncoder();
const INFO = utf8.encode("convergent sealed draft");

export function base64(bytes) {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
}

export function bytes(text) {
  const letters = atob(text);
  const raw = new Uint8Array(letters.length);
  for (let at = 0; at < raw.length; at += 1) raw[at] = letters.charCodeAt(at);
  return raw;
}

export function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function hashOf(text) {
  return hex(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
}

// A key that this browser uses and nobody can take out of it.
export function newDeviceKey() {
  return crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
}

export async function penOf(secret) {
  const raw = await crypto.subtle.digest("SHA-256", utf8.encode(secret));
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

export async function markOf(pen, text) {
  return hex(await crypto.subtle.sign("HMAC", pen, utf8.encode(text)));
}

function aes(iv, about) {
  return { name: "AES-GCM", iv, additionalData: utf8.encode(about) };
}

function together(iv, sealed) {
  return base64([...iv, ...new Uint8Array(sealed)]);
}

export async function encrypt(key, text, about) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  return together(iv, await crypto.subtle.encrypt(aes(iv, about), key, utf8.encode(text)));
}

export async function decrypt(key, box, about) {
  const raw = bytes(box);
  const algorithm = aes(raw.slice(0, NONCE), about);
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, raw.slice(NONCE)));
}

// A new text's own key; `own` opens it on this device, the others for the server alone.
export async function newTextKey(server, device, about) {
  const text = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const sealed = await wrapped(text, await outerKey(server.public, pair), "convergent sealed draft");
  return {
    text,
    key: server.id,
    ephemeral: base64(await crypto.subtle.exportKey("raw", pair.publicKey)),
    wrapped: sealed,
    own: device ? await wrapped(text, device, about) : "",
  };
}

async function outerKey(publicKey, pair) {
  const theirs = await crypto.subtle.importKey("raw", bytes(publicKey), CURVE, true, []);
  const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const drawn = await crypto.subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  return crypto.subtle.deriveKey(how, drawn, AES, false, ["wrapKey"]);
}

async function wrapped(text, key, about) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  return together(iv, await crypto.subtle.wrapKey("raw", text, key, aes(iv, about)));
}

export function unwrapped(own, device, about) {
  const raw = bytes(own);
  const how = aes(raw.slice(0, NONCE), about);
  const uses = ["encrypt", "decrypt"];
  return crypto.subtle.unwrapKey("raw", raw.slice(NONCE), device, how, "AES-GCM", true, uses);
}

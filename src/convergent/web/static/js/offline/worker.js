// Keeps the page and the files of visits, and gives them where the network does not. It keeps nothing
// of anybody. `KEPT` is written above by the server: the files, and what they are called together.

const PREFIX = "convergent-visits-";
const CACHE = PREFIX + KEPT.version;
const PATIENCE = 10_000;
const BAD_GATEWAY = 502;

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...KEPT.files, KEPT.page].map((url) => new Request(url, { cache: "reload" })));
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function kept(url) {
  return caches.open(CACHE).then((cache) => cache.match(url));
}

function late() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
}

async function page(request) {
  const fresh = fetch(request).catch(() => null);
  const answer = await Promise.race([fresh, late()]);
  if (answer !== null && (answer.status < BAD_GATEWAY || answer.type === "opaqueredirect")) return answer;
  return (await kept(KEPT.page)) ?? (await fresh) ?? Response.error();
}

// A form that does not arrive is kept by its page already: the list shows that it waits.
async function sent(request) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(KEPT.page, 303);
  }
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, search } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(request));
  else if (request.mode === "navigate") event.respondWith(sent(request));
  else if (request.method === "GET" && KEPT.files.includes(pathname + search)) event.respondWith(file(request));
});

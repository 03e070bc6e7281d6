// What this browser keeps of visits. A change has happened when it is on the disk, not before.

const NAME = "convergent-visits";
const VERSION = 1;
const STORES = { drafts: "id", keys: "name", kit: "name" };
let opened = null;

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// A window of an earlier version goes on with what a newer one has made of the stores.
async function open() {
  try {
    return await opening(indexedDB.open(NAME, VERSION));
  } catch (problem) {
    if (problem?.name !== "VersionError") throw problem;
    return opening(indexedDB.open(NAME));
  }
}

async function opening(asked) {
  asked.onupgradeneeded = () => {
    const missing = Object.entries(STORES).filter(
      ([name]) => !asked.result.objectStoreNames.contains(name),
    );
    for (const [name, keyPath] of missing) asked.result.createObjectStore(name, { keyPath });
  };
  const database = await request(asked);
  const forget = () => (opened = null);
  database.onclose = forget;
  database.onversionchange = () => {
    database.close();
    forget();
  };
  return database;
}

async function begin(store, mode) {
  opened ??= open();
  try {
    return (await opened).transaction(store, mode, { durability: "strict" });
  } catch (problem) {
    opened = null;
    if (problem?.name !== "InvalidStateError") throw problem;
    opened = open();
    return (await opened).transaction(store, mode, { durability: "strict" });
  }
}

export async function all(store) {
  const transaction = await begin(store, "readonly");
  return request(transaction.objectStore(store).getAll());
}

export async function one(store, key) {
  const transaction = await begin(store, "readonly");
  return request(transaction.objectStore(store).get(key));
}

// Reads the row, and puts what `decide` makes of it in its place, in one transaction: null takes it
// away, undefined leaves it. True once that is on the disk; false where it was left.
export async function change(store, key, decide) {
  const transaction = await begin(store, "readwrite");
  const rows = transaction.objectStore(store);
  let isChanged = false;
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(isChanged);
    transaction.onabort = () => reject(transaction.error);
    rows.get(key).onsuccess = (event) => {
      const row = decide(event.target.result);
      isChanged = row !== undefined;
      if (row === null) rows.delete(key);
      else if (isChanged) rows.put(row);
    };
  });
}

export function put(store, row) {
  return change(store, row.name ?? row.id, () => row);
}

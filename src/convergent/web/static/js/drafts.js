// Long texts (data-draft-key) are kept in this tab, for this person, as they are typed, until they
// have been sent. Fields marked data-private are never kept.

const person = document.body.dataset.person ?? "";
const PREFIX = `convergent-draft:${person}:`;
const SENT = `convergent-draft-sent:${person}:`;
const SIGNED_OUT = "convergent-signed-out";
const fields = [...document.querySelectorAll("[data-draft-key]:not([data-private])")];

function storage() {
  try {
    return sessionStorage;
  } catch {
    return null; // switched off: typing still works, the draft is just not kept
  }
}

function stored(prefix) {
  const kept = storage();
  return kept === null ? [] : Object.keys(kept).filter((key) => key.startsWith(prefix));
}

function noteSignOut() {
  try {
    localStorage.setItem(SIGNED_OUT, String(Date.now()));
  } catch {
    // switched off: nothing tells the pages in the browser's memory
  }
}

function signedOutAt() {
  try {
    return Number(localStorage.getItem(SIGNED_OUT));
  } catch {
    return 0;
  }
}

function forget(key) {
  storage()?.removeItem(PREFIX + key);
  storage()?.removeItem(SENT + key);
}

// What was sent is done with when another page comes in answer. Coming back or loading the page
// again, after a network that failed, is no answer.
function forgetSent() {
  const [navigation] = performance.getEntriesByType("navigation");
  if (navigation.type !== "navigate") return;
  for (const name of stored(SENT)) forget(name.slice(SENT.length));
}

// Sign-in and error pages come when nothing was saved: what was sent counts as not sent.
function keepSent() {
  for (const name of stored("convergent-draft-sent:")) storage().removeItem(name);
}

function offerDiscard(field) {
  const words = document.getElementById("draft-words");
  if (words === null) return;
  const line = words.content.firstElementChild.cloneNode(true);
  line.querySelector("button").addEventListener("click", () => {
    field.value = field.defaultValue;
    forget(field.dataset.draftKey);
    line.remove();
    field.focus();
  });
  field.after(line);
}

function restore(field) {
  const kept = storage()?.getItem(PREFIX + field.dataset.draftKey);
  if (!kept || kept === field.value) return;
  if (field.value !== "") {
    forget(field.dataset.draftKey);
    return;
  }
  field.value = kept;
  offerDiscard(field);
}

function keep(field) {
  try {
    storage()?.setItem(PREFIX + field.dataset.draftKey, field.value);
  } catch {
    // the tab's storage is full: the text is still in the field
  }
}

if (document.body.hasAttribute("data-keeps-drafts")) keepSent();
else forgetSent();

for (const field of fields) {
  restore(field);
  field.addEventListener("input", () => keep(field));
  field.form?.addEventListener("submit", () => {
    storage()?.setItem(SENT + field.dataset.draftKey, "yes");
  });
}

for (const form of document.querySelectorAll("[data-signs-out]")) {
  form.addEventListener("submit", () => {
    for (const name of stored("convergent-draft")) storage().removeItem(name);
    noteSignOut();
  });
}

// Back would show a person's page from the browser's memory, to whoever sits there now.
addEventListener("pageshow", (event) => {
  if (!event.persisted || person === "" || signedOutAt() < performance.timeOrigin) return;
  document.body.hidden = true;
  location.reload();
});

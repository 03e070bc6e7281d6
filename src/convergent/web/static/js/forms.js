// Errors get the focus; leaving with unsaved words is asked about; nothing is sent twice.

const SENDING = 5000; // milliseconds in which a second tap on the button does nothing
const summary = document.querySelector("[data-error-summary]");
summary?.focus();

const changed = new Set();

function isKept(form) {
  return form === null || form.hasAttribute("data-no-warning") || form.method !== "post";
}

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form !== undefined && !isKept(form)) changed.add(form);
});

document.addEventListener("saved", (event) => changed.delete(event.target));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  changed.delete(form);
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, SENDING); // a file came instead of a page
});

addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});

// A page that comes back from the browser's memory may send its forms again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A text that saves itself while it is typed: [data-saves] shows so, and htmx sends it. This says when
// that failed, and lets a button wait for what is under way.

const shown = document.querySelector("[data-saves]");
const form = shown.closest("form");
const field = document.getElementById(shown.dataset.saves);
let sent = null; // what is on its way
let pressed = null; // the button that waits for it

function isSaved(event) {
  return event.detail.successful && shown.querySelector("[data-kept]:not(.attention)") !== null;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === shown) sent = field.value;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target !== shown) return;
  if (isSaved(event) && field.value === sent) form.dispatchEvent(new Event("saved", { bubbles: true }));
  if (!event.detail.successful || shown.childElementCount === 0) {
    shown.textContent = shown.dataset.failed;
  }
  sent = null;
  if (pressed !== null) form.requestSubmit(pressed);
});

form.addEventListener("submit", (event) => {
  if (sent === null) return;
  event.preventDefault();
  pressed = event.submitter;
});

shown.textContent = shown.dataset.begin;

// The form of a visit on its page: it works without this. With it each letter is kept on the device
// too, and what was sent stays there until the server has said that it is kept.

import { ready } from "./offline/device.js";
import { contentOf, countMinutes, isSame, keepOnDevice, show } from "./offline/form.js";
import { isPossible } from "./offline/keys.js";

const form = document.querySelector("form.visit-form");
const words = form.querySelector("[data-device]");
const field = form.querySelector("[name=id]");
const record = new URLSearchParams(location.search).get("record");

function said(name) {
  words.hidden = false;
  words.querySelector("[data-said]").textContent = words.dataset[name];
}

function offer(draft, before) {
  said("restored");
  const button = words.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    show(form, before);
    words.hidden = true;
    draft.keep();
  });
}

async function keep() {
  if (record !== null) field.value = record;
  const draft = keepOnDevice(form, { id: field.value, ready, said });
  let isKept = false;
  form.addEventListener("submit", async (event) => {
    if (isKept || event.defaultPrevented) return;
    event.preventDefault();
    const { submitter } = event;
    await draft.done(submitter?.name === "share");
    isKept = true;
    form.requestSubmit(submitter);
  });
  const before = await draft.before;
  if (before === null) return;
  const now = contentOf(form);
  if (!isSame(now, before)) {
    show(form, before);
    offer(draft, now);
  }
  if (before.is_done) await draft.keep();
}

countMinutes(form);
if (isPossible) keep();

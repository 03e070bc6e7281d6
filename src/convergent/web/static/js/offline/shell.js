// Visits from what this device keeps: with no network, or to look at what waits.

import { fill, followUps, piece, timeText, word } from "./drawn.js";
import { contentOf, countMinutes, keepOnDevice, show } from "./form.js";
import { current, endLease, isLeaseLiving, isPossible, readKit, sealedKit } from "./keys.js";
import { readRecord, records } from "./notebook.js";
import { look } from "./unsent.js";

const content = document.querySelector("[data-content]");
const asked = new URLSearchParams(location.search);
const LIST = "/visits/offline/";
const NEW = "/visits/new/";

function head(title, lead) {
  document.querySelector("[data-headline]").textContent = title;
  document.querySelector("[data-lead]").textContent = lead;
}

function state(keys, kit) {
  if (keys === null) return word("signed_out");
  if (!keys.device) return word("lease_over");
  return word(kit === null ? "never_opened" : "no_network");
}

// ---- The list

function teacherLine(teacher) {
  const part = piece("line");
  part.querySelector("a").href = `${NEW}?teacher=${teacher.id}`;
  fill(part, "[data-name]", teacher.name);
  fill(part, "[data-said]", teacher.said).classList.toggle("attention", teacher.due);
  fill(part, "[data-step]", teacher.step ? word("next_step", { step: teacher.step }) : "");
  return part;
}

function nameOf(told, kit) {
  if (told === null) return word("sealed");
  const teacher = kit?.teachers.find((one) => one.id === told.teacher);
  return teacher?.name ?? (told.whom || word("new_visit"));
}

function recordLine(row, told, kit) {
  const part = piece("record");
  const name = nameOf(told, kit);
  const link = fill(part, "a", told === null ? "" : name);
  fill(part, "[data-title]", told === null ? name : "");
  if (told !== null) link.href = `${NEW}?teacher=${told.teacher}&record=${row.id}`;
  const said = row.isRefused ? "refused" : row.isDone || told === null ? "done" : "writing";
  fill(part, "[data-said]", `${timeText(row.written)}: ${word(said)}`);
  return part;
}

async function read(keys) {
  const rows = (await records()).sort((one, other) => other.written - one.written);
  return Promise.all(rows.map(async (row) => ({ row, told: await readRecord(row, keys) })));
}

async function drawRecords(keys, kit) {
  const found = await read(keys);
  content.querySelector("[data-waiting]").hidden = found.length === 0;
  const lines = found.map(({ row, told }) => recordLine(row, told, kit));
  content.querySelector("[data-records]").replaceChildren(...lines);
}

async function exported(keys, kit) {
  const found = await read(keys);
  const told = found.map(({ row, told: words }) =>
    words === null ? { sealed: { ...row, pen: undefined } } : { whom: nameOf(words, kit), ...words },
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: "application/json" }));
  link.download = `visits-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
}

async function drawList(keys, kit) {
  head(document.querySelector("[data-headline]").textContent, state(keys, kit));
  content.replaceChildren(piece("list"));
  const lines = (kit?.teachers ?? []).map(teacherLine);
  content.querySelector("[data-lines]").replaceChildren(...lines);
  content.querySelector("[data-teachers]").hidden = lines.length === 0;
  content.querySelector("[data-without]").hidden = lines.length > 0 || !keys?.pen;
  content.querySelector("[data-export]").addEventListener("click", () => exported(keys, kit));
  content.querySelector("[data-send]").addEventListener("click", look);
  await drawRecords(keys, kit);
  document.addEventListener("visits-sent", () => drawRecords(keys, kit));
}

// ---- The form

function drawLookFors(form, teacher, kit) {
  const set = kit?.sets.find((one) => one.id === teacher?.sets[0]);
  const place = form.querySelector("[data-look-fors]");
  const [sample] = place.querySelectorAll("#id_seen > div");
  place.hidden = set === undefined;
  const ticks = (set?.look_fors ?? []).map((one, number) => {
    const tick = sample.cloneNode(true);
    const label = tick.querySelector("label");
    const box = tick.querySelector("input");
    box.id = `id_seen_${number}`;
    box.value = one.id;
    label.htmlFor = box.id;
    label.replaceChildren(box, ` ${one.text}`);
    return tick;
  });
  place.querySelector("legend").textContent = set?.name ?? "";
  place.querySelector("#id_seen").replaceChildren(...ticks);
  form.querySelector("[name=look_for_version]").value = set?.id ?? "";
}

function drawForm(form, teacher, kit) {
  form.querySelector("[name=teacher]").value = teacher?.id ?? "";
  form.querySelector("[name=began_at]").value = `${new Date().toISOString().slice(0, 19)}Z`;
  form.querySelector("[data-whom]").hidden = teacher !== undefined;
  fill(form, "[data-applies]", teacher ? `${teacher.applies} ${teacher.notice}`.trim() : "");
  if (teacher) fill(form, "[data-readers]", teacher.readers);
  const options = followUps().map((one) => new Option(one.text, one.value, one.isUsual, one.isUsual));
  form.querySelector("[name=follow_up_on]").replaceChildren(new Option(word("no_follow_up"), ""), ...options);
  drawLookFors(form, teacher, kit);
}

async function drawNew(keys, kit) {
  const teacher = kit?.teachers.find((one) => one.id === asked.get("teacher"));
  const title = teacher ? word("visit_to", { name: teacher.name }) : word("new_visit");
  head(title, state(keys, kit));
  document.querySelector("[data-kicker]").hidden = false;
  const form = content.querySelector("form");
  drawForm(form, teacher, kit);
  const id = asked.get("record") ?? crypto.randomUUID();
  form.querySelector("[name=id]").value = id;
  const said = (name) => (form.querySelector("[data-kept]").textContent = word(name));
  const kept = keepOnDevice(form, { id, ready: Promise.resolve(), said });
  const before = await kept.before;
  if (before !== null) show(form, before);
  countMinutes(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const share = event.submitter?.name === "share";
    if (await kept.done(share)) location.assign(LIST);
  });
  form.inert = false;
  form.dataset.ready = JSON.stringify(contentOf(form).teacher);
}

async function checkLease(keys) {
  if (!keys?.device) return;
  if (await isLeaseLiving(keys)) {
    if (location.pathname === LIST) document.querySelector("[data-lead]").textContent = word("network");
    return;
  }
  await endLease();
  location.reload();
}

// The empty form is laid out while the disk is read; nobody types before it is hers.
function prepare() {
  const part = piece("form");
  part.querySelector("form").inert = true;
  content.replaceChildren(part);
}

if (isPossible) {
  const isNew = location.pathname === NEW;
  const reading = Promise.all([current(), sealedKit()]);
  if (isNew) prepare();
  const [keys, sealed] = await reading;
  const kit = await readKit(keys, sealed);
  await (isNew && keys?.pen ? drawNew(keys, kit) : drawList(keys, kit));
  document.body.dataset.drawn = "yes";
  setTimeout(look);
  checkLease(keys).catch(() => {}); // without an answer nothing changes
}

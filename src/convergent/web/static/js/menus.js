// Menus are <details>: one open at a time; Escape and a click elsewhere close them.

const menus = [...document.querySelectorAll("details[data-menu]")];

function closeOthers(kept) {
  for (const menu of menus) {
    if (menu !== kept) menu.open = false;
  }
}

for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (menu.open) closeOthers(menu);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget !== null && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  closeOthers(event.target.closest("details[data-menu]"));
});

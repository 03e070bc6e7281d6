// Taking a page along: printing it, and copying its address. The buttons show once they work.

const SAID_FOR = 2000; // milliseconds

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy-link]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(window.location.href);
    const label = button.textContent;
    button.textContent = button.dataset.said;
    setTimeout(() => {
      button.textContent = label;
    }, SAID_FOR);
  });
}

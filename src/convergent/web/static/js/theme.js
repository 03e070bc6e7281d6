// Runs before the page is drawn, so that a dark page is never light for a moment.
// The server knows what a signed-in person chose; elsewhere this browser remembers it.
{
  const root = document.documentElement;
  const KEY = "convergent-theme";
  try {
    if (root.dataset.theme === "") {
      root.dataset.theme = localStorage.getItem(KEY) ?? "auto";
    } else {
      localStorage.setItem(KEY, root.dataset.theme);
    }
  } catch {
    root.dataset.theme ||= "auto"; // storage is switched off: the system's own choice holds
  }
}

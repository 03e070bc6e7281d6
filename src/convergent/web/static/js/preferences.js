// Light or dark at once, and kept on the server in the background. Without this script the same
// buttons send the form.

const choice = document.querySelector("[data-theme-choice]");

async function keep(form, theme) {
  const body = new FormData(form);
  body.set("theme", theme);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    redirect: "manual",
    keepalive: true, // whoever goes on at once keeps the choice as well
  });
  return answer.ok || answer.type === "opaqueredirect";
}

function show(theme) {
  document.documentElement.dataset.theme = theme || "auto";
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

choice?.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  event.preventDefault();
  show(button.value);
  try {
    localStorage.setItem("convergent-theme", button.value || "auto");
  } catch {
    // storage is switched off: the server still keeps the choice
  }
  const kept = await keep(button.form, button.value).catch(() => false);
  if (!kept) button.form.requestSubmit(button);
});

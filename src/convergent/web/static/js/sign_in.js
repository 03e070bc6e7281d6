// Passwords can be shown while they are typed; passkeys are offered where the browser has them.

const words = document.getElementById("password-words");

function offerToShow(field) {
  const button = words.content.firstElementChild.cloneNode(true);
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.setAttribute("aria-pressed", String(shown));
  });
  field.after(button);
  field.form?.addEventListener("submit", () => (field.type = "password"));
}

if (words !== null) document.querySelectorAll("[data-password]").forEach(offerToShow);

if (globalThis.PublicKeyCredential !== undefined) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  const trouble = document.getElementById("passkey-trouble");
  if (trouble === null) return;
  event.preventDefault();
  trouble.hidden = false;
});

document.getElementById("print-codes")?.addEventListener("click", () => print());

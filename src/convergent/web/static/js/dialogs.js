// data-opens-dialog="id" opens a <dialog>; the browser gives focus, Escape and the way back.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-dialog]");
  if (opener !== null) {
    event.preventDefault();
    document.getElementById(opener.dataset.opensDialog).showModal();
    return;
  }
  if (event.target instanceof HTMLDialogElement) event.target.close(); // the veil around it
});

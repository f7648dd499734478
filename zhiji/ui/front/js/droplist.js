// A page on which a list of customers may be dropped anywhere: [data-drop-list] is the form that takes it.
const form = () => document.querySelector("form[data-drop-list]");

function send(target) {
  target.classList.add("is-busy");
  target.querySelector("[data-busy]").hidden = false;
  target.submit();
}

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  const target = form();
  if (!target || !holdsFiles(event)) return;
  event.preventDefault();
  target.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form()?.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const target = form();
  if (!target || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  target.classList.remove("is-over");
  target.elements.file.files = event.dataTransfer.files;
  send(target);
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("form[data-drop-list] input[type=file]") && event.target.files.length) send(event.target.form);
});

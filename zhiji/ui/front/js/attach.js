// Files of a composer are chosen, dropped or pasted, stand below the text, and can be taken out again.
// The form has [data-files] for the list and a template [data-file-row]; [data-drop] around it widens where they may fall.
const size = (bytes) => (bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " KB" : (bytes / 1e6).toFixed(1) + " MB");
const formAt = (target) => {
  const form = target.closest?.("form") ?? target.closest?.("[data-drop]")?.querySelector("form:has([data-files])");
  return form?.querySelector("[data-files]") ? form : null;
};

function setFiles(form, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  form.elements.files.files = all.files;
  showFiles(form);
}

function showFiles(form) {
  const frame = form.querySelector("[data-file-row]");
  const files = [...form.elements.files.files];
  form.querySelector("[data-files]").replaceChildren(
    ...files.map((file, at) => {
      const row = frame.content.firstElementChild.cloneNode(true);
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("[data-size]").textContent = size(file.size);
      row.querySelector("[data-remove]").onclick = () => setFiles(form, files.filter((_, other) => other !== at));
      return row;
    }),
  );
}

// Choosing a second time adds to what was chosen before.
let before = [];
const fieldAt = (event) => (event.target.matches?.('input[type="file"]') && formAt(event.target) ? event.target : null);
document.addEventListener("click", (event) => {
  const field = fieldAt(event);
  if (field) before = [...field.files];
});
document.addEventListener("change", (event) => {
  const field = fieldAt(event);
  if (!field) return;
  setFiles(field.form, [...before, ...field.files]);
  before = [];
});

function take(event, transfer) {
  const form = formAt(event.target);
  if (!form || !transfer?.files.length) return;
  event.preventDefault();
  setFiles(form, [...form.elements.files.files, ...transfer.files]);
}
document.addEventListener("paste", (event) => take(event, event.clipboardData));
document.addEventListener("drop", (event) => take(event, event.dataTransfer));
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files") && formAt(event.target)) event.preventDefault();
});

// What is marked in the shown text goes into the field, so that nobody has to type what is to be taken out.
export function keepSelection(page) {
  const text = page.querySelector("[data-selectable]");
  const field = page.querySelector("[data-selected]");
  if (!text || !field) return;
  page.addEventListener("selectionchange", () => {
    const selection = page.getSelection();
    const words = selection.toString().trim();
    if (words && text.contains(selection.anchorNode) && text.contains(selection.focusNode)) field.value = words;
  });
}

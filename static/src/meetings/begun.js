// What somebody has begun in a part of the page that is about to be renewed: what they typed, what stands open, where the focus is.
// It is put back where the same control is there again. What finds no place now waits for it, in this page alone.
const CONTROLS = "input:not([type=hidden]), textarea, select";

// `waiting` has what found no place earlier, by the name of its control.
export function remember(part, waiting) {
  for (const control of part.querySelectorAll(CONTROLS)) {
    if (isChanged(control)) waiting.set(nameOf(control), valueOf(control));
  }
  const open = [...part.querySelectorAll("details[open] > summary")].map(wordsOf);
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  return { open, focus: focused && nameOf(focused), selection };
}

// True unless the focus was on something that is no more.
export function restore(part, { open, focus, selection }, waiting) {
  for (const summary of part.querySelectorAll("details > summary")) {
    if (open.includes(wordsOf(summary))) summary.parentElement.open = true;
  }
  for (const control of part.querySelectorAll(CONTROLS)) {
    const name = nameOf(control);
    if (waiting.has(name)) put(control, waiting.get(name));
    waiting.delete(name);
  }
  if (!focus) return true;
  const again = [...part.querySelectorAll("a[href], button, summary, [tabindex], input, textarea, select")].find((each) => nameOf(each) === focus);
  again?.focus({ preventScroll: true });
  if (again && selection?.[0] != null) again.setSelectionRange(...selection);
  return Boolean(again);
}

// Whether anything typed waits for its control to come back.
export function hasWords(waiting) {
  return [...waiting.values()].some((value) => typeof value === "string" && value.trim());
}

// The same for a control that is rendered anew: what its form does, and which of it it is.
export function nameOf(element) {
  if (element.matches("a")) return `link ${element.getAttribute("href")}`;
  if (element.matches("summary")) return `summary ${wordsOf(element)}`;
  const does = element.closest("form")?.querySelector("button[name=act]");
  const about = [...(element.closest("form")?.querySelectorAll("input[type=hidden][name=value], input[type=hidden][name=action]") ?? [])].map(({ value }) => value);
  const which = element.matches("[type=checkbox], [type=radio]") ? element.value : "";
  return ["form", does?.value ?? "", ...about, element.name ?? "", which].join(" ");
}

function wordsOf(element) {
  return element.textContent.trim();
}

function isChanged(control) {
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
  if (control.matches("select")) return [...control.options].some((each) => each.selected !== each.defaultSelected && each.selected);
  return control.value !== control.defaultValue;
}

function valueOf(control) {
  return control.matches("[type=checkbox], [type=radio]") ? control.checked : control.value;
}

function put(control, value) {
  if (typeof value === "boolean") control.checked = value;
  else control.value = value;
}

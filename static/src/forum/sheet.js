// The fields of a form in which somebody writes, as one text of keeping.js.

export class Sheet {
  constructor(form) {
    this.form = form;
  }

  get now() {
    const { text, title, turn, key, version } = this.form.elements;
    return { text: text.value, title: title?.value ?? "", turn: Number(turn.value) || 0, key: key.value, version: version?.value ?? "" };
  }

  // Fields that are not named stay as they are; one that says it already keeps its caret.
  put(words) {
    for (const [name, value] of Object.entries(words)) {
      const field = this.form.elements[name];
      if (field && field.value !== String(value)) field.value = value;
    }
  }

  clear() {
    this.put({ text: "", title: "", turn: 0 });
  }

  // As if it had been typed: it can be undone with the keyboard.
  type(text) {
    const field = this.form.elements.text;
    field.focus();
    field.select();
    if (!document.execCommand("insertText", false, text)) field.setRangeText(text, 0, field.value.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Pieces of pages that the server has rendered, and the one line that is read out when something changes.

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

export function tell(sentence) {
  document.getElementById("told").textContent = sentence;
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

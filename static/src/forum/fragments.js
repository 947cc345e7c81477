// Pieces of pages that the server has rendered, and the one line that is read out when something changes.

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

export async function fetchPage(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  // Its one inline style carries the other page's nonce.
  const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, "");
  return new DOMParser().parseFromString(html, "text/html");
}

export function tell(sentence) {
  document.getElementById("told").textContent = sentence;
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

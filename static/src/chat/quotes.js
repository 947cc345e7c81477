// What a reply quotes: the quoted line as it is now, so that nothing that was taken back stays in a quotation. The words are those
// that the server would quote (Message.gist): the line's own in a row, at most 120 signs.
const MOST = 120;
const GONE = "message removed";
const BODY = /<div class="cop-line__body cop-prose">([\s\S]*?)<\/div>/;
const QUOTE = /(<span data-gist="(\d+)">)[^<]*(?=<\/span>)/;
const SIGNS = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&" };
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

// The id of the message that this one answers, or null.
export function quotedBy({ html }) {
  const found = QUOTE.exec(html);
  return found ? Number(found[2]) : null;
}

// `message` with its quotation as `quoted` reads now; itself where nothing changes.
export function quoting(message, quoted) {
  const html = message.html.replace(QUOTE, (_, opening) => opening + gistOf(quoted));
  return html === message.html ? message : { ...message, html };
}

function gistOf({ html }) {
  const body = BODY.exec(html);
  const words = body ? inARow(body[1]) : "";
  return words ? escaped(words) : GONE;
}

function inARow(html) {
  const text = html.replace(/<[^>]*>/g, "").replace(/&(?:lt|gt|quot|#34|#39|nbsp|amp);/g, (sign) => SIGNS[sign]);
  return shortened(text);
}

// The first words of a text, in a row.
export function shortened(text) {
  const signs = [...text.split(/\s+/).filter(Boolean).join(" ")];
  return signs.length > MOST ? `${signs.slice(0, MOST - 1).join("").trimEnd()}…` : signs.join("");
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

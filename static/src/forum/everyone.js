// Says while somebody types that their "@everyone" will tell nobody, where they may not call everybody.
const CALL = /(^|[^\w@])@everyone\b/i;

export function warnOfEveryone(root) {
  root.addEventListener("input", ({ target }) => {
    const place = document.getElementById("not-everyone");
    if (!place || target.name !== "text") return;
    const words = CALL.test(target.value) ? place.dataset.words : "";
    if (place.textContent !== words) place.textContent = words;
  });
}

// How much waits for me, in the header and under the title.
export function keepCounts(live) {
  live.on("badge", ({ moderation }) => {
    if (moderation === undefined) return;
    setBadge(moderation);
    const lede = document.querySelector(".cop-heading__lede");
    if (lede) lede.textContent = inWords(moderation);
  });
}

function inWords(number) {
  if (number === 0) return "Nothing waits for you";
  return number === 1 ? "1 item waits for you" : `${number} items wait for you, the oldest first`;
}

function setBadge(number) {
  const link = document.querySelector('.cop-nav__link[href$="/moderation"]');
  link?.querySelector(".cop-count")?.remove();
  if (!link || number === 0) return;
  const word = document.createElement("span");
  word.className = "nhsuk-u-visually-hidden";
  word.textContent = " waiting";
  const badge = document.createElement("span");
  badge.className = "cop-count cop-count--needs";
  badge.append(String(number), word);
  link.append(" ", badge);
}

// How much waits for me, under the title.
export function keepCounts(live) {
  live.on("badge", ({ moderation }) => {
    if (moderation === undefined) return;
    const lede = document.querySelector(".cop-heading__lede");
    if (lede) lede.textContent = inWords(moderation);
  });
}

function inWords(number) {
  if (number === 0) return "Nothing waits for you";
  return number === 1 ? "1 item waits for you" : `${number} items wait for you, the oldest first`;
}

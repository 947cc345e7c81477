// An undo goes away after its seconds, but never from under somebody who points at it or has the focus in it.
export function keepUndos(root, htmx) {
  htmx.onLoad((part) => {
    for (const notice of part.parentNode?.querySelectorAll("[data-undo]:not([data-counting])") ?? []) count(notice);
  });
  for (const notice of root.querySelectorAll("[data-undo]:not([data-counting])")) count(notice);
}

function count(notice) {
  notice.dataset.counting = "";
  let left = Number(notice.dataset.undo);
  const clock = setInterval(() => {
    if (notice.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left > 0) return;
    clearInterval(clock);
    notice.remove();
  }, 1000);
}

// Marks a space of the rail as unread when something was posted there that this page does not show.

export function markRail(live, root) {
  live.on("badge", ({ space }) => {
    if (!space) return;
    const link = root.querySelector(`.cop-rail__link[href="/spaces/${CSS.escape(space)}"]`);
    if (link && !link.hasAttribute("aria-current")) link.classList.add("cop-rail__link--unread");
  });
}

// Shows where the list would be why a search was refused: htmx by itself keeps silent.
export function keepSearches(root) {
  root.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "found" || detail.xhr.status !== 429) return;
    detail.shouldSwap = true;
    detail.isError = false;
  });
}

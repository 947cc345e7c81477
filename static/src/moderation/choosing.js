// Several items chosen with the keyboard: in the boxes the arrows go from one to the next, and Enter to what is decided about all.
const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const BOX = "input[data-choice]";

export function keepChoosing(root) {
  showKeys(root);
  root.addEventListener("htmx:afterSwap", () => showKeys(root));
  root.addEventListener("click", ({ target }) => target.closest?.("[data-choose-all]") && chooseAll(boxes(root)));
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches(BOX)) return;
    if (event.key in STEPS) go(event, boxes(root), STEPS[event.key]);
    else if (event.key === "Enter") decide(event, root);
  });
}

const boxes = (root) => [...root.querySelectorAll(BOX)];

function go(event, all, step) {
  event.preventDefault();
  all[all.indexOf(event.target) + step]?.focus();
}

function chooseAll(all) {
  const isToBe = all.some((box) => !box.checked);
  for (const box of all) box.checked = isToBe;
}

function decide(event, root) {
  event.preventDefault();
  root.querySelector("#together select")?.focus();
}

function showKeys(root) {
  for (const each of root.querySelectorAll(".cop-together__keys")) each.hidden = false;
}

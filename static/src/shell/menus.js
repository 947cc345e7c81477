// Menus are details elements: they open by themselves, and here they learn to close.
const MENU = "details[data-menu]";

export function keepMenus(root) {
  root.addEventListener("click", ({ target }) => closeAll(root, target.closest?.(MENU)));
  root.addEventListener("focusin", ({ target }) => closeAll(root, target.closest?.(MENU)));
  root.addEventListener("keydown", closeOnEscape);
}

function closeAll(root, except) {
  for (const menu of root.querySelectorAll(`${MENU}[open]`)) {
    if (menu !== except) menu.open = false;
  }
}

function closeOnEscape({ key, target }) {
  const menu = key === "Escape" && target.closest?.(`${MENU}[open]`);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

// The rail of an open page, made anew where the spaces that it lists are no longer mine, or no longer all of mine.
import { fetchPage } from "./pages.js";

const LINK = ".cop-rail__link";
const ELSEWHERE = "/spaces"; // to look at it marks nothing as read

export async function renewRail(spaces) {
  const rail = document.querySelector(".cop-rail");
  const listed = [...(rail?.querySelectorAll(LINK) ?? [])].map((link) => link.dataset.space);
  if (!rail || (listed.length === spaces.length && spaces.every((space) => listed.includes(space)))) return;
  const fresh = (await fetchPage(ELSEWHERE)).querySelector(".cop-rail");
  if (!fresh) return;
  const current = rail.querySelector(`${LINK}[aria-current]`)?.dataset.space;
  const place = rail.contains(document.activeElement) && document.activeElement.getAttribute("href");
  rail.replaceChildren(...fresh.childNodes);
  rail.querySelector(`${LINK}[data-space="${CSS.escape(current ?? "")}"]`)?.setAttribute("aria-current", "true");
  if (place) rail.querySelector(`[href="${CSS.escape(place)}"]`)?.focus({ preventScroll: true });
}

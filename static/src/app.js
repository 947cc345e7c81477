// What every page needs in the browser.
import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, createAll } from "nhsuk-frontend";
import "@github/relative-time-element";
import htmx from "htmx.org";
import { connect } from "./live/connection.js";
import { keepCounts } from "./shell/counts.js";
import { forgetBegun } from "./shell/leaving.js";
import { keepMenus } from "./shell/menus.js";
import { keepProving } from "./shell/proving.js";
import { keepUndos } from "./shell/undo.js";
import { keepSearches } from "./shell/searches.js";
import { sendToken } from "./shell/token.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, PasswordInput, Radios]) createAll(component);
sendToken(document);
keepCountsLive(document.getElementById("main"));
keepMenus(document);
keepProving(document);
keepUndos(document, htmx);
forgetBegun(document, document.getElementById("main"));
keepSearches(document);

// Who is signed in has one connection a page; it may wait until the page stands.
async function keepCountsLive(main) {
  if (!main?.dataset.person) return;
  await new Promise((resume) => (window.requestIdleCallback ?? setTimeout)(resume, { timeout: 1_000 }));
  keepCounts(connect(), main);
}

// Safari on iOS lets a tap count as pointing (:hover) only where somebody listens for touches.
document.addEventListener("touchstart", () => {}, { passive: true });

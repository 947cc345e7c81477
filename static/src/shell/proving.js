import { csrfToken } from "./token.js";

// Where whoever sends something by htmx must first say anew who they are, it is sent once more as a page would send it: the whole
// page then asks, with what was sent in it.
export function keepProving(root) {
  root.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.getResponseHeader("X-Proof") !== "wanted") return;
    event.preventDefault();
    sendAsPage(requestConfig);
  });
}

function sendAsPage({ path, formData }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path, hidden: true });
  formData.set("csrf_token", csrfToken());
  for (const [name, value] of formData.entries()) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

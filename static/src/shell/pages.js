// Another page, or this one as it is now, to take pieces of.
export async function fetchPage(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw Object.assign(new Error(`answered ${answer.status}`), { status: answer.status });
  // Its one inline style carries the other page's nonce.
  const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, "");
  return new DOMParser().parseFromString(html, "text/html");
}

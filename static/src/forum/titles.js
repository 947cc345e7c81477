// What comes in later links to topics and posts without their titles, for it is the same for everybody; here it is asked what they
// are called for this reader. What the page came with has them already.
const SOON_MS = 200;

export function keepTitles(list) {
  const unnamed = new Set();
  let pause;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) node.querySelectorAll?.("[data-refers]").forEach((link) => unnamed.add(link));
    }
    clearTimeout(pause);
    if (unnamed.size) pause = setTimeout(() => name([...unnamed], unnamed), SOON_MS);
  }).observe(list, { childList: true });
}

async function name(links, unnamed) {
  unnamed.clear();
  const asked = new Set(links.map((link) => link.dataset.refers));
  const query = new URLSearchParams([...asked].slice(0, 100).map((each) => ["of", each]));
  try {
    const { titles } = await (await fetch(`/titles?${query}`)).json();
    for (const link of links) {
      if (Object.hasOwn(titles, link.dataset.refers)) link.textContent = titles[link.dataset.refers];
    }
  } catch {
    // they stay what they are: links that work
  }
}

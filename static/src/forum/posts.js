// The posts of a page, each once by its id, in the order of their places; those without a place stand last.

export class Posts {
  constructor(list) {
    this.list = list;
  }

  get articles() {
    return [...this.list.querySelectorAll(":scope > article")];
  }

  find(id) {
    return this.list.querySelector(`#post-${CSS.escape(id)}`);
  }

  // Put a post in: in the place of its earlier self, else where it belongs. Focus within it is not lost.
  put(article) {
    const earlier = document.getElementById(article.id);
    if (!earlier) this.list.insertBefore(article, this.#after(article));
    else if (earlier.outerHTML !== article.outerHTML) replace(earlier, article);
    return article;
  }

  #after(article) {
    return this.articles.find((other) => placeOf(other, Infinity) > placeOf(article, Infinity)) ?? null;
  }
}

export function placeOf(article, none = 0) {
  return Number(article.dataset.position) || none;
}

function replace(earlier, article) {
  const hadFocus = earlier.contains(document.activeElement);
  earlier.replaceWith(article);
  if (hadFocus) article.focus({ preventScroll: true });
}

// The posts of a page, each once by its id, in the order in which they are given; what has not changed is not touched.
import { parse } from "./fragments.js";

export class Posts {
  constructor(list, articles) {
    this.list = list;
    this.html = new Map(articles.map(({ id, html }) => [id, html]));
  }

  get articles() {
    return [...this.list.querySelectorAll(":scope > article")];
  }

  show(articles) {
    const wanted = new Set(articles.map(({ id }) => `post-${id}`));
    for (const each of this.articles) if (!wanted.has(each.id)) each.remove();
    let [next = null] = this.articles;
    for (const { id, html } of articles) {
      const isSame = this.html.get(id) === html;
      const article = this.#put(document.getElementById(`post-${id}`), isSame ? null : html, next);
      if (article === next || next === null || !next.isConnected) next = following(article);
    }
    this.html = new Map(articles.map(({ id, html }) => [id, html]));
  }

  // In the place of its earlier self, else before `next`; without new html it is as it was. Focus within it is not lost.
  #put(earlier, html, next) {
    if (html === null) {
      if (earlier !== next) this.list.insertBefore(earlier, next);
      return earlier;
    }
    const article = parse(html);
    const hadFocus = earlier?.contains(document.activeElement);
    if (earlier && earlier === next) earlier.replaceWith(article);
    else {
      earlier?.remove();
      this.list.insertBefore(article, next);
    }
    if (hadFocus) article.focus({ preventScroll: true });
    return article;
  }
}

function following(article) {
  let next = article.nextElementSibling;
  while (next && next.tagName !== "ARTICLE") next = next.nextElementSibling;
  return next;
}

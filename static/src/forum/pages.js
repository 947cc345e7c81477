// Taking a topic's page apart: the same for the one that is open and for one that was fetched.
import { parse } from "./fragments.js";

export function freshOf(page) {
  const { topic, posts, layout, lastPage, closed } = page.getElementById("main").dataset;
  return {
    topic: Number(topic),
    posts: Number(posts),
    layout: Number(layout),
    lastPage: Number(lastPage),
    isClosed: closed === "yes",
    head: page.getElementById("head")?.innerHTML.trim() ?? "",
    articles: [...page.querySelectorAll("#posts > article")].map(articleOf),
  };
}

export function articleOf(article) {
  const { author, position } = article.dataset;
  return {
    id: Number(article.id.replace("post-", "")),
    position: Number(position) || null,
    author: Number(author) || null,
    html: article.outerHTML,
  };
}

// A fragment as the browser itself would write it, so that the same is the same.
export function htmlOf(fragment) {
  return parse(fragment.trim())?.outerHTML ?? "";
}

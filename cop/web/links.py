"""Links to topics and posts of this site in somebody's words: called by no title in a fragment, which all share, and by
their titles in the page of a reader who may open them.
"""

import re
from collections.abc import Callable, Mapping

from cop.markup import joined

LABELS = {"topic": "a topic on this site", "post": "a post on this site"}

REFERS = "data-refers="

_REFERRING = re.compile(r'(<a [^>]*data-refers="((?:topic|post)-\d+)">)[^<]*(?=</a>)')


def labels_for(site: str) -> Callable[[str], str]:
    """`linked` for templates: HTML with each bare address of a topic or a post of `site` called what it leads to, not
    how it is spelt. What its writer called otherwise stays so.
    """
    address = rf'(?:{re.escape(site)})?(/(topic|post)s/([1-9]\d{{0,14}})(?:[?#][^"<>]*)?)'
    bare = re.compile(rf'<a href="({address})" rel="([^"]*)">\1</a>')

    def label(link: re.Match[str]) -> str:
        _, path, kind, number, relation = link.groups()
        return f'<a href="{path}" rel="{relation}" data-refers="{kind}-{number}">{LABELS[kind]}</a>'

    return lambda rendered: bare.sub(label, rendered)


def references(page: str) -> list[str]:
    """What the links in `page` lead to (`topic-7`, `post-9`), in order."""
    return [each[2] for each in _REFERRING.finditer(page)] if REFERS in page else []


def with_titles(page: str, titles: Mapping[str, str]) -> str:
    """`page`, a safe piece of one, with the links that `titles` knows called by them; all others stay as they are."""
    pieces: list[str] = []
    place = 0
    for link in _REFERRING.finditer(page):
        if link[2] in titles:
            pieces += [page[place : link.end(1)], titles[link[2]]]
            place = link.end()
    return joined([*pieces, page[place:]])

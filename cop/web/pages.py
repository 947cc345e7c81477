"""What every template may say, and fragments: pieces of pages that are pushed as well as included."""

import json
import os
import re
from collections.abc import Callable, MutableMapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
import jinja2.ext
from flask import Flask, g, has_request_context
from flask.templating import Environment
from flask_login import current_user
from werkzeug.routing import MapAdapter

from cop import guarding, markup, policy
from cop.clock import LONDON
from cop.config import Settings
from cop.models import Site, Space, SpaceKind
from cop.web import links
from cop.web.askers import actor
from cop.web.inspected import read_by

_app: Flask | None = None

ADDRESSES = 4_096
"""Addresses that are kept as they were made: one is nothing but its endpoint and the values in it."""


def is_markup(template: str | None) -> bool:
    """Whether words are escaped in `template`: everywhere but in letters. Flask's own rule leaves out names that end in
    .jinja, as those of the components do.
    """
    return not (template or "").endswith(".txt")


class PrintedUndefined(jinja2.ChainableUndefined):
    """Undefined names chain, as the component macros need, but printing one is a mistake and raises."""

    def __str__(self) -> str:
        return self._fail_with_undefined_error()

    __html__ = __str__


class Templates(Environment):
    """Knows all globals of templates from the start. In Jinja's own layered map of them, each import of macros costs a
    fiftieth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Unindented(jinja2.ext.Extension):
    """Leaves the indentation of templates out of pages, where it means nothing and would be sent with each of them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\n[ \t]+", "\n ", source) if is_markup(name) else source


def start(app: Flask, settings: Settings, *, rail: Callable[[], Any]) -> None:
    """Give the templates of `app` their components, globals and context."""
    global _app  # noqa: PLW0603 - fragments are rendered outside requests too
    _app = app
    app.jinja_environment = Templates
    environment = app.jinja_env
    environment.undefined = PrintedUndefined
    environment.autoescape = is_markup
    environment.add_extension(Unindented)
    environment.trim_blocks = environment.lstrip_blocks = True
    components = jinja2.PackageLoader("nhsuk_frontend_jinja")
    environment.loader = jinja2.ChoiceLoader([environment.loader or components, components])
    adapter = app.url_map.bind(
        urlsplit(settings.public_url).netloc, url_scheme=urlsplit(settings.public_url).scheme
    )
    environment.globals.update(
        url_for=_addresses(adapter), asset=asset, can=policy, settings=settings, uk_time=uk_time
    )
    environment.globals["safe_html"] = markup.safe_html
    environment.globals["plain"] = markup.plain
    environment.globals["as_page"] = markup.as_page
    environment.globals["was_asked"] = guarding.was_asked
    environment.globals["next_number"] = _next_number
    environment.globals["linked"] = links.labels_for(settings.public_url)
    environment.globals["space_name"] = _names(rail)
    environment.globals["read_by"] = read_by
    app.context_processor(lambda: _context(rail))


def _addresses(adapter: MapAdapter) -> Callable[..., str]:
    """`url_for` for templates: the same within a request and without, and always of the public address."""

    def url_for(endpoint: str, *, _external: bool = False, _anchor: str = "", **values: Any) -> str:
        make = outward if _external else within
        address = make(endpoint, **values)
        return f"{address}#{quote(_anchor)}" if _anchor else address

    def outward(endpoint: str, **values: Any) -> str:
        """For letters, of which some hold a token: it is not kept."""
        return adapter.build(endpoint, values, force_external=True)

    @lru_cache(ADDRESSES, typed=True)
    def within(endpoint: str, **values: Any) -> str:
        return adapter.build(endpoint, values)

    return url_for


def _next_number() -> int:
    """Another number each time within a page, for ids of what may stand on it more than once."""
    g.number = g.get("number", 0) + 1
    return int(g.number)


def _names(rail: Callable[[], Any]) -> Callable[[Space], str]:
    """`space_name` for templates of pages, never for fragments: what a space is called for whoever asks. A conversation
    goes by the names of its other people, as in the rail, which is asked once for a page.
    """

    def space_name(space: Space) -> str:
        if space.kind is not SpaceKind.DIRECT or not has_request_context():
            return space.name
        return next((str(row.name) for row in rail().rows if row.id == space.id), space.name)

    return space_name


def _context(rail: Callable[[], Any]) -> dict[str, Any]:
    person = current_user._get_current_object()
    is_signed_in = person.is_authenticated
    return {
        "actor": actor(),
        "person": person if is_signed_in else None,
        "nonce": g.get("nonce", ""),
        "is_demonstration": is_demonstration(),
        "rail": rail if is_signed_in else list,
    }


def is_demonstration() -> bool:
    """Whether this database is a demonstration. It never becomes or ceases to be one while it is served."""
    extensions = application().extensions
    if "is_demonstration" not in extensions:
        extensions["is_demonstration"] = Site.is_demonstrated()
    return bool(extensions["is_demonstration"])


def application() -> Flask:
    """The application of this process."""
    if _app is None:
        raise RuntimeError("no application was started")
    return _app


def fragment(template: str, **context: Any) -> str:
    """A fragment, the same for every viewer: rendered without a request, knowing nobody (design.md rule 4)."""
    return application().jinja_env.get_template(template).render(**context)


def asset(name: str) -> str:
    """The address of a built file, fingerprint and all."""
    path = f"{application().static_folder}/manifest.json"
    try:
        built = _manifest(path, os.stat(path).st_mtime_ns)  # noqa: PTH116 - several times a page
    except FileNotFoundError:
        built = {}
    return f"/static/{built.get(name, name)}"


@lru_cache(maxsize=2)
def _manifest(path: str, changed: int) -> dict[str, str]:
    """What was built last: a server that runs while its files are built anew must not point to the old ones."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def uk_time(moment: datetime, form: str = "%a %-d %b %Y, %H:%M") -> str:
    """A time as it is read in the United Kingdom."""
    return moment.astimezone(LONDON).strftime(form)

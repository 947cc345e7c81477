"""Where statements stand: each at an address of its own, such as /privacy."""

from typing import Any

from flask import Blueprint
from werkzeug.routing import BaseConverter

from cop.errors import NotFound
from cop.models import StatementKind

blueprint = Blueprint("statements", __name__)


def kind_at(page: str) -> StatementKind:
    """The kind whose address is made of `page`; NotFound where it is none's."""
    kind = next((each for each in StatementKind if each.page == page), None)
    if kind is None:
        raise NotFound
    return kind


class StatementConverter(BaseConverter):
    """The kind of a statement in an address."""

    regex = "|".join(kind.page for kind in StatementKind)

    def to_python(self, value: str) -> StatementKind:
        return kind_at(value)

    def to_url(self, value: Any) -> str:
        return super().to_url(str(value).replace("_", "-"))


@blueprint.record
def _know_the_converter(state: Any) -> None:
    """Before any address that is made of it."""
    state.app.url_map.converters["statement"] = StatementConverter

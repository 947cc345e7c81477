"""Where statements stand: each at an address of its own, such as /privacy."""

from typing import Any

from flask import Blueprint
from werkzeug.routing import BaseConverter

from cop.models import StatementKind

blueprint = Blueprint("statements", __name__)


class StatementConverter(BaseConverter):
    """The kind of a statement in an address."""

    regex = "|".join(kind.page for kind in StatementKind)

    def to_python(self, value: str) -> StatementKind:
        return next(kind for kind in StatementKind if kind.page == value)

    def to_url(self, value: Any) -> str:
        return super().to_url(str(value).replace("_", "-"))


@blueprint.record
def _know_the_converter(state: Any) -> None:
    """Before any address that is made of it."""
    state.app.url_map.converters["statement"] = StatementConverter

"""Which rows were rendered, for tests of what is kept once it was."""

from typing import Any

import pytest

from cop import web
from cop.db import Base


def noted(monkeypatch: pytest.MonkeyPatch, kind: type[Base]) -> list[int]:
    """Ids of the rows of this kind that fragments are made of from now on, each time."""
    ids: list[int] = []
    fragment = web.fragment

    def note(template: str, **shown: Any) -> str:
        ids.extend(each.id for each in shown.values() if isinstance(each, kind))  # type: ignore[attr-defined]
        return fragment(template, **shown)

    monkeypatch.setattr(web, "fragment", note)
    return ids

"""Long texts are rendered in threads beside each other: no word of one comes into another, and none fails."""

import sys
from collections.abc import Iterator

import pytest

from cop import markup
from tests.at_once import at_once

TEXTS = [
    f"# secret{number}\n\n" + f"*a* **b{number}** `c` https://example.org/{number} <i> [d](/e{number})\n" * 20
    for number in range(6)
]


@pytest.fixture(autouse=True)
def _nimble() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_of_texts_at_once_each_is_as_it_is_alone(app):
    alone = [markup.render(text) for text in TEXTS]
    assert [f"secret{number}" in each for number, each in enumerate(alone)] == [True] * len(TEXTS)

    together = at_once([lambda text=text: [markup.render(text) for _ in range(5)] for text in TEXTS])
    assert together == [[each] * 5 for each in alone]


def test_what_failed_over_a_text_is_not_used_for_another(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(markup, "_idle", [])
    with pytest.raises(ValueError, match="broken"), markup._libraries():
        raise ValueError("broken")
    assert markup._idle == []

    assert markup.render("*Fine*") == "<p><em>Fine</em></p>"
    assert len(markup._idle) == 1

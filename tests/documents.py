"""What a document says is tested, held to the tests that there are."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")


def words_of(document: str) -> str:
    return (ROOT / "docs" / document).read_text(encoding="utf-8")


def named_in(words: str) -> list[tuple[str, str]]:
    """Each test that is named as `path::name` or `path::class::name`: the path, and the rest."""
    return _NAMED.findall(words)


def missing(words: str) -> list[str]:
    """What is named in `words` as a test and is none; of what names none at all, that."""
    named = named_in(words)
    return [f"{path}::{name}" for path, name in named if name not in _defined(path)] if named else ["any"]


@cache
def _defined(path: str) -> frozenset[str]:
    source = ROOT / path
    if not source.is_file():
        return frozenset()
    return frozenset(_tests(ast.parse(source.read_text(encoding="utf-8")).body))


def _tests(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    for each in body:
        if isinstance(each, ast.ClassDef):
            yield from _tests(each.body, f"{each.name}::")
        elif isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
            yield within + each.name

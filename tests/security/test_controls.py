"""docs/controls.md says what the code does: each table is held to what it is about."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cop import logs
from cop.accounts.commands import passwords, proofs, tokens
from cop.config import VARIABLES
from cop.db import Base
from cop.files.archives import MOST_ENTRIES, MOST_PACKED, MOST_UNPACKED
from cop.files.kinds import ALLOWED
from cop.files.pictures import MOST_FRAMES, MOST_PIXELS
from cop.forum.commands.binding import MOST_FILES
from cop.live.bounds import LARGEST_PACKET, MOST_SEATS
from cop.models import invitations, sign_ins
from cop.models.people import LONGEST_NAME
from cop.reactions import AFTER
from tests.documents import words_of
from tests.security.test_house_rules import MODULES, ROOT

WORDS = words_of("controls.md")
OPERATOR = words_of("deployment.md")
SECTIONS = {each.partition("\n")[0]: each for each in WORDS.split("\n## ")[1:]}


def named(section: str) -> set[str]:
    """What stands in backticks there."""
    return set(re.findall(r"`([^`]+)`", SECTIONS[section]))


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or a method of this name."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in {
                getattr(node.func, "attr", ""),
                getattr(node.func, "id", ""),
            }:
                yield path, node


def begins_with(node: ast.expr) -> str | None:
    """The constant with which a text begins: `write` of f"write:{person_id}"."""
    match node:
        case ast.Constant(value=str(word)) | ast.JoinedStr(values=[ast.Constant(value=str(word)), *_]):
            return word.partition(":")[0]
    return None


def buckets() -> set[str]:
    """What the rows of throttles are called, without whose they are."""
    taken = [call for _, call in calls("take") if getattr(call.func, "value", None) is not None]
    named = [begins_with(call.args[0]) for call in taken if call.args]
    named += [begins_with(call.args[0]) for _, call in calls("bucket") if call.args]
    named += [begins_with(call.args[0]) for _, call in calls("_slow_down") if call.args]
    return {each for each in named if each}


def test_each_bucket_stands_among_the_limits():
    assert len(buckets()) > 20
    assert buckets() - named("Limits") == set()


def test_each_bucket_there_is_one():
    rows = set(re.findall(r"^\| `([a-z-]+)`", SECTIONS["Limits"], re.MULTILINE))
    assert rows - buckets() - {"slow"} == set()


def test_each_ending_of_a_file_is_told_of():
    table = {
        word for row in re.findall(r"^\| (`.+?) \|", SECTIONS["Files"], re.MULTILINE) for word in row.split()
    }
    assert {word.strip("`") for word in table} == set(ALLOWED)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("Files", f"at most {MOST_PIXELS // 1_000_000} million pixels and {MOST_FRAMES} frames"),
        ("Files", f"at most {MOST_ENTRIES:,} parts and {(MOST_UNPACKED >> 20)} MB unpacked"),
        ("Files", f"more than {MOST_PACKED} times"),
        ("Limits", f"a post {MOST_FILES} files"),
        ("Limits", f"{MOST_SEATS} sockets of a person"),
        ("What may be typed", f"{passwords.LEAST} to {passwords.MOST:,} characters"),
        ("What may be typed", f"at most {LONGEST_NAME} characters"),
        ("What may be typed", f"at most {LARGEST_PACKET >> 10} kB"),
        ("Sign-ins", f"{sign_ins.IDLE.days} days unused and {sign_ins.ABSOLUTE.days} days at\nall"),
        ("Keys and algorithms", f"1 hour, {invitations.LIFE.days} days, 10 minutes, a year"),
    ],
)
def test_numbers_are_those_of_the_code(section: str, said: str):
    assert said in SECTIONS[section]


def test_lives_of_tokens_are_those_that_are_told():
    lives = (tokens.RESET_LIFE, tokens.HALF_WAY_LIFE, tokens.BROWSER_LIFE)
    assert lives == (timedelta(hours=1), timedelta(minutes=10), timedelta(days=365))


def test_words_that_no_password_is_made_of_are_listed():
    listed = {word for word in named("Passwords and ways to sign in") if word.isalpha()}
    assert listed == set(passwords.OF_THIS_PLACE)


def test_every_table_has_its_level():
    listed = {each for each in named("Kinds of data") if re.fullmatch(r"[a-z_]+", each)}
    assert len(listed) > 50
    assert listed == set(Base.metadata.tables)


def test_every_log_is_told_of():
    loggers = {begins_with(call.args[0]) for _, call in calls("getLogger") if call.args}
    assert "cop.web" in loggers
    assert loggers - {None, "cop.live", ""} - named("Logs") == set()


def test_every_line_of_the_security_log_is_told_of():
    lines = {begins_with(call.args[0]) for path, call in calls("note") if "logs" in ast.dump(call.func)}
    lines |= {"signed in", "half signed in", "sign-in refused", proofs.REFUSED}
    lines |= {
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", fact.__name__).lower()
        for fact, reactions in AFTER.items()
        if logs.note_fact in reactions
    }
    assert {"refused", "roster changed"} <= lines
    assert lines - {None} - named("Logs") == set()


def test_everything_that_is_talked_to_is_listed():
    addresses = {name for name in VARIABLES if name.endswith(("_URL", "_ISSUER"))} - {"COP_PUBLIC_URL"}
    connections = OPERATOR.partition("\n### Connections\n")[2].partition("\n### ")[0]
    assert {name for name in addresses if f"`{name}`" not in connections} == set()


def test_what_is_locked_comes_from_the_registries_alone():
    python = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|git\+|file:|^-e|--index-url|--extra-index", python, re.MULTILINE)
    scripts = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in scripts
    assert "git+" not in scripts
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [re.split(r"[>=\[<;]", each)[0].strip() for each in project["dependencies"]]
    assert len(asked) > 20
    assert [each for each in asked if not re.search(rf"^{each}(\[\w+\])?==", python, re.MULTILINE)] == []

"""Mistakes that a line of code makes by being there: they are looked for in all of it (S1, S15, S32, S41)."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "cop").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SCRIPTS = sorted((ROOT / "static" / "src").rglob("*.js"))

UNPACKS_CODE = {
    "pickle",
    "cPickle",
    "_pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "jsonpickle",
    "yaml",
}
"""What runs what it reads."""

CALLS_OUT = {
    "http.client": {
        "cop/supervisor.py",  # asks its own processes whether they are ready
        "cop/openid/asking.py",  # the operator's provider, and what it says of itself
    },
    "smtplib": {"cop/accounts/tasks/__init__.py", "cop/accounts/tasks/post_office.py"},
    "botocore": {"cop/storage/bucket.py"},
    "redis": {"cop/jobs.py", "cop/live/bus.py"},
    "socket": {
        "cop/live/fanout.py",  # writes to what has connected
        "cop/openid/asking.py",
        "cop/files/scanning.py",  # a daemon of this machine
    },
    "urllib.request": set(),
    "urllib3": set(),
    "requests": set(),
    "httpx": set(),
    "aiohttp": set(),
    "ftplib": set(),
}
"""What opens connections -> the modules that may, each to an address that the operator has set."""

TURNS_WORDS_INTO_PAGES = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b|\bmarksafe\b", re.IGNORECASE)
TAKES_FOR_MARKUP = re.compile(r"\b(?:safe_html|as_page)\b(?!\((?:linked\([\w.]*html\)|[\w.]*html)\))")
"""Anything but what was rendered, which is called so."""

LITERAL = re.compile(r"`[^`]*`", re.DOTALL)
WRITTEN_AS_MARKUP = re.compile(r"\b(?:inner|outer)HTML\s*\+?=(?!=)\s*([^\n]+)")
FROM_THE_SERVER = re.compile(r"(?:[\w.]+\.)?(?:\w+_)?html")
RUNS_WORDS = re.compile(
    r"\b(insertAdjacentHTML|document\.write|eval|new Function|createContextualFragment|srcdoc)\b"
)


@cache
def imports(path: Path) -> frozenset[str]:
    """Names of all that a module imports, wherever in it."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def importers(name: str) -> set[str]:
    """The modules of ours that import `name` or a part of it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(f"{each}.".startswith(f"{name}.") for each in imports(path))
    }


def test_nothing_unpacks_what_could_be_code() -> None:
    assert importers("json"), "imports are found"
    assert {name: found for name in UNPACKS_CODE if (found := importers(name))} == {}


@pytest.mark.parametrize("name", sorted(CALLS_OUT))
def test_only_these_call_out(name: str) -> None:
    """Whoever fetches an address that people wrote would have to be one of them (S15)."""
    assert importers(name) == CALLS_OUT[name]


def test_no_template_is_made_of_words_and_no_words_are_taken_for_markup() -> None:
    assert len(TEMPLATES) > 50
    pages = {path: path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert [path for path, page in pages.items() if TURNS_WORDS_INTO_PAGES.search(page)] == []
    assert sum(page.count("safe_html(") for page in pages.values()) > 5, "control: there is some"
    assert [path for path, page in pages.items() if TAKES_FOR_MARKUP.search(page)] == []
    assert importers("markupsafe") == {"cop/markup.py"}
    for path in MODULES:
        called = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        assert not called & {"render_template_string", "from_string", "eval", "exec"}, path


def test_a_field_is_asked_for_where_it_is_sent() -> None:
    """In the form or in the address: one that stands in both is not the one for the other."""
    sources = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert sum(text.count("request.form") for text in sources.values()) > 10, "control"
    assert [path for path, text in sources.items() if re.search(r"\brequest\.values\b", text)] == []


def test_no_words_are_a_pattern_for_other_words() -> None:
    """Only our own constants are formatted, and a log line is never made of what is logged."""
    wrong = []
    for path in MODULES:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                receiver = ast.unparse(node.func.value)
                if node.func.attr in {"format", "format_map"} and not re.match(
                    r"['\"]|_?[A-Z]|sql\.", receiver
                ):
                    wrong.append(f"{path.name}: {receiver}")
                if receiver == "log" and not isinstance(node.args[0], ast.Constant):
                    wrong.append(f"{path.name}: {ast.unparse(node)}")
    assert wrong == []


def test_nothing_runs_a_command_of_the_system_but_our_own_servers() -> None:
    assert importers("subprocess") == {"cop/supervisor.py"}
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bos\.(system|popen)\b|shell=True", text), path
        assert ("os.exec" in text) == (path.name == "server.py"), path


def test_no_reader_of_xml_is_there() -> None:
    for name in ("xml", "lxml", "defusedxml", "html5lib", "bs4"):
        assert importers(name) == set(), name


def test_only_what_is_good_enough_makes_fingerprints() -> None:
    """SHA-256, SHA-512 for what is signed by EdDSA, argon2id, and numbers that nobody can guess (docs/controls.md)."""
    used = set()
    for path in MODULES:
        used |= set(re.findall(r"\bhashlib\.(\w+)", path.read_text(encoding="utf-8")))
        if "demonstration" not in path.parts:
            assert not re.search(
                r"^(import random|from random)", path.read_text(encoding="utf-8"), re.MULTILINE
            ), path
    assert used == {"sha256", "sha512", "file_digest"}
    assert importers("Crypto") | importers("cryptography") == set()


def test_every_package_is_locked_by_what_is_in_it() -> None:
    locked = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))[1:]
    assert len(locked) > 40
    assert [each.split("\n")[0] for each in locked if "--hash=sha256:" not in each] == []

    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 20
    assert [name for name, each in packages.items() if name and not each.get("integrity")] == []


def test_a_page_takes_nothing_for_markup_but_what_the_server_has_rendered() -> None:
    """A question that a script puts together out of names has run them as script elsewhere (S1): here it sets text."""
    assert len(SCRIPTS) > 30
    wrong = []
    for path in SCRIPTS:
        source = path.read_text(encoding="utf-8")
        put = [each.rstrip("; ") for each in WRITTEN_AS_MARKUP.findall(source)]
        wrong += [
            each for each in put if not (FROM_THE_SERVER.fullmatch(each) or re.fullmatch(r"'[^'$]*'", each))
        ]
        markup = [each for each in LITERAL.findall(source) if re.search(r"<[a-z/]", each)]
        put_in = [word for each in markup for word in re.findall(r"\$\{([^}]*)\}", each)]
        wrong += [each for each in put_in if not FROM_THE_SERVER.fullmatch(each)]
        wrong += RUNS_WORDS.findall(source)
    assert wrong == []

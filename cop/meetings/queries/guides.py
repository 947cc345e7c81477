"""The toolkit of sets: guides and prompts that come with the software (domain.md A13, 2.1, 2.2)."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from cop.markup import Words

SHIPPED = Path(__file__).parent.parent / "guides"


class Guide(StrEnum):
    """In the order in which the toolkit lists them; the value is the address and the name of the file."""

    MEETING = "meeting"
    QUESTIONS = "questions"
    PRESENTING = "presenting"
    LEADING = "leading"
    HOSTING = "hosting"
    ADVISER = "adviser"

    @property
    def label(self) -> str:
        return _TITLES[self][0]

    @property
    def summary(self) -> str:
        return _TITLES[self][1]


_TITLES = {
    Guide.MEETING: ("How a meeting goes", "Its steps and their minutes, and what each is for."),
    Guide.QUESTIONS: ("Questions that open", "Prompts to borrow from, and what questions turn into advice."),
    Guide.PRESENTING: ("When it is your turn", "What to bring, how to tell it, and what to take along."),
    Guide.LEADING: ("Leading a meeting", "What whoever facilitates does, and leaves to the others."),
    Guide.HOSTING: ("Hosting a meeting", "Dates, places, reminders: what sets live by."),
    Guide.ADVISER: ("For set advisers", "Bringing a set to where it needs you no more."),
}


@cache
def html_of(guide: Guide) -> str:
    """Safe HTML of what a guide says."""
    return Words.again((SHIPPED / f"{guide.value}.md").read_text(encoding="utf-8").strip()).html

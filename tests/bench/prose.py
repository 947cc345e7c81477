"""Invented words for posts and messages: other ones each time, so that compression finds no more than with people."""

import random

TEXT = """
about again agreed and answer asked at because before board both budget but by call clinic contract costs
could data delay department doctor each early either first for form from governance hospital I in is it
later letter list manager meeting month more my network next nobody not nurse of office on once one our
patient people pharmacy plan pilot question ready region register report research review said see set site
small some sponsor staff start study team that the their then they three time to told trial trust two until
us ward was we week what when which who why with work would write yes
"""
WORDS = TEXT.split()


def line(number: int) -> str:
    """What somebody might say in a room: some 25 words of Markdown, with a stress and a link."""
    said = _words(number, 25)
    return (
        f"{said[:60]} **{said[60:80].strip()}** {said[80:].strip()}, see https://example.org/costs/{number}"
    )


def post(number: int) -> str:
    """What somebody might write in a forum: paragraphs, a list, a quotation; some 120 words."""
    said = [_words(f"{number} {part}", 24) for part in range(5)]
    return "\n\n".join((said[0], f"- {said[1]}\n- {said[2]}", f"> {said[3]}", line(number), said[4]))


def _words(seed: object, count: int) -> str:
    return " ".join(random.Random(str(seed)).choices(WORDS, k=count)).capitalize()

"""What was said at the few meetings of which words are still kept, read from the files beside this one. Invented.

A line begins with who says it: F facilitates, P presents, and A to E are the others who are there. The sign after it
tells what it is. Phases stand in lines of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from cop.db import session
from cop.demonstration.story import HERE
from cop.models import Meeting, MeetingLine, MeetingSlot
from cop.models.meetings_speaking import LineKind
from cop.models.meetings_states import SLOT, MeetingState
from cop.models.states import digest

FOLDER = HERE / "meetings"
SIGNS = {
    ":": LineKind.TALK,
    "?": LineKind.QUESTION,
    "=": LineKind.ANSWER,
    "~": LineKind.ANSWER,
    "!": LineKind.PROCESS,
}
SITS = "~"
"""A question that is let sit for now, and what the presenter says of it."""
PRESENTER, FACILITATOR = "P", "F"
OTHERS = "ABCDE"
PACE = timedelta(seconds=38)


@dataclass(frozen=True, slots=True)
class Said:
    """A line as it was said; `stretch` counts the phases so far."""

    phase: MeetingState
    stretch: int
    who: str
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the presenter brought, and all that was said."""

    title: str
    lines: list[Said]

    @classmethod
    def of(cls, slug: str) -> "Transcript | None":
        """That of a set's newest meeting; None where nothing was written, or nothing is kept."""
        file = FOLDER / f"{slug}.txt"
        if not file.exists():
            return None
        title, *said = file.read_text(encoding="utf-8").splitlines()
        return cls(title.partition(": ")[2], list(_read(said)))


def _read(said: list[str]) -> Iterator[Said]:
    phase, stretch = MeetingState.LOBBY, 0
    for line in said:
        if line.startswith("# "):
            phase, stretch = MeetingState(line[2:]), stretch + 1
        else:
            yield Said(phase, stretch, line[0], line[1], line[3:])


def cast(present: list[int], *, presenter_id: int, facilitator_id: int | None) -> dict[str, int]:
    """Who says what: ids by the letter."""
    others = [each for each in present if each not in (presenter_id, facilitator_id)]
    parts = {PRESENTER: presenter_id, FACILITATOR: facilitator_id or presenter_id}
    return parts | {letter: others[place % len(others)] for place, letter in enumerate(OTHERS)}


def write_lines(
    meeting: Meeting, slot: MeetingSlot, transcript: Transcript, *, parts: Mapping[str, int]
) -> None:
    """Let all of it have been said at `meeting`, what belongs to the slot in `slot`."""
    said = transcript.lines
    sits = [following.sign == SITS for following in said[1:]] + [False]
    lines = [_line(meeting, slot, each, author_id=parts[each.who]) for each in said]
    for seq, (line, is_sat_with) in enumerate(zip(lines, sits, strict=True), start=1):
        line.seq, line.is_sat_with = seq, is_sat_with
        line.key = f"demonstration-{meeting.id:06d}-{seq:04d}"
        line.created_at = meeting.starts_at + seq * PACE
    session.add_all(lines)
    meeting.said, meeting.stretch = len(lines), said[-1].stretch
    slot.questions = sum(each.kind is LineKind.QUESTION and each.slot_id is not None for each in lines)
    slot.statements, slot.sat_with = 0, sum(sits)


def _line(meeting: Meeting, slot: MeetingSlot, said: Said, *, author_id: int) -> MeetingLine:
    return MeetingLine(
        meeting_id=meeting.id,
        slot_id=slot.id if said.phase in SLOT else None,
        author_id=author_id,
        phase=said.phase,
        stretch=said.stretch,
        kind=SIGNS[said.sign],
        text=said.text,
        digest=digest(said.text),
    )

"""The checker finds what it is there for: a record without fault passes, and records that break I1 to I8 do not."""

from dataclasses import replace

import pytest

from tests.faults.checker import INVARIANTS, violations
from tests.faults.records import (
    Attempt,
    Final,
    Frame,
    Gauge,
    Outside,
    Payload,
    Reading,
    Record,
    Row,
    Write,
)

ANN, BOB = 1, 2


def message(seq: int, changed: int, text: str, *, author: int = ANN, state: str = "released") -> Payload:
    html = f"<li>{text if state == 'released' else ''}</li>"
    names = {"id": 100 + seq, "seq": seq, "changed": changed, "author": author, "state": state}
    return names | {"key": f"key-{seq}", "html": html, "space": "cohort-1"}


def write(op: str, told: Payload | None, text: str, *, ok: bool = True) -> Write:
    """By Ann; `told` is the message of its ack, None if none came."""
    ack = {"ok": True, "message": told} if ok else {"ok": False, "error": {"code": "forbidden"}}
    subject = None if op == "send" or told is None else told["id"]
    key = told["key"] if told and op == "send" else f"key of {text}"
    attempt = Attempt(1.0, 0.1, ack if told or not ok else None)
    return Write(op, ANN, key, text, subject, [attempt])


@pytest.fixture
def record() -> Record:
    """Ann said three things, edited the first, took the second back; the third had no answer. Bob looked on."""
    one, two, three = message(1, 1, "one"), message(2, 2, "two"), message(3, 5, "three")
    edited, gone = message(1, 3, "better"), message(2, 4, "", state="removed")
    lost = write("send", None, "lost")
    anns = Reading(
        ANN,
        frames=[Frame(2.0, "send", (one,))],
        writes=[
            write("send", one, "one"),
            write("send", two, "two"),
            write("edit", edited, "better"),
            write("remove", gone, ""),
            write("send", three, "three"),
            lost,
        ],
        outbox=[{"key": lost.key, "text": "lost", "status": "failed"}],
        current_at=12.0,
    )
    bobs = Reading(BOB, frames=[Frame(2.0, "message:new", (two,)), Frame(4.0, "message:changed", (gone,))])
    bobs.current_at = 12.0
    for reading in (anns, bobs):
        reading.shown = [edited, gone, three]
        reading.fresh = [edited, gone, three]
    return Record([anns, bobs], healed_at=10.0, gauges=[Gauge("memory", 100, 109)])


@pytest.fixture
def final() -> Final:
    return Final(
        said=3,
        pulse=5,
        rows=(
            Row(101, ANN, "key-1", "better", "released", 1, 3, version=2, revisions=1),
            Row(102, ANN, "key-2", "two", "removed", 2, 4),
            Row(103, ANN, "key-3", "three", "released", 3, 5),
        ),
    )


def row(final: Final, number: int, **changes: object) -> Final:
    rows = list(final.rows)
    rows[number] = replace(rows[number], **changes)  # type: ignore[arg-type]
    return replace(final, rows=tuple(rows))


def broken(record: Record, final: Final) -> set[str]:
    return {sentence[:2] for sentence in violations(record, final)}


def test_a_record_without_fault_passes(record: Record, final: Final):
    assert violations(record, final) == []


def test_a_write_without_answer_may_be_there(record: Record, final: Final):
    lost = record.readings[0].writes[-1]
    there = Row(104, ANN, lost.key, "lost", "released", 4, 6)
    arrived = message(4, 6, "lost") | {"key": lost.key}
    for reading in record.readings:
        reading.shown, reading.fresh = [*reading.shown, arrived], [*reading.fresh, arrived]
    record.readings[0].outbox = []

    assert violations(record, Final(4, 6, (*final.rows, there))) == []


def test_each_invariant_says_what_it_means():
    assert list(INVARIANTS) == [f"I{number}" for number in range(1, 9)]
    assert all(check.__doc__ and check.__doc__.startswith(f"{name}:") for name, check in INVARIANTS.items())


@pytest.mark.parametrize(
    "lose",
    [
        lambda final: replace(final, rows=final.rows[:2]),
        lambda final: row(final, 2, text="another"),
        lambda final: row(final, 2, seq=4),
        lambda final: row(final, 1, state="released"),
        lambda final: row(final, 0, changed=1, text="one"),
        lambda final: row(final, 0, text="one"),
    ],
    ids=["a row", "its words", "its place", "a removal", "an edit", "an edit's words"],
)
def test_i1_an_acked_write_was_lost(lose, record: Record, final: Final):
    assert "I1" in broken(record, lose(final))


def test_i2_a_key_made_two_rows(record: Record, final: Final):
    second = Row(104, ANN, "key-3", "three again", "released", 4, 6)
    assert {"I1", "I2"} <= broken(record, Final(4, 6, (*final.rows, second)))


def test_i2_a_retry_made_a_second_row_under_another_key(record: Record, final: Final):
    second = Row(104, ANN, record.readings[0].writes[-1].key, "three", "released", 4, 6)
    assert "I2" in broken(record, Final(4, 6, (*final.rows, second)))


def test_i2_what_was_refused_or_never_sent_is_there(record: Record, final: Final):
    strange = Row(104, BOB, "key-4", "strange", "released", 4, 6)
    assert "I2" in broken(record, Final(4, 6, (*final.rows, strange)))
    record.readings[0].writes[4] = write("send", message(3, 5, "three"), "three", ok=False)
    assert "I2" in broken(record, final)


def test_i3_a_place_is_missing_or_taken_twice(record: Record, final: Final):
    assert "I3" in broken(record, replace(final, said=4))
    assert "I3" in broken(record, row(final, 2, seq=2))
    assert "I3" in broken(record, row(final, 2, changed=4))


def test_i3_a_page_has_a_gap_another_order_or_another_message(record: Record, final: Final):
    bobs = record.readings[1]
    first, second, third = bobs.shown
    for shown in ([first, third], [second, first, third], [first, second, third | {"id": 999}]):
        bobs.shown = bobs.fresh = shown
        assert "I3" in broken(record, final)


def test_i3_a_page_was_once_told_of_another_message(record: Record, final: Final):
    record.readings[1].frames.append(Frame(3.0, "message:new", (message(3, 5, "three") | {"id": 999},)))
    assert "I3" in broken(record, final)


def test_i4_a_page_shows_something_else_than_a_fresh_one(record: Record, final: Final):
    record.readings[1].shown = record.readings[1].shown[:2]
    assert broken(record, final) == {"I4"}


def test_i4_a_page_was_late_or_never_current(record: Record, final: Final):
    record.readings[1].current_at = 30.5
    assert broken(record, final) == {"I4"}
    record.readings[1].current_at = None
    assert broken(record, final) == {"I4"}


def test_i5_somebody_outside_was_told(record: Record, final: Final):
    record.outside.append(Outside(BOB, since=4))
    assert broken(record, final) == set()
    record.outside[:] = [Outside(BOB, since=3)]
    assert broken(record, final) == {"I5"}


def test_i5_who_is_back_may_ask_what_was_said_but_was_not_to_be_pushed_it(record: Record, final: Final):
    bobs = record.readings[1]
    record.outside.append(Outside(BOB, since=3, until=5))
    assert broken(record, final) == {"I5"}
    bobs.frames = [replace(each, kind="room:sync") for each in bobs.frames]
    assert broken(record, final) == set()


def test_i5_words_that_were_taken_back_were_told(record: Record, final: Final):
    gone = message(2, 4, "", state="removed") | {"html": "<li>two</li>"}
    record.readings[1].frames.append(Frame(5.0, "room:sync", (gone,)))
    assert broken(record, final) == {"I5"}


def test_i6_something_grew(record: Record, final: Final):
    record.gauges.append(Gauge("handles", 100, 111))
    assert broken(record, final) == {"I6"}
    record.gauges[-1] = Gauge("handles", 100, 111, slack=5)
    assert broken(record, final) == set()


@pytest.mark.parametrize("entry", [None, {"text": "los", "status": "failed"}])
def test_i7_a_send_without_ack_is_not_shown_or_its_text_is_gone(entry, record: Record, final: Final):
    anns = record.readings[0]
    anns.outbox = [entry | {"key": anns.outbox[0]["key"]}] if entry else []
    assert broken(record, final) == {"I7"}


def test_i7_what_was_acked_is_shown_as_not_sent(record: Record, final: Final):
    record.readings[0].outbox.append({"key": "key-3", "text": "three", "status": "failed"})
    assert broken(record, final) == {"I7"}


def test_i8_one_write_had_two_effects(record: Record, final: Final):
    assert broken(record, row(final, 0, version=3, revisions=2)) == {"I8"}
    assert broken(record, row(final, 0, reviews=1)) == {"I8"}
    assert broken(record, replace(final, pulse=7)) == {"I8"}


def test_i8_a_held_message_has_no_review_or_two(record: Record, final: Final):
    held = write("send", {**message(4, 0, "held"), "seq": None, "changed": None, "state": "held"}, "held")
    record.others.append(held)
    for reviews, expected in ((1, set()), (0, {"I8"}), (2, {"I8"})):
        waiting = Row(104, ANN, held.key, "held", "held", None, None, reviews=reviews)
        assert broken(record, replace(final, rows=(*final.rows, waiting))) == expected

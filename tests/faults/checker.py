"""Holds a record and the final database against I1 to I8 of security.md 2.2, and uses nothing else.

Each check returns sentences, one for each violation; `violations` says all of them.
"""

from collections import Counter
from collections.abc import Iterator

from tests.faults.records import (
    ACKED,
    GONE,
    REFUSED,
    UNKNOWN,
    Final,
    Outside,
    Payload,
    Reading,
    Record,
    Row,
    Write,
)

HEALING_SECONDS = 20


def violations(record: Record, final: Final) -> list[str]:
    """Everything that must not be, each with the number of its invariant; empty is good."""
    return [f"{name}: {sentence}" for name, check in INVARIANTS.items() for sentence in check(record, final)]


def durable(record: Record, final: Final) -> Iterator[str]:
    """I1: every acknowledged write is in the database exactly once after healing."""
    rows = {row.id: row for row in final.rows}
    keys = Counter((row.author, row.key) for row in final.rows)
    for write in record.writes:
        if write.outcome != ACKED:
            continue
        row, told = rows.get(write.answer["id"]), write.answer
        if row is None or (write.op == "send" and keys[write.author, write.key] != 1):
            yield f"{write.op} {write.text!r} was acked and is not there once"
        elif not _stands(write, row, told):
            yield f"{write.op} {write.text!r} was acked as {told['changed']} and is now {row}"
        elif write.op != "remove" and row.text not in _texts(record, row):
            yield f"{row} says what nobody wrote there"


def _stands(write: Write, row: Row, told: Payload) -> bool:
    """Whether the row has the place it was told to have, and is as written or has changed since."""
    if (row.changed or 0) < (told["changed"] or 0) or (told["seq"] is not None and row.seq != told["seq"]):
        return False
    if write.op == "remove":
        return row.state == "removed"
    return row.changed != told["changed"] or row.text == write.text


def _texts(record: Record, row: Row) -> set[str]:
    sent = {write.text for write in record.writes if (write.author, write.key) == (row.author, row.key)}
    return sent | {write.text for write in record.writes if write.op == "edit" and write.message == row.id}


def not_doubled(record: Record, final: Final) -> Iterator[str]:
    """I2: at most one row per author and key; what is unknown is there once or not at all, what was refused is not."""
    for (author, key), count in Counter((row.author, row.key) for row in final.rows).items():
        if count > 1:
            yield f"the key {key} of {author} made {count} rows"
    for text, count in Counter(row.text for row in final.rows).items():
        if count > 1:
            yield f"{text!r} stands in {count} rows"
    sends = {(each.author, each.key): each for each in record.writes if each.op == "send"}
    for row in final.rows:
        write = sends.get((row.author, row.key))
        if write is None or write.outcome == REFUSED:
            yield f"{row} was {'refused' if write else 'never sent'}"


def one_order(record: Record, final: Final) -> Iterator[str]:
    """I3: every reader's list is the same strictly increasing run of `seq` without gaps, and so is the room's."""
    places = sorted((row.seq, row.id) for row in final.rows if row.seq is not None)
    if [seq for seq, _ in places] != list(range(1, final.said + 1)):
        yield f"the room's places are not 1 to {final.said}"
    pulses = Counter(row.changed for row in final.rows if row.changed is not None)
    if any(count > 1 for count in pulses.values()) or max(pulses, default=0) > final.pulse:
        yield "two messages changed at one pulse, or at one that never was"
    ids = dict(places)
    for reading in record.readings:
        yield from _in_order(reading, ids)


def _in_order(reading: Reading, ids: dict[int, int]) -> Iterator[str]:
    seqs = [each["seq"] for each in reading.shown]
    if seqs and seqs != list(range(seqs[0], seqs[0] + len(seqs))):
        yield f"a page of {reading.person} shows {seqs}"
    told = [each for frame in reading.frames for each in frame.messages] + reading.shown
    strange = {each["seq"] for each in told if each["seq"] and ids.get(each["seq"]) != each["id"]}
    if strange:
        yield f"a page of {reading.person} was told of other messages at {sorted(strange)}"


def converged(record: Record, _final: Final) -> Iterator[str]:
    """I4: within 20 s of healing each page shows what a fresh one shows."""
    for reading in record.readings:
        if reading.closed:
            continue
        if reading.current_at is None or reading.current_at - record.healed_at > HEALING_SECONDS:
            yield f"a page of {reading.person} was not current in time"
        first = reading.shown[0]["seq"] if reading.shown else 0
        fresh = [each for each in reading.fresh if each["seq"] >= first]
        if [_look(each) for each in reading.shown] != [_look(each) for each in fresh]:
            yield f"a page of {reading.person} shows {_short(reading.shown)}, a fresh one {_short(fresh)}"


def _short(messages: list[Payload]) -> list[tuple[object, ...]]:
    return [(each["seq"], each["changed"], each["state"]) for each in messages]


def _look(message: Payload) -> tuple[object, ...]:
    return tuple(message[name] for name in ("id", "seq", "changed", "state", "author", "html"))


def not_leaked(record: Record, _final: Final) -> Iterator[str]:
    """I5: no page holds what changed while its person was no reader, nor words of what was taken back by then."""
    for outside in record.outside:
        for reading in record.readings:
            late = _told_outside(reading, outside) if reading.person == outside.person else []
            if late:
                yield f"{outside.person} was told of {late}, outside since {outside.since}"
    for message, (changed, texts) in _taken_back(record).items():
        for reading in record.readings:
            told = [each for frame in reading.frames for each in frame.messages if each["id"] == message]
            late = [each for each in told if each["state"] in GONE or (each["changed"] or 0) >= changed]
            if any(text in each["html"] for each in late for text in texts):
                yield f"{reading.person} was told the words of {message}, taken back at {changed}"


def _told_outside(reading: Reading, outside: Outside) -> list[int]:
    """Pulses that were told to who was no reader then. Who has come back may ask for what was said meanwhile."""
    frames = [each for each in reading.frames if outside.until is None or each.kind.startswith("message:")]
    told = {each["changed"] for frame in frames for each in frame.messages if each["changed"]}
    return sorted(each for each in told if outside.since < each < (outside.until or each + 1))


def _taken_back(record: Record) -> dict[int, tuple[int, set[str]]]:
    """Id of each message that was removed for certain, with its last pulse and everything it ever said."""
    removed = {
        each.answer["id"]: each.answer["changed"] or 0
        for each in record.writes
        if each.op == "remove" and each.outcome == ACKED
    }
    said: dict[int, set[str]] = {message: set() for message in removed}
    for write in record.writes:
        if write.op != "remove" and write.subject in said:
            said[write.subject].add(write.text)
    return {message: (changed, said[message]) for message, changed in removed.items()}


def bounded(record: Record, _final: Final) -> Iterator[str]:
    """I6: memory, queues, connections and handles return to within a tenth of where they were."""
    for gauge in record.gauges:
        if gauge.after > gauge.before * 1.1 + gauge.slack:
            yield f"{gauge.name} was {gauge.before} and is {gauge.after}"


def honest(record: Record, _final: Final) -> Iterator[str]:
    """I7: every send that has no ack is visibly pending or failed with its text; nothing that has one is."""
    for reading in record.readings:
        waiting = {entry["key"]: entry for entry in reading.outbox}
        arrived = {(each["author"], each["key"]) for each in reading.shown}
        for write in reading.writes:
            if write.op != "send" or reading.closed:
                continue
            entry = waiting.get(write.key)
            if write.outcome == ACKED and entry and entry["status"] in {"sending", "failed"}:
                yield f"{write.text!r} was acked and is shown as {entry['status']}"
            is_lost = entry is None or entry["text"] != write.text
            if write.outcome != ACKED and is_lost and (write.author, write.key) not in arrived:
                yield f"{write.text!r} has no ack and its text is gone"


def one_effect(record: Record, final: Final) -> Iterator[str]:
    """I8: one pulse for each change, one revision for each edit, one review for each message that is held."""
    sure = sum(map(_took_a_pulse, record.writes))
    perhaps = sum(each.outcome == UNKNOWN for each in record.writes)
    if not sure <= final.pulse <= sure + perhaps:
        yield f"{sure} changes and {perhaps} perhaps made {final.pulse} pulses"
    for row in final.rows:
        edits = [each.outcome for each in record.writes if each.op == "edit" and each.message == row.id]
        acked, unknown = edits.count(ACKED), edits.count(UNKNOWN)
        if not acked <= row.revisions <= acked + unknown or row.revisions != row.version - 1:
            yield f"{row} has another number of revisions than its {acked} edits"
        if row.reviews != (row.state in {"held", "declined"}):
            yield f"{row} has {row.reviews} reviews"


def _took_a_pulse(write: Write) -> bool:
    return write.outcome == ACKED and write.answer["changed"] is not None


INVARIANTS = {
    "I1": durable,
    "I2": not_doubled,
    "I3": one_order,
    "I4": converged,
    "I5": not_leaked,
    "I6": bounded,
    "I7": honest,
    "I8": one_effect,
}

"""Lines that an earlier renderer made are shown as they are rendered by now: in every log, without a push."""

import sqlalchemy as sa

from cop import db
from cop.chat import commands, tasks
from cop.chat.payloads import payload
from cop.markup import RENDERER, Words
from cop.models import Message
from tests.people import World, key


def say(world: World, text: str) -> Message:
    return commands.send_message(actor_id=world.ann.id, slug="cohort-1", text=text, key=key())


@db.command
def age() -> None:
    """Let an earlier renderer have made them all, in its way."""
    old = sa.update(Message).values(html="<p>as it was once</p>", renderer=RENDERER - 1)
    db.session.execute(old.execution_options(synchronize_session=False))


def now(line: Message) -> Message:
    db.session.expire_all()
    return db.session.get_one(Message, line.id)


def test_a_line_is_shown_as_new_ones_are(world: World, monkeypatch) -> None:
    told: list[object] = []
    line = say(world, "**Yes**, @Bob and @Ann")
    before, pulse = line.html, line.changed
    monkeypatch.setattr("cop.live.push", lambda *what, **_: told.append(what))
    age()
    assert "as it was once" in payload(now(line))["html"]

    tasks.render_anew.body()

    assert now(line).html == before
    assert "<strong>@Bob</strong>" in before
    assert (now(line).renderer, now(line).changed) == (RENDERER, pulse)
    assert "as it was once" not in payload(now(line))["html"], "it is kept as it was rendered before"
    assert told == []


def test_what_was_edited_meanwhile_keeps_its_words(world: World) -> None:
    line = say(world, "Before")
    commands.edit_message(actor_id=world.ann.id, message_id=line.id, text="After", changed=line.changed)

    commands.render_line_anew(message_id=line.id, words=Words.again("Before"))

    assert now(line).html == "<p>After</p>"

"""Every way by which words of people leave the site: pages and refusals of each address, acks and pushes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from cop import db, live
from cop.models import Feed, Message, Person, Space
from cop.search.queries import KINDS
from tests import people
from tests.authz.canaries import Canaries
from tests.authz.stage import WITHOUT, Stage, browser, undone

Ids = Mapping[str, Sequence[int | str]]
"""Every id there is, by the name of its variable in an address."""

WINDOWS = ("/search?q=canary", "?around=3", "?from=1", "?before=9")
WRONG = {"text": "", "title": "", "reason": "", "note": "", "key": "", "version": "0", "changed": "0"}


def everything_shown(
    app: Flask, stage: Stage, canaries: Canaries, connection: Connection, standing: str
) -> Iterator[str]:
    """Whatever somebody is shown who goes everywhere; what they do there is undone."""
    client = browser(app, stage, standing)
    for path in addresses(app, canaries.ids):
        with undone(connection):
            yield words_of(client.get(path, buffered=True), path)
    if standing in stage.people:
        with undone(connection):
            yield from feeds(app, stage.people[standing], canaries.ids)
    if standing in WITHOUT:
        return
    for path, form in refusals(canaries.ids):
        with undone(connection):
            yield words_of(people.post(client, path, form), path)
    with undone(connection):
        yield from acks(app, client, canaries.ids)
    for path in searches(canaries.allowed):
        yield words_of(client.get(path, headers={"HX-Request": "true"}, buffered=True), path)


def words_of(response: TestResponse, path: str) -> str:
    assert response.status_code < 500, path
    return response.get_data().decode(errors="replace") + str(response.headers)


def addresses(app: Flask, ids: Ids) -> Iterator[str]:
    """Every page with everything that there is."""
    with app.test_request_context() as context:
        rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        for rule in rules:
            for values in _combinations(ids, sorted(rule.arguments)):
                assert context.url_adapter is not None
                yield context.url_adapter.build(rule.endpoint, values)
    for slug in ids["slug"]:
        yield from (f"/spaces/{slug}/chat{more}" for more in WINDOWS)
        yield f"/unread?space={slug}"
        yield f"/spaces/{slug}/topics/new?" + "&".join(f"message={each}" for each in ids["message_id"])
    yield "/titles?" + "&".join(f"of=topic-{each}" for each in ids["topic_id"])
    yield "/titles?" + "&".join(f"of=post-{each}" for each in ids["post_id"])
    yield from (f"/notifications?before={notice_id}" for notice_id in ids["notice_id"])
    yield from ("/conversations/new?" + "&".join(f"to={each}" for each in few) for few in _by_eight(ids))


def refusals(ids: Ids) -> Iterator[tuple[str, dict[str, object]]]:
    """Forms in which something is wrong, or that refer to what there is: the page comes back with what was typed."""
    for slug in ids["slug"]:
        yield f"/spaces/{slug}/chat", WRONG
        yield f"/spaces/{slug}/topics/new", WRONG | {"message": list(ids["message_id"])}
        yield f"/spaces/{slug}/topics/new", WRONG | {"attachment": list(ids["attachment_id"])}
    for message_id in ids["message_id"]:
        yield f"/spaces/{ids['slug'][0]}/chat", WRONG | {"reply_to": message_id}
    yield from ((f"/attachments/{each}/removal", WRONG) for each in ids["attachment_id"])
    for post_id in ids["post_id"]:
        yield f"/posts/{post_id}/edit", WRONG | {"text": "x"}
    for poll_id in ids["poll_id"]:
        yield from ((f"/polls/{poll_id}/{door}", WRONG) for door in ("vote", "outcome"))
    for topic_id in ids["topic_id"]:
        yield f"/topics/{topic_id}/polls/new", WRONG | {"question": ""}
    yield from _of_pairs(ids)
    yield from _begun(ids)
    for few in _by_eight(ids):
        yield "/conversations/new", WRONG | {"to": few, "text": "x"}


def _of_pairs(ids: Ids) -> Iterator[tuple[str, dict[str, object]]]:
    doors = ("offers", "status", "relationships", "updates/new", "encouragement")
    yield from ((f"/spaces/{pair}/intention/words", WRONG) for pair in ids["pair"])
    for intention_id in ids["intention_id"]:
        yield from ((f"/intentions/{intention_id}/{door}", WRONG) for door in doors)


def _begun(ids: Ids) -> Iterator[tuple[str, dict[str, object]]]:
    """Where somebody writes: what another page of theirs has kept, and what their words would look like."""
    desks = [f"/spaces/{slug}/topics/new" for slug in ids["slug"]]
    desks += [f"/topics/{topic_id}" for topic_id in ids["topic_id"]]
    desks += [f"/posts/{post_id}/edit" for post_id in ids["post_id"]]
    for desk in desks:
        yield f"{desk}/draft", WRONG | {"text": "x"}
        yield f"{desk}/preview", WRONG | {"text": "@x"}


def _by_eight(ids: Ids) -> Iterator[list[int | str]]:
    people_ids = list(ids["person_id"])
    yield from (people_ids[first : first + 8] for first in range(0, len(people_ids), 8))


def _combinations(ids: Ids, names: list[str]) -> Iterator[dict[str, int | str]]:
    """All that one thing can be; of several together, those in which one is the first or the last of its kind."""
    for values in product(*(ids[name] for name in names)):
        found = dict(zip(names, values, strict=True))
        if len(found) < 2 or any(value in _ends(ids, name) for name, value in found.items()):
            yield found


def _ends(ids: Ids, name: str) -> list[int | str]:
    return [ids[name][0], ids[name][-1]]


def searches(words: Iterable[str]) -> Iterator[str]:
    """Every word asked for, and mistyped. While it is typed the answer never repeats it."""
    for word in words:
        yield f"/search?q={word}"
        yield f"/search?q={mistyped(word)}"
    yield from ("/search?q=canary", *(f"/search?q=line+said+post&kind={kind}" for kind in KINDS))


def mistyped(word: str) -> str:
    """A word with another letter in it."""
    return f"{word[:-3]}y{word[-2:]}"


def feeds(app: Flask, person: Person, ids: Ids) -> Iterator[str]:
    """What a reader program gets under an address of everything, whether its person could have made it or not."""
    for token in _tokens(person, ids):
        yield app.test_client().get(f"/feeds/{token}").get_data(as_text=True)
        yield app.test_client().get(f"/feeds/{token}/calendar.ics").get_data(as_text=True)


@db.command
def _tokens(person: Person, ids: Ids) -> list[str]:
    spaces = db.session.scalars(sa.select(Space.id)).all()
    of_topics = [Feed.begin(person.id, topic_id=int(topic_id)) for topic_id in ids["topic_id"]]
    of_spaces = [Feed.begin(person.id, space_id=each) for each in spaces]
    dates = [Feed.begin(person.id, space_id=each, is_calendar=True) for each in (None, *spaces)]
    return [token for _, token in (*of_topics, *of_spaces, *dates)]


def acks(app: Flask, client: FlaskClient, ids: Ids) -> Iterator[str]:
    """What a socket is answered and told: first whoever only looks, then whoever changes everything they can."""
    socket = live.server().test_client(
        app,
        flask_test_client=client,
        auth={"csrf": people.csrf_token(client)},
        headers={"Origin": "http://localhost"},
    )
    for event, payload in (*_looking(ids), *_changing(ids)):
        yield str(socket.emit(event, payload, callback=True))
    yield str(socket.get_received())
    socket.disconnect()


def _looking(ids: Ids) -> Iterator[tuple[str, dict[str, object]]]:
    for slug in ids["slug"]:
        for event, more in (
            ("room:open", {}),
            ("room:open", {"after": 1}),
            ("room:sync", {"after": 0}),
            ("room:older", {"before": 99}),
            ("room:people", {"prefix": ""}),
            ("room:here", {}),
            ("room:read", {"upto": 3}),
        ):
            yield event, {"space": slug} | more
    for meeting_id in ids["meeting_id"]:
        yield "meeting:open", {"meeting": meeting_id}
        yield "meeting:sync", {"meeting": meeting_id, "after": 0}
        yield "meeting:here", {"meeting": meeting_id}


def _changing(ids: Ids) -> Iterator[tuple[str, dict[str, object]]]:
    seen = {row.id: row.changed for row in db.session.execute(sa.select(Message.id, Message.changed))}
    for message_id in ids["message_id"]:
        about: dict[str, object] = {"message": message_id, "changed": seen.get(int(message_id))}
        yield "message:react", {"message": message_id, "mark": "agree", "on": True}
        yield "message:edit", about | {"text": ""}
        yield "message:edit", about | {"text": "x", "changed": 0}
        yield "message:remove", about | {"changed": 0}
    for slug in ids["slug"]:
        people.rest()
        yield "room:draft", {"space": slug, "text": "x"}
        for message_id in ids["message_id"] if slug == ids["slug"][0] else _ends(ids, "message_id"):
            yield "message:send", {"space": slug, "text": "x", "key": people.key(), "reply_to": message_id}
    for meeting_id in ids["meeting_id"]:
        yield "meeting:act", {"meeting": meeting_id, "form": "act=come&ticks=yes"}
        yield "meeting:say", {"meeting": meeting_id, "text": "x", "key": people.key()}
    for message_id in ids["message_id"]:
        yield "message:remove", {"message": message_id, "changed": seen.get(int(message_id))}

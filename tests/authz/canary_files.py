"""Canaries in files: in their names, in what is in them, in what describes them, in what pictures say of themselves."""

from cop import db
from cop.models import Person, Post, Review, ReviewKind, Verdict
from tests import people
from tests.attachments import picture, put_file
from tests.authz.canaries import READERS, Canaries, decide
from tests.authz.stage import Stage


def put_files(stage: Stage, canaries: Canaries) -> None:
    """A file of a post in every state, one of none, one where nobody of the cast belongs; in the running command."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    topic = people.put_topic(stage.cohort, member, "A topic with files")
    canaries.ids["topic_id"].append(topic.id)
    released = people.put_post(topic, member, "With files")
    _file(canaries, member, released, "released", *READERS)
    _picture(canaries, member, released)
    held = people.put_post(topic, newcomer, "Held, with a file", held=True)
    Review.open_for(held, ReviewKind.HELD)
    _file(canaries, newcomer, held, "held", "newcomer", "moderator")
    declined = people.put_post(topic, newcomer, "Declined, with a file", held=True)
    _file(canaries, newcomer, declined, "declined", "newcomer", "moderator")
    Review.open_for(declined, ReviewKind.HELD).decide(
        decide(stage, Verdict.DECLINE, "", post_id=declined.id, person_id=newcomer.id)
    )
    declined.decline()
    hidden = people.put_post(topic, member, "Hidden, with a file")
    _file(canaries, member, hidden, "hidden", "member", "moderator")
    hidden.hide()
    removed = people.put_post(topic, member, "Removed, with a file")
    _file(canaries, member, removed, "removed")
    removed.remove()
    _unposted(stage, canaries, newcomer)
    _elsewhere(stage, canaries)


def _file(canaries: Canaries, person: Person, post: Post, state: str, *standings: str) -> None:
    name = canaries.hatch(f"filename{state}", *standings)
    content = canaries.hatch(f"filecontent{state}", *standings)
    row = put_file(person, post, f"{name}.txt", content.encode())
    canaries.ids["attachment_id"].append(row.id)


def _picture(canaries: Canaries, person: Person, post: Post) -> None:
    inside = canaries.hatch("insidepicture")
    row = put_file(person, post, "a.jpg", picture("JPEG", comment=inside.encode()))
    row.description = canaries.hatch("description", *READERS)
    canaries.ids["attachment_id"].append(row.id)


def _unposted(stage: Stage, canaries: Canaries, person: Person) -> None:
    name = canaries.hatch("filenameunposted", "newcomer")
    content = canaries.hatch("filecontentunposted", "newcomer")
    row = put_file(person, stage.cohort, f"{name}.txt", content.encode())
    canaries.ids["attachment_id"].append(row.id)


def _elsewhere(stage: Stage, canaries: Canaries) -> None:
    insider = db.session.query(Person).filter_by(name="Insider").one()
    topic = people.put_topic(stage.set_a, insider, "A topic of the set")
    _file(canaries, insider, people.put_post(topic, insider, "With a file"), "set")

"""Canaries in rooms: lines in every state, the topics that quote them, and conversations of a few."""

from cop import db
from cop.markup import Words
from cop.models import (
    Block,
    Conversation,
    Deciders,
    Ground,
    Message,
    Person,
    Post,
    Report,
    Review,
    ReviewKind,
    State,
    TopicSource,
    TopicState,
    Verdict,
)
from tests import people
from tests.authz.canaries import READERS, Canaries, decide
from tests.authz.stage import Stage


def put_lines(stage: Stage, canaries: Canaries) -> list[int]:
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    said = people.put_message(stage.cohort, member, canaries.hatch("said", *READERS))
    held = people.put_message(
        stage.cohort, newcomer, canaries.hatch("heldline", "newcomer", "moderator"), held=True
    )
    removed = people.put_message(stage.cohort, member, canaries.hatch("removedline"))
    removed.remove()
    hidden = people.put_message(stage.cohort, member, canaries.hatch("hiddenline", "member", "moderator"))
    hidden.hide()
    answer = people.put_message(stage.cohort, newcomer, canaries.hatch("answer", *READERS))
    answer.reply_to = removed
    assert held.state is State.HELD
    more = [*_looked_after(stage, canaries), *_continued(stage, canaries)]
    return [said.id, held.id, removed.id, hidden.id, answer.id, *more]


def _looked_after(stage: Stage, canaries: Canaries) -> list[int]:
    """One that is pinned, one that was edited, one that was taken back after an edit, one that is no longer kept."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    pinned = people.put_message(stage.cohort, member, canaries.hatch("pinned", *READERS))
    pinned.pin(by_id=member.id)
    edited = people.put_message(stage.cohort, member, canaries.hatch("linebefore", "member", "moderator"))
    _let_say(edited, canaries.hatch("linenow", *READERS))
    taken = people.put_message(stage.cohort, member, canaries.hatch("takenbefore"))
    _let_say(taken, canaries.hatch("takennow"))
    taken.remove()
    expired = people.put_message(stage.cohort, member, canaries.hatch("expiredbefore"))
    _let_say(expired, canaries.hatch("expirednow"))
    expired.pin(by_id=member.id)
    expired.mark(person_id=newcomer.id, word="agree", on=True)
    people.put_message(stage.cohort, newcomer, "An answer to it").reply_to = expired
    report = Review.open_for(expired, ReviewKind.REPORT)
    report.decide(decide(stage, Verdict.DISMISS, "", message_id=expired.id, person_id=member.id))
    expired.expire()
    wiped = people.put_message(stage.cohort, member, canaries.hatch("hiddenexpired"))
    wiped.hide()
    wiped.expire()
    return [pinned.id, edited.id, taken.id, expired.id, wiped.id]


def _continued(stage: Stage, canaries: Canaries) -> list[int]:
    """Lines that were quoted in topics: one that is open, one that waits, one that was hidden, one that was removed."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    _quote(stage, canaries, canaries.hatch("opentitle", *READERS), author=member)
    _quote(
        stage, canaries, canaries.hatch("waitingtitle", "newcomer", "moderator"), author=newcomer, held=True
    )
    _quote(stage, canaries, canaries.hatch("hiddentitle", "member", "moderator"), author=member).hide()
    _quote(stage, canaries, canaries.hatch("removedtitle"), author=member).remove()
    return [line_id for (line_id,) in db.session.query(TopicSource.message_id)]


def _quote(stage: Stage, canaries: Canaries, title: str, *, author: Person, held: bool = False) -> Post:
    """The opening post of a topic that was begun from a line of its own."""
    line = people.put_message(stage.cohort, stage.people["member"], "A line that is quoted")
    db.session.flush()
    topic = people.put_topic(stage.cohort, author, title)
    topic.state, topic.first_line_id = TopicState.HELD, line.id
    topic.sources = [TopicSource(message=line)]
    post = people.put_post(topic, author, "What was quoted", held=held)
    assert line.continued_in is (None if held else topic)
    canaries.ids["topic_id"].append(topic.id)
    canaries.ids["post_id"].append(post.id)
    return post


def _let_say(message: Message, words: str) -> None:
    said = Words(words, f"<p>{words}</p>")
    message.revise(said, editor_id=message.author_id, seen_changed=message.changed)


def put_conversations(stage: Stage, canaries: Canaries) -> None:
    """A conversation of two of the cast, beside which everybody else stands; and one of two outside it."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    shared = Conversation.begin(member.id, [member.id, newcomer.id])
    said = people.put_message(shared, member, canaries.hatch("direct", "member", "newcomer"))
    removed = people.put_message(shared, newcomer, canaries.hatch("directremoved"))
    removed.remove()
    reported = people.put_message(
        shared, newcomer, canaries.hatch("directreported", "member", "newcomer", "steward")
    )
    report = Review.open_for(reported, ReviewKind.REPORT, falls_to=Deciders.STEWARDS)
    why = canaries.hatch("directwhy", "steward")
    report.reports.append(Report(reporter_id=member.id, category=Ground.OTHER, reason=why))

    others = [people.add_person(name) for name in ("whisperer", "listener")]
    apart = Conversation.begin(others[0].id, [each.id for each in others])
    elsewhere = people.put_message(apart, others[0], canaries.hatch("directelsewhere"))
    db.session.add(Block(blocker_id=newcomer.id, blocked_id=stage.people["moderator"].id))
    canaries.ids["slug"] += [shared.slug, apart.slug]
    canaries.ids["message_id"] += [said.id, removed.id, reported.id, elsewhere.id]

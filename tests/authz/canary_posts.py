"""Canaries in what posts carry: words quoted of posts that were taken back, titles behind links, what people keep."""

from cop import db, policy
from cop.markup import render
from cop.models import Bookmark, Person, Post, Stance, Topic, TopicReading
from cop.quoting import quote_from
from tests import people
from tests.authz.canaries import READERS, Canaries
from tests.authz.stage import Stage


def put_carrying_posts(stage: Stage, canaries: Canaries) -> None:
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    topic = people.put_topic(stage.cohort, member, "What posts carry")
    canaries.ids["topic_id"].append(topic.id)
    opening = people.put_post(topic, member, "An opening post")
    _quotations(stage, canaries, topic)
    _links(canaries, topic, newcomer)
    _bookmarks(stage, canaries, opening)
    canaries.ids["post_id"] += [
        post_id for (post_id,) in db.session.query(Post.id).filter_by(topic_id=topic.id)
    ]


def _quotations(stage: Stage, canaries: Canaries, topic: Topic) -> None:
    """Of one that can be read, of one that was hidden since and of one that was removed; the last two are left to who
    wrote the answer and to moderators, in the text that they edit or judge.
    """
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    stays, hidden, removed = (people.put_post(topic, member, "What is quoted") for _ in range(3))
    _say(topic, newcomer, quote_from(f"/posts/{stays.id}", canaries.hatch("quoted", *READERS), name="M"))
    _say(
        topic,
        newcomer,
        quote_from(f"/posts/{hidden.id}", canaries.hatch("quotedhidden", "newcomer", "moderator"), name="M"),
    )
    _say(
        topic,
        newcomer,
        quote_from(
            f"/posts/{removed.id}", canaries.hatch("quotedremoved", "newcomer", "moderator"), name="M"
        ),
    )
    hidden.hide()
    removed.remove()


def _links(canaries: Canaries, topic: Topic, author: Person) -> None:
    """To every topic and post there is, those of the set that nobody of the cast reads among them."""
    addresses = [f"http://localhost/topics/{each}" for each in canaries.ids["topic_id"]]
    addresses += [f"http://localhost/posts/{each}" for each in canaries.ids["post_id"]]
    _say(topic, author, "\n".join(addresses))


def _bookmarks(stage: Stage, canaries: Canaries, opening: Post) -> None:
    """Of a post of a set: nobody reads it there, whoever has bookmarked it once."""
    apart = people.put_topic(stage.set_a, stage.people["member"], canaries.hatch("keptapart"))
    kept = people.put_post(apart, stage.people["member"], canaries.hatch("keptwords"))
    for person in stage.people.values():
        db.session.add_all([Bookmark(person_id=person.id, post_id=each.id) for each in (opening, kept)])
        _follow(person, apart)
        _follow(person, opening.topic)


def _follow(person: Person, topic: Topic) -> None:
    """As they did while they could read it, or never could."""
    db.session.merge(TopicReading(person_id=person.id, topic_id=topic.id, position=0, stance=Stance.FOLLOWED))


def _say(topic: Topic, author: Person, text: str) -> Post:
    post = people.put_post(topic, author, "x")
    post.text, post.html = text, render(text)
    post.refer(policy.readers_of(topic.space))
    return post

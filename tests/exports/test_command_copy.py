"""What is in a copy: all that is mine, in every table, and nothing of others beyond what I see now (S25)."""

import json
import re

import pytest
import sqlalchemy as sa

from cop import db, quoting, storage
from cop.exports.queries import reading, sections
from cop.exports.queries.quotes import LEFT_OUT
from cop.exports.tasks import making
from cop.models import Block, Mention, Post, PostMention, PostRevision, Space, Topic, Verdict
from tests import people
from tests.attachments import put_file
from tests.exports.copies import copy_of, decide, plant
from tests.moderation import things


@pytest.fixture
def place(world):
    return {"space": world.cohort.id, "organisation": world.bob.organisation_id}


def test_every_personal_text_of_mine_is_in_it_as_page_and_as_data(world, ann, bob, place):
    words = plant(bob, ann, place)
    copy = copy_of(bob)
    data = json.dumps(copy.data)
    assert {name for name, word in words.items() if word not in data} == set()
    assert {name for name, word in words.items() if word not in copy.page} == set()
    assert len(words) > 40, "control: there are some"


def test_nothing_of_others_is_in_it_though_all_of_it_stands_where_i_read(world, ann, bob, place):
    words = plant(ann, bob, place)
    assert "canaryann" in copy_of(ann).all, "control"
    copy = copy_of(bob)
    found = {name for name, word in words.items() if word in copy.all}
    # Ann's rows name Bob where they name somebody else: what she decided about him is his, with its reason and the
    # title of where that stands, which he reads; and what he answered to what she asked for.
    assert found == {"decision.reason", "inspection.answer", "topic.title"}


def test_a_table_that_is_new_to_me_is_told_too(world, ann, bob, place):
    plant(bob, ann, place)
    copy = copy_of(bob)
    empty = {section.key for section in sections() if not copy.rows(section.key)}
    assert empty == {"decision_made", "inspection_decided"}, "what was decided about him was decided by Ann"


def test_data_say_what_their_keys_mean_and_when(world, bob):
    copy = copy_of(bob)
    assert copy.data["format"] == 1
    assert copy.data["made_at"] == "2026-03-02T12:00:00+00:00"
    assert set(copy.data["sections"]) == {section.key for section in sections()}
    (me,) = copy.rows("person")
    assert set(me) == set(copy.data["sections"]["person"]["keys"])
    assert me["created_at"] == "2026-03-02T12:00:00+00:00"
    assert (me["email"], me["organisation"]) == ("bob@example.org", "Invented Trust")


def test_no_credential_is_in_it_and_it_is_said_that_they_are_there(world, ann, bob, place):
    plant(bob, ann, place)

    @db.command
    def mark() -> None:
        db.session.execute(sa.update(db.Base.metadata.tables["person"]).values(password_hash="canaryhash"))
        for table, name in (("sign_in", "token_hash"), ("feed", "token_hash"), ("authenticator", "salt")):
            row = db.Base.metadata.tables[table]
            db.session.execute(sa.update(row).values({name: f"canarysecret{table}"}))
        row = db.Base.metadata.tables["recovery_code"]
        db.session.execute(sa.update(row).values(code_hash="canarysecretcode"))

    mark()
    copy = copy_of(bob)
    assert "canaryhash" not in copy.all
    assert "canarysecret" not in copy.all
    assert all(copy.rows(each) for each in ("sign_in", "feed", "authenticator", "recovery_code"))
    assert "only fingerprints of them are kept" in copy.page


# What stands where I no longer am


def test_my_words_are_mine_where_i_no_longer_am_and_names_from_there_are_not(world, ann, bob):
    @db.command
    def write() -> None:
        topic = people.put_topic(db.get(Space, world.cohort.id), ann, "canarytitleofann")
        people.put_post(topic, ann, "canarywordsofann")
        people.put_post(topic, bob, "My words stay mine")
        mine = people.put_topic(db.get(Space, world.cohort.id), bob, "My own title")
        people.put_post(mine, bob, "I began this")
        people.put_message(db.get(Space, world.cohort.id), bob, "I said this")

    write()
    copy = copy_of(bob)
    assert [row["topic"] for row in copy.rows("post")] == ["canarytitleofann", "My own title"], "control"
    assert {row["space"] for row in copy.rows("post")} == {"Cohort 1"}

    people.evict(bob, world.cohort)
    copy = copy_of(bob)
    assert [row["text"] for row in copy.rows("post")] == ["My words stay mine", "I began this"]
    assert [row["topic"] for row in copy.rows("post")] == ["a topic you can’t see", "My own title"]
    assert {row["space"] for row in copy.rows("post")} == {"a space you no longer see"}
    assert [row["title"] for row in copy.rows("topic")] == ["My own title"]
    assert [row["text"] for row in copy.rows("message")] == ["I said this"]
    assert "canary" not in copy.all
    assert "Cohort 1" not in copy.all


def test_a_title_that_a_moderator_gave_is_theirs_where_i_read_no_more(world, ann, bob):
    post = things.open_topic(bob, world.cohort, title="What I called it")
    decide(ann, Verdict.RENAME, "clearer", topic_id=post.topic_id, space_id=world.cohort.id, person_id=bob.id)

    @db.command
    def rename() -> None:
        db.get(Topic, post.topic_id).title = "canaryrenamed"

    rename()
    assert copy_of(bob).rows("topic")[0]["title"] == "canaryrenamed", "control: he reads it now"
    people.evict(bob, world.cohort)
    copy = copy_of(bob)
    assert copy.rows("topic")[0]["title"] is None
    assert "canaryrenamed" not in copy.all


@pytest.mark.parametrize("where", ["cohort", "other", "set_a"])
def test_quotations_are_in_it_as_far_as_they_can_be_read_now(world, ann, bob, where):
    space = getattr(world, where)
    if where == "other":
        people.readmit(bob, space)

    @db.command
    def write() -> None:
        topic = people.put_topic(db.get(Space, space.id), ann, "A topic")
        seen = people.put_post(topic, ann, "canaryseen")
        hidden = people.put_post(topic, ann, "canaryhidden")
        own = people.put_post(topic, bob, "bobsown")
        quotes = [
            quoting.quote_from(f"/posts/{each.id}", each.text, name=name)
            for each, name in ((seen, "Ann"), (hidden, "Ann"), (own, "Bob"))
        ]
        text = (
            "".join(quotes) + quoting.quote("canaryline", name="Ann") + "> typed by hand\nand on\n\nI answer"
        )
        answer = people.put_post(topic, bob, text)
        db.session.add(PostRevision(post_id=answer.id, number=0, text=text, editor_id=bob.id))
        hidden.hide()

    write()
    if where == "other":
        people.evict(bob, space)
    copy = copy_of(bob)
    told = copy.rows("post")[-1]["text"]
    assert copy.rows("post_revision")[0]["text"] == told, "earlier texts quote as well"
    assert told.endswith("I answer")
    assert LEFT_OUT in told
    assert ("canaryseen" in told) == (where == "cohort")
    assert ("bobsown" in told) == ("canaryline" in told) == ("and on" in told) == (where == "cohort")
    assert ("Ann wrote" in told or "**Ann**" in told) == (where == "cohort")
    assert "canaryhidden" not in copy.all


def test_held_declined_hidden_and_removed_words_of_mine_are_in_it_with_what_became_of_them(world, ann, bob):
    @db.command
    def write() -> None:
        topic = people.put_topic(db.get(Space, world.cohort.id), ann, "A topic")
        people.put_post(topic, ann, "first")
        people.put_post(topic, bob, "held", held=True)
        people.put_post(topic, bob, "declined", held=True).decline()
        people.put_post(topic, bob, "hidden").hide()
        people.put_post(topic, bob, "removed").remove()
        people.put_message(db.get(Space, world.cohort.id), bob, "no longer kept").expire()

    write()
    copy = copy_of(bob)
    assert {row["text"]: row["state"] for row in copy.rows("post")} == {
        each: each for each in ("held", "declined", "hidden", "removed")
    }
    assert [(row["text"], row["state"]) for row in copy.rows("message")] == [("", "expired")]


# What was decided


def test_what_was_decided_about_me_is_in_it_and_never_who_reported_me(world, ann, bob):
    post = things.open_topic(bob, world.cohort)
    reporter = people.newcomer("canaryreporter", world.cohort)
    review_id = things.reported(reporter, post, reason="canaryreason")
    decide(ann, Verdict.HIDE, "it is unkind", post_id=post.id, person_id=bob.id, space_id=world.cohort.id)
    decide(ann, Verdict.DISMISS, "canaryinvain", post_id=post.id, person_id=bob.id, review_id=review_id)
    copy = copy_of(bob)
    (told,) = copy.rows("decision")
    assert (told["verdict"], told["reason"], told["by"], told["space"]) == (
        "hide", "it is unkind", "Ann", "Cohort 1",
    )  # fmt: skip
    assert "canary" not in copy.all.lower()
    assert copy.rows("review") == copy.rows("report") == []
    mine = copy_of(reporter)
    assert [row["reason"] for row in mine.rows("report")] == ["canaryreason"]
    assert [row["reason"] for row in copy_of(ann).rows("decision_made")] == ["it is unkind", "canaryinvain"]


def test_what_i_decided_is_in_it_without_what_names_others(world, ann, bob):
    decide(ann, Verdict.INVITE, "canaryinvited@example.org as member", space_id=world.cohort.id)
    decide(ann, Verdict.DECLINE, "off topic here", person_id=bob.id, space_id=world.cohort.id)
    copy = copy_of(ann)
    assert [(row["verdict"], row["reason"]) for row in copy.rows("decision_made")] == [
        ("invite", None),
        ("decline", "off topic here"),
    ]
    assert "canary" not in copy.all
    assert "Bob" not in copy.all


def test_whom_i_blocked_is_in_it_and_not_who_blocked_me(world, ann, bob):
    @db.command
    def block() -> None:
        db.session.add_all(
            [
                Block(blocker_id=bob.id, blocked_id=ann.id),
                Block(blocker_id=world.mallory.id, blocked_id=bob.id),
            ]
        )

    block()
    copy = copy_of(bob)
    assert [row["blocked"] for row in copy.rows("block")] == ["Ann"]
    assert "Mallory" not in copy.all
    assert [row["blocked"] for row in copy_of(world.mallory).rows("block")] == ["Bob"], "control"


def test_who_names_me_is_told_by_where_and_when_and_as_long_as_i_read_it(world, ann, bob):
    post = things.open_topic(ann, world.cohort, text="canarytext @Bob", title="About it")
    line = things.message(ann, world.cohort, "canaryline @Bob")

    @db.command
    def name() -> None:
        db.session.add(PostMention(post_id=post.id, person_id=bob.id))
        db.session.add(Mention(message_id=line.id, person_id=bob.id))

    name()
    copy = copy_of(bob)
    assert copy.rows("post_mention") == [
        {"space": "Cohort 1", "topic": "About it", "posted_at": "2026-03-02T12:00:00+00:00"}
    ]
    assert [row["space"] for row in copy.rows("mention")] == ["Cohort 1"]
    assert "canary" not in copy.all
    people.evict(bob, world.cohort)
    copy = copy_of(bob)
    assert copy.rows("post_mention") == copy.rows("mention") == []


# Files and the page


def test_my_files_are_in_it_under_safe_names_of_their_own(world, ann, bob):
    @db.command
    def attach() -> None:
        topic = people.put_topic(db.get(Space, world.cohort.id), bob, "Files")
        post = people.put_post(topic, bob, "With files")
        for content in (b"one", b"two"):
            put_file(bob, post, "notes.txt", content)
        put_file(ann, people.put_post(topic, ann, "Another"), "canary.txt", b"canarycontent")

    attach()
    copy = copy_of(bob)
    assert sorted(copy.files.values()) == [b"one", b"two"]
    assert all(re.fullmatch(r"files/\d+-notes\.txt", name) for name in copy.files)
    assert [row["file"] for row in copy.rows("attachment")] == sorted(copy.files)
    assert all(f'href="{name}"' in copy.page for name in copy.files)
    assert "canary" not in copy.all


@db.command
def attach_one(world, bob) -> str:
    post = people.put_post(people.put_topic(db.get(Space, world.cohort.id), bob, "Files"), bob, "With one")
    return put_file(bob, post, "notes.txt", b"one").stored


def test_a_file_whose_bytes_are_lost_stops_nothing_and_is_said_to_be(world, bob):
    storage.store().remove(attach_one(world, bob))
    copy = copy_of(bob)
    assert copy.files == {}
    assert [row["file"] for row in copy.rows("attachment")] == [None]


def test_nothing_leads_to_a_file_that_came_while_it_was_made(world, bob, monkeypatch):
    def attach_after(_of):
        yield from ()
        attach_one(world, bob)

    monkeypatch.setattr(making.queries, "files", attach_after)
    copy = copy_of(bob)
    assert copy.files == {}
    assert [row["file"] for row in copy.rows("attachment")] == [None]
    assert "notes.txt</a>" not in copy.page


def test_its_page_runs_nothing_and_escapes_everything(world, bob):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}"

    @db.command
    def write() -> None:
        topic = people.put_topic(db.get(Space, world.cohort.id), bob, bad)
        people.put_post(topic, bob, bad)

    write()
    page = copy_of(bob).page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|<img|<iframe|javascript:|https?://", page)
    assert "49" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_a_thousand_posts_take_as_many_queries_as_there_are_pages(world, ann, bob, count_queries):
    with count_queries() as few:
        copy_of(bob)

    @db.command
    def write() -> None:
        topic = people.put_topic(db.get(Space, world.cohort.id), ann, "Long")
        first = people.put_post(topic, ann, "first")
        text = quoting.quote_from(f"/posts/{first.id}", "first", name="Ann") + "answer"
        values = {name: getattr(first, name) for name in _columns(Post) - {"id", "key", "position"}}
        rows = [
            values
            | {"author_id": bob.id, "key": f"key-{n:04}-of-a-post", "text": text, "is_opening": False}
            | {"position": n + 2}
            for n in range(1_000)
        ]
        db.session.execute(sa.insert(Post), rows)

    write()
    with count_queries() as many:
        copy = copy_of(bob)
    assert len(copy.rows("post")) == 1_000
    pages = 1_000 / reading.PAGE
    assert len(many) - len(few) <= 2 * (2 * pages + 2), (
        "rows and what they quote, for the data and for the page"
    )


def _columns(model) -> set[str]:
    return set(model.__table__.c.keys())

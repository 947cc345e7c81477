"""The page of what concerns me: by day, unread ones in words and weight, marked one by one or all, with undo."""

import re
from datetime import timedelta

from cop import clock
from cop.forum import commands as forum
from cop.models import NoticeKind
from cop.models.notices import OWED
from cop.moderation import commands as moderation
from tests.conftest import NOON
from tests.forum.test_command_polls import ask
from tests.moderation.things import appoint
from tests.people import newcomer, post


def page(client, path: str = "/notifications") -> str:
    answer = client.get(path, buffered=True)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def sentences(text: str) -> list[str]:
    """What each row says, its tag left out."""
    rows = re.findall(r'<p class="cop-told__words">(.*?)</p>', text)
    plain = [re.sub(r"<span.*?</span>|<[^>]+>", "", row) for row in rows]
    return [" ".join(each.split()) for each in plain]


def test_it_asks_who_is_not_signed_in_to_sign_in(client_for, bob):
    assert client_for(bob).get("/notifications").status_code == 200
    assert client_for(None).get("/notifications").status_code == 303


def test_it_says_when_there_is_nothing(client_for, bob):
    assert "Nothing yet" in page(client_for(bob))
    assert "Nothing older" in page(client_for(bob), "/notifications?before=1")


def test_it_says_what_happened(world, ann, bob, start, reply, name, say, client_for):
    dora = _steward()
    topic_id = start(bob, "Costing & trials").topic_id
    post_ = reply(ann, topic_id)
    reply(ann, topic_id)
    name(post_, bob)
    name(post_, bob, kind=NoticeKind.QUOTE)
    name(post_, bob, kind=NoticeKind.REMINDER)
    say(ann, "@Bob")
    forum.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance="followed")
    start(ann, "New")
    review = moderation.report(actor_id=bob.id, post_id=post_.id, category="other").review_id
    moderation.hide(actor_id=ann.id, post_id=start(bob, "Mine").id, reason="Because")
    carol = newcomer("carol", world.cohort)
    assert sentences(page(client_for(carol))) == []
    assert sentences(page(client_for(bob))) == [
        "A moderator hid your post in Mine",
        "Ann started New",
        "Ann mentioned you in the room",
        "You wanted to come back to Costing &amp; trials",
        "Ann quoted you in Costing &amp; trials",
        "Ann mentioned you in Costing &amp; trials",
        "2 new replies in your topic Costing &amp; trials",
    ]
    moderation.dismiss(actor_id=dora, review_id=review)
    assert sentences(page(client_for(bob)))[0] == "What you reported was left as it is"


def test_it_says_of_a_poll_that_it_is_new_until_there_is_more(ann, bob, start, reply, client_for):
    topic_id = start(bob).topic_id
    ask(ann, topic_id)
    assert sentences(page(client_for(bob))) == ["A new poll in your topic Costing"]
    reply(ann, topic_id)
    assert sentences(page(client_for(bob))) == ["1 new reply in your topic Costing"]
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    assert sentences(page(client_for(bob))) == ["Replies in your topic Costing"]


def _steward() -> int:
    dora = newcomer("dora")
    appoint(dora)
    return dora.id


def test_it_is_grouped_by_day(world, ann, bob, start, name, client_for):
    for days in (0, 1, 1):
        with clock.at(NOON + timedelta(days=days)):
            name(start(ann), bob)
    text = page(client_for(bob))
    assert re.findall(r"<time datetime=[^>]*>([^<]+)</time></h2>", text) == [
        "Tue 3 Mar 2026",
        "Mon 2 Mar 2026",
    ]


def test_opening_what_it_is_about_marks_it_read(ann, bob, start, name, say, client_for):
    name(start(ann), bob)
    say(ann, "@Bob")
    client = client_for(bob)
    targets = re.findall(r'href="(/notifications/\d+)"', page(client))
    found = [client.get(each, buffered=True).headers["Location"] for each in targets]
    assert [re.sub(r"\d+", "N", each) for each in found] == ["/messages/N", "/posts/N"]
    assert "cop-told--unseen" not in page(client)
    assert [client.get(each, buffered=True).status_code for each in targets] == [302, 302], "it stays there"


def test_following_a_reply_leads_to_the_first_unread(ann, bob, start, reply, client_for):
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    client = client_for(bob)
    (target,) = re.findall(r'href="(/notifications/\d+)"', page(client))
    assert client.get(target, buffered=True).headers["Location"] == f"/topics/{topic_id}?page=unread"


def test_one_and_all_are_marked_and_undone(ann, bob, start, name, client_for):
    for number in range(3):
        name(start(ann, f"Topic {number}"), bob)
    client = client_for(bob)
    one = re.search(r'formaction="(/notifications/\d+/reading)"', page(client))
    answer = post(client, one[1])
    assert answer.status_code == 303
    text = page(client, answer.headers["Location"])
    assert (text.count("cop-told--unseen"), "Marked as read" in text) == (2, True)
    moment = re.search(r'name="moment" value="(\d+)"', text)[1]
    post(client, "/notifications/reading/removal", {"moment": moment})
    assert page(client).count("cop-told--unseen") == 3

    upto = re.search(r'name="upto" value="(\d+)"', page(client))[1]
    answer = post(client, "/notifications/reading", {"upto": upto})
    text = page(client)
    assert ("cop-told--unseen" in text, "Mark all as read" in text) == (False, False)
    undo = re.search(r"undo=(\d+)", answer.headers["Location"])[1]
    post(client, "/notifications/reading/removal", {"moment": undo})
    assert page(client).count("cop-told--unseen") == 3


def test_a_stranger_finds_nobody_elses(ann, bob, mallory, start, name, client_for):
    name(start(ann), bob)
    (target,) = re.findall(r'href="(/notifications/\d+)"', page(client_for(bob)))
    assert client_for(mallory).get(target).status_code == 404
    assert post(client_for(mallory), f"{target}/reading").status_code == 404
    assert post(client_for(bob), f"{target}/reading").status_code == 303


def test_it_takes_only_what_it_gave(bob, client_for):
    client = client_for(bob)
    for query in ("before=x", "before=0", "undo=x", "before=1&before=2"):
        assert client.get(f"/notifications?{query}").status_code == 400
    for path, form in (("reading", {"upto": "x"}), ("reading/removal", {"moment": ""})):
        assert post(client, f"/notifications/{path}", form).status_code == 400
    far = {"moment": "9" * 15}
    assert post(client, "/notifications/reading/removal", far).status_code == 303


def test_it_takes_at_most_six_queries(world, ann, bob, start, name, client_for, count_queries):
    writers = (ann, newcomer("carol", world.cohort))
    for number in range(25):
        name(start(writers[number % 2], f"Topic {number}"), bob)
    client = client_for(bob)
    page(client)
    with count_queries() as sent:
        assert page(client).count("cop-told--unseen") == 20
    assert len(sent) <= 6, "\n\n".join(sent)


def test_the_header_counts_on_every_page(ann, bob, mallory, start, name, client_for):
    def bell(person) -> str:
        found = re.search(r'<a class="cop-bell".*?</a>', page(client_for(person), "/spaces"))
        return " ".join(re.sub(r"<[^>]+>", "", found[0]).split())

    assert bell(bob) == "Notifications"
    name(start(ann), bob)
    assert bell(bob) == "Notifications 1 unread notification"
    assert bell(mallory) == "Notifications"


CHOSEN = [kind for kind in NoticeKind if kind not in OWED]


def test_what_one_is_told_of_is_chosen(ann, bob, start, reply, client_for, told):
    client = client_for(bob)
    assert page(client, "/me/notifications").count("checked") == len(CHOSEN)
    chosen = {kind.value: "y" for kind in CHOSEN if kind is not NoticeKind.REPLY}
    answer = post(client, "/me/notifications", chosen)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/notifications")
    assert page(client, "/me/notifications").count("checked") == len(CHOSEN) - 1
    reply(ann, start(bob).topic_id)
    assert told(bob) == []

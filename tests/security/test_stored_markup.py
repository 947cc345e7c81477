"""Whatever people write, wherever it is shown, is words and never an element or attribute of ours (S1)."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask import Flask

from cop import db, jobs
from cop.accounts import commands as accounts
from cop.accounts.tasks.wording import word
from cop.forum import commands as forum
from cop.models import Letter, Organisation, Person, Policy, Review, RoleName, Site, StatementKind
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from cop.statements import commands as statements
from cop.statements.queries import draft_of
from tests import measures, people
from tests.people import World

EVIL = "\"'><x-canary onx-canary=1>{{7*7}}</textarea></title></script>"
"""Breaks out of text, of attributes in either quote, of title and textarea, and of a template's braces."""

TWICE = ("&amp;lt;", "&amp;#3", "&amp;quot;", "49</textarea")
"""Words that were escaped twice, or taken for a template."""

NAME = "<b hx-post=/spaces/cohort-1/policy hx-trigger=load>Mallory</b>"
"""Fits a name. htmx would ask for it, with the token of whoever looks at the page."""


RULES = StatementKind.RULES


class Walk(HTMLParser):
    """Finds what a parser takes for an element or an attribute of EVIL."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [tag, *(name for name, _ in attrs)]
        self.wrong += [name for name in names if "x-canary" in name]
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]


@pytest.fixture
def evil(world: World, say, settings) -> dict[str, object]:
    """A place where every word is EVIL; ids of what is in it."""
    jobs.connect(replace(settings, site_name=EVIL), ())
    cohort, ann, bob = world.cohort, world.ann.id, world.bob.id
    _rename(world)
    spaces.edit_space(actor_id=ann, space_id=cohort.id, name=EVIL, purpose=EVIL, about=EVIL)
    topic = {"actor_id": bob, "space_id": cohort.id, "title": EVIL, "text": EVIL}
    post = forum.open_topic(**topic, key=people.key())
    forum.edit_post(actor_id=bob, post_id=post.id, text=f"{EVIL}\n\nmore", version=1)
    line = say(world.bob, EVIL)
    say(world.ann, EVIL, reply_to=line.id)
    carol = people.newcomer("carol", cohort)
    moderation.report(actor_id=carol.id, post_id=post.id, category="other", reason=EVIL)
    accounts.invite(actor_id=ann, email="o'x{7*7}@example.org", places=[(cohort.id, RoleName.MEMBER)])
    measures.suspend(actor_id=ann, space_id=cohort.id, person_id=carol.id, until=_tomorrow(), reason=EVIL)
    people.set_policy(cohort, Policy.ALL_HELD)
    _publish(world)
    waits = forum.post_reply(actor_id=bob, topic_id=post.topic_id, text=EVIL, key=people.key())
    declined = forum.post_reply(actor_id=bob, topic_id=post.topic_id, text=EVIL, key=people.key())
    moderation.decline(actor_id=ann, review_id=_review_of(declined.id), reason=EVIL)
    return {
        "slug": cohort.slug, "topic_id": post.topic_id, "post_id": post.id, "message_id": line.id,
        "page": RULES, "number": 1, "person_id": carol.id, "review_id": _review_of(waits.id), "waits": waits.id,
    }  # fmt: skip


def _publish(world: World) -> None:
    """Rules that say it, with a draft on top; nobody is asked, or they would see nothing else."""
    for text in (EVIL, f"{EVIL} [[{EVIL}]]"):
        version = statements.keep_draft(
            actor_id=world.staff.id, kind=RULES, text=text, version=draft_of(RULES).version
        ).version
        if text == EVIL:
            statements.publish(
                actor_id=world.staff.id,
                kind=RULES,
                version=version,
                change=EVIL,
                is_material=False,
                key=people.key(),
            )


def _tomorrow():
    from datetime import timedelta

    from cop import clock

    return clock.now() + timedelta(days=1)


def _review_of(post_id: int) -> int:
    found = db.session.query(Review).filter_by(post_id=post_id).one().id
    db.session.remove()
    return found


@db.command
def _rename(world: World) -> None:
    """As no command lets anybody: whatever is in the rows must be shown as words."""
    for person in db.session.query(Person):
        person.name = person.about = EVIL
        person.shares_email = True
    for organisation in db.session.query(Organisation):
        organisation.name = organisation.town = organisation.region = EVIL
    db.session.add(Site(id=1, is_demonstration=True))


def pages(app: Flask, ids: dict[str, object]) -> Iterator[str]:
    """Every page there is, its address filled in, and some asked for with words."""
    with app.test_request_context():
        from flask import url_for

        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and set(rule.arguments) <= set(ids):
                yield url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})
        yield url_for("forum.edit_page", post_id=ids["waits"])
        yield url_for("forum.topic", topic_id=ids["topic_id"], quote=ids["post_id"])
        for endpoint in ("spaces.directory", "spaces.members", "spaces.new_member"):
            slug = {} if endpoint == "spaces.directory" else {"slug": ids["slug"]}
            yield url_for(endpoint, name=EVIL[:60], **slug)
        yield url_for("accounts.sign_in", next=EVIL)


@pytest.mark.parametrize("who", ["ann", "bob", "staff", "nobody"])
def test_no_page_takes_words_for_markup(app: Flask, world: World, evil, client_for, who: str):
    browser = client_for(getattr(world, who, None))
    shown = 0
    for path in pages(app, evil):
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.get(path, headers=headers, buffered=True)
            page = answer.get_data(as_text=True)
            if answer.mimetype in {"text/csv", "application/json"}:  # in which a program finds no markup
                continue
            assert Walk(page).wrong == [], path
            assert [twice for twice in TWICE if twice in page] == [], path
            shown += "x-canary" in page
    assert shown > (0 if who == "nobody" else 15)


def test_no_form_that_comes_back_takes_words_for_markup(app: Flask, world: World, evil, client_for):
    browser = client_for(world.ann)
    form = dict.fromkeys(
        (
            "name",
            "title",
            "text",
            "about",
            "purpose",
            "reason",
            "note",
            "email",
            "key",
            "reply_to",
            "version",
        ),
        EVIL * 30,
    )
    shown = 0
    with app.test_request_context():
        from flask import url_for

        paths = [
            url_for(rule.endpoint, **{name: evil[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and set(rule.arguments) <= set(evil) and "out" not in rule.rule
        ]
    for path in paths:
        page = people.post(browser, path, form).get_data(as_text=True)
        assert Walk(page).wrong == [], path
        shown += "x-canary" in page
    assert shown > 5


def test_nothing_that_is_pushed_takes_words_for_markup(world: World, evil, socket_for, say):
    people.set_policy(world.cohort, Policy.OPEN)
    bobs = socket_for(world.bob)
    say(world.ann, EVIL)
    opening = forum.open_topic(
        actor_id=world.ann.id, space_id=world.cohort.id, title=EVIL, text=EVIL, key=people.key()
    )
    moderation.report(actor_id=world.bob.id, post_id=opening.id, category="other", reason=EVIL)
    heard = bobs.heard("message:new", "topic:changed")
    opened = bobs.ask("room:open", space=world.cohort.slug)

    pushed = [each.get("html", "") + each.get("row_html", "") for each in heard + opened["messages"]]
    assert len(pushed) >= 4
    for html in pushed:
        assert "x-canary" in html
        assert Walk(html).wrong == []


def test_no_letter_has_a_header_or_recipient_of_somebody_elses_making(world: World, evil):
    _rename_space(world, "Name\r\nBcc: all@example.org\r\n\r\n=?utf-8?q?x?=")
    letters = [word(letter) for letter in db.session.query(Letter)]
    messages = [message for message in letters if message is not None]

    assert len(messages) >= 3
    for message in messages:
        assert message.get_all("Bcc") is None
        assert len(message.get_all("To")) == 1
        assert "," not in message["To"]
        assert "\n" not in message["Subject"]
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()


@db.command
def _rename_space(world: World, name: str) -> None:
    db.session.merge(world.cohort).name = name


def test_a_name_can_ask_for_nothing_in_the_page_of_a_moderator(world: World, client_for):
    form = {"name": NAME, "professional_role": "other", "is_listed": "y"}
    assert people.post(client_for(world.mallory), "/me", form).status_code == 303
    page = client_for(world.ann).get("/spaces/cohort-1/members/new?name=Mallory").get_data(as_text=True)

    assert "&lt;b hx-post=/spaces/cohort-1/policy" in page
    assert "<b hx-post" not in page

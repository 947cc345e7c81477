"""axe finds nothing on any page: wide and narrow, light and dark; and nothing is wider than a phone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from cop import clock
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.server import Site
from tests.e2e.verbs import link_in_letter, open_topic, queue_item

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}

FORUM, MEMBERS, A_MEMBER = "/spaces/cohort-1", "/spaces/cohort-1/members", "a:has-text('Manage')"
SMALL_PAGES = [
    ("shell.help", "/help"),
    ("statements.read", "/accessibility"),
    ("statements.read", "/privacy"),
    ("statements.read", "/cookies"),
    ("statements.read", "/rules"),
    ("statements.read", "/intended-use"),
    ("statements.versions", "/rules/versions"),
    ("statements.one_version", "/rules/versions/2"),
    (None, "/no-such-page"),
]

# Who looks at what: a page's endpoint, the address to begin at, and the links that lead on from there.
INDICATOR = "a[href^='/indicators/']"
AN_INQUIRY = "main .cop-list__item:last-child a"
OPEN_INQUIRY = "main .cop-list__item:first-child a"
RELATIONSHIPS = "a[href$='/relationships']"
TOOLS = "main a[href$='/tools']"
PLACES: dict[str, list[tuple[str | None, ...]]] = {
    "nobody": [
        ("accounts.sign_in", "/sign-in"),
        ("accounts.forgotten_password", "/forgotten-password"),
        ("accounts.programmes", "/apply"),
        ("accounts.apply", "/apply", "main a[href^='/apply/']"),
        ("accounts.left", "/left"),
        *SMALL_PAGES,
    ],
    "alum": [
        ("shell.home", "/"),
        ("spaces.index", "/spaces"),
        ("forum.space", FORUM),
        ("forum.new_topic", "/spaces/cohort-1/topics/new"),
        ("forum.drafts", "/me/drafts"),
        ("forum.topic", FORUM, "#topics a"),
        ("forum.edit_page", FORUM, "#topics a", "a[href$='/edit']:visible"),
        ("forum.removal_page", FORUM, "#topics a", "a[href$='/removal']:visible"),
        ("forum.bookmarks", "/me/bookmarks"),
        ("forum.following", "/me/following"),
        ("forum.following", "/me/following?show=muted"),
        ("forum.bookmark_page", FORUM, "#topics a", "a[href$='/bookmark']:visible"),
        (
            "forum.reactions",
            "/spaces/cohort-1",
            "#topics a:has-text('A clinician would like')",
            "a[href$='/reactions']",
        ),
        ("moderation.report_post", FORUM, "#topics a", "a[href$='/report']:visible"),
        ("chat.room", "/spaces/cohort-1/chat"),
        ("chat.room", "/spaces/cohort-1-set-a/chat"),
        ("chat.room", "/spaces/cohort-1/chat?around=20"),
        ("chat.search", "/spaces/cohort-1/chat/search?q=the"),
        ("moderation.report_message", "/spaces/cohort-1-set-a/chat", "a[href$='/report']"),
        ("meetings.my_actions", "/me/actions"),
        ("meetings.guides", "/guides"),
        ("meetings.guide", "/guides/questions"),
        ("meetings.contract", "/spaces/cohort-1-set-a/contract"),
        ("meetings.terms", "/spaces/cohort-1-set-a/contract/terms"),
        ("meetings.rules", "/spaces/cohort-1-set-a/contract/rules"),
        ("meetings.renewal", "/spaces/cohort-1-set-a/contract/renewal"),
        ("meetings.closing", "/spaces/cohort-1-set-a/contract/closing"),
        ("spaces.members", MEMBERS),
        ("spaces.about", "/spaces/cohort-1/about"),
        ("spaces.leaving", "/spaces/cohort-1/leaving"),
        ("intentions.index", "/intentions"),
        ("intentions.index", "/intentions?theme=role"),
        ("intentions.intention", "/intentions", "main .cop-list a:has-text('forty days')"),
        ("spaces.coverage", "/coverage"),
        ("intentions.impacts", "/impacts"),
        ("intentions.new_impact", "/impacts/new"),
        ("intentions.stories", "/stories"),
        ("intentions.story", "/stories", "main .cop-list a"),
        ("intentions.new_story", "/stories/new"),
        (
            "moderation.report_piece",
            "/intentions",
            "main .cop-list a:has-text('forty days')",
            "a[href^='/pieces/wording/']",
        ),
        (
            "intentions.offer_removal",
            "/intentions",
            "main .cop-list a:has-text('forty days')",
            "a[href^='/offers/']",
        ),
        ("spaces.groups", "/groups"),
        ("spaces.group", "/groups", "main a[href^='/groups/']"),
        ("spaces.directory", "/directory"),
        ("spaces.person", "/directory", "main a[href*='/people/']"),
        ("spaces.blocking", "/directory", "main a[href*='/people/']", "main a[href$='/block']"),
        ("spaces.new_conversation", "/conversations/new"),
        ("notifications.notices", "/notifications"),
        ("notifications.kinds", "/me/notifications"),
        ("forum.unread", "/unread"),
        ("spaces.profile", "/me"),
        ("moderation.about_me", "/me/decisions"),
        ("exports.mine", "/me/data"),
        ("moderation.transparency", "/spaces/cohort-1/transparency"),
        ("shell.search", "/search?q=pharmcy"),
        ("shell.search", "/search?q=whiteboard"),
        ("feeds.mine", "/me/feeds"),
        ("feeds.of_space", "/spaces/cohort-1/feed"),
        ("programme.calendar", "/calendar"),
        ("programme.calendar", "/calendar?show=past"),
        ("programme.of_space", "/spaces/cohort-1/calendar?show=past"),
        ("feeds.of_my_calendar", "/calendar/feed"),
        ("feeds.of_calendar", "/spaces/cohort-1/calendar/feed"),
        ("feeds.of_topic", FORUM, "#topics a", "main a[href$='/feed']"),
        ("accounts.account", "/me/account"),
        ("accounts.change_password", "/me/password"),
        ("accounts.new_address", "/me/address"),
        ("accounts.my_second_step", "/me/second-step"),
        ("accounts.set_up_second_step", "/me/second-step/new"),
        ("statements.accept", "/accept"),
        ("accounts.leaving", "/me/leaving"),
        ("accounts.leaving_for_good", "/me/leaving/confirmation?way=removed"),
        *SMALL_PAGES,
    ],
    "moderator": [
        ("shell.home", "/"),
        ("moderation.queue", "/moderation"),
        ("moderation.decisions", "/moderation/decisions"),
        ("moderation.review", "/moderation", "a[href*='/moderation/reviews/']"),
        ("forum.topic", FORUM, "#topics a"),
        ("forum.tools", FORUM, "#topics a", TOOLS),
        ("forum.split_page", FORUM, "#topics a", TOOLS, "main a[href$='/split']"),
        ("forum.merge_page", FORUM, "#topics a", TOOLS, "main a[href$='/merge']"),
        ("forum.move_page", FORUM, "#topics a", TOOLS, "main a[href$='/move']"),
        ("forum.summary_page", FORUM, "#topics a", "main a[href$='/summary']"),
        ("forum.tags", "/spaces/cohort-1/tags"),
        ("moderation.hide_post", FORUM, "#topics a", "a[href$='/hide']:visible"),
        ("moderation.hide_message", "/spaces/cohort-1/chat", "a[href$='/hide']"),
        ("moderation.redact_post", FORUM, "#topics a", "a[href$='/redaction']:visible"),
        ("moderation.redact_message", "/spaces/cohort-1/chat", "a[href$='/redaction']"),
        ("moderation.purge_post", FORUM, "#topics a", "a[href$='/purge']:visible"),
        ("moderation.purge_message", "/spaces/cohort-1/chat", "a[href$='/purge']"),
        ("chat.room", "/spaces/cohort-1/chat"),
        ("spaces.members", MEMBERS),
        ("spaces.new_member", "/spaces/cohort-1/members/new?name=a"),
        ("spaces.member", MEMBERS, A_MEMBER),
        ("spaces.my_roles", "/me/roles"),
        ("spaces.successor_in_a_space", "/me/roles", "main a[href$='/successor']"),
        ("spaces.removal", MEMBERS, A_MEMBER, "main a[href$='/removal']"),
        ("spaces.settings", "/spaces/cohort-1/settings"),
        ("programme.of_cohort", "/spaces/cohort-1/workshops"),
        ("programme.workshop", "/spaces/cohort-1/workshops", "main h3 a"),
        ("programme.stage", "/spaces/cohort-1/stage"),
        ("gatherings.gatherings", "/gatherings"),
        ("gatherings.of_space", "/spaces/cohort-1/gatherings"),
        ("gatherings.gathering", "/spaces/cohort-1/gatherings", "main .cop-list a"),
        ("programme.tasks_of", "/spaces/cohort-1/tasks"),
        ("programme.task", "/spaces/cohort-1/tasks", "main .cop-list a"),
        ("spaces.keeping", "/spaces/cohort-1/keeping?days=30"),
        ("spaces.listed_words", "/spaces/cohort-1/words"),
        ("accounts.invite", "/spaces/cohort-1/invitations/new"),
    ],
    "staff": [
        ("gatherings.new", "/spaces/network/gatherings/new"),
        ("gatherings.edit", "/spaces/network/gatherings", "main .cop-list a", "main a[href$='/edit']"),
        (
            "gatherings.outcomes",
            "/spaces/network/gatherings",
            "main .cop-list a",
            "main a[href$='/outcomes']",
        ),
        ("programme.grounds_of", "/programmes/rd-leaders/grounds"),
        ("accounts.waves", "/waves"),
        ("meetings.sets", "/sets"),
        ("meetings.one_set", "/sets/cohort-1-set-a"),
        ("statements.all_of_them", "/statements"),
        ("statements.draft", "/statements/privacy/draft"),
        ("statements.publishing", "/statements/privacy/publishing"),
        ("spaces.appointments", "/appointments"),
        ("spaces.placing", "/spaces/cohort-3/placing"),
        ("spaces.handover", "/handover"),
        ("spaces.inspections", "/inspections"),
        ("spaces.ask_inspection", "/inspections/new"),
        ("keeping.kept", "/kept"),
        ("keeping.retention", "/retention"),
        ("keeping.period", "/retention/letters"),
        ("keeping.holds", "/holds"),
        ("keeping.new_hold", "/holds/new?name=a"),
        ("accounts.invite_to_role", "/appointments/invitations/new"),
        ("spaces.new_appointment", "/appointments/new?name=a"),
        ("spaces.appointment", "/appointments", "main a:has-text('Change')"),
        ("shell.home", "/"),
        ("spaces.index", "/spaces"),
        ("spaces.measures_everywhere", "/directory", "main a[href*='/people/']", "main a[href$='/measures']"),
        ("spaces.new", "/spaces/new"),
        ("spaces.new", "/spaces/new?kind=group"),
        ("forum.space", "/spaces/cohort-2"),
        ("accounts.letters", "/demonstration/mail"),
        ("spaces.organisations", "/organisations"),
        ("spaces.organisations", "/organisations?name=no+such+organisation"),
        ("spaces.organisation", "/organisations", "main a:has-text('Change')"),
        ("spaces.new_organisation", "/organisations/new"),
        ("spaces.organisation_list", "/organisations/list"),
        ("spaces.programmes", "/programmes"),
        ("spaces.new_programme", "/programmes/new"),
        ("programme.programme", "/programmes", "main .cop-list a"),
        ("programme.edit", "/programmes", "main .cop-list a", "main a[href$='/edit']"),
        ("programme.status", "/programmes", "main .cop-list a", "main a[href$='/status']"),
        ("programme.partners", "/programmes", "main .cop-list a", "main a[href$='/partners']"),
        ("spaces.recruit", "/programmes", "main a[href$='/recruiting']"),
        ("moderation.queue", "/moderation"),
        ("moderation.application", "/moderation", "main a[href*='/moderation/applications/']"),
    ],
    "outsider": [("shell.home", "/"), ("forum.space", "/spaces/cohort-2")],
    "steward": [
        ("library.index", "/library"),
        ("library.suggest", "/library/new"),
        ("library.resource", "/library", "main .cop-list a"),
        ("library.edit", "/library", "main .cop-list a", "main a[href$='/edit']"),
        ("inquiries.index", "/inquiries"),
        ("inquiries.new_inquiry", "/inquiries/new"),
        ("inquiries.inquiry", "/inquiries", AN_INQUIRY),
        ("inquiries.edit_inquiry", "/inquiries", AN_INQUIRY, "main a[href$='/edit']"),
        ("inquiries.responses_to", "/inquiries", AN_INQUIRY, "main a[href$='/responses']"),
        ("inquiries.new_theme", "/inquiries", AN_INQUIRY, "main a[href$='/themes/new']"),
        ("inquiries.edit_theme", "/inquiries", AN_INQUIRY, "main a[href^='/inquiry-themes/']"),
        ("inquiries.report", "/inquiries", AN_INQUIRY, "main a[href$='/report']"),
        ("inquiries.respond", "/inquiries", OPEN_INQUIRY, "main a[href$='/response']"),
        ("intentions.of_pair", "/spaces/pair-rtf/intention"),
        ("intentions.words", "/spaces/pair-rtf/intention/words"),
        ("intentions.intention", "/spaces/pair-rtf/intention", "main .cop-list a"),
        ("intentions.wordings", "/spaces/pair-rtf/intention", "main .cop-list a", "a[href$='/wordings']"),
        ("intentions.relationships", "/spaces/pair-rtf/intention", "main .cop-list a", RELATIONSHIPS),
        (
            "intentions.new_indicator",
            "/spaces/pair-rtf/intention",
            "main .cop-list a",
            "a[href$='/indicators']",
        ),
        ("intentions.indicator", "/spaces/pair-rtf/intention", "main .cop-list a", INDICATOR),
        ("intentions.goal", "/spaces/pair-rtf/intention", "main .cop-list a", INDICATOR, "a[href$='/goal']"),
        (
            "intentions.indicator_removal",
            "/spaces/pair-rtf/intention",
            "main .cop-list a",
            INDICATOR,
            "a[href$='/removal']",
        ),
        (
            "intentions.new_update",
            "/spaces/pair-rtf/intention",
            "main .cop-list a",
            "a[href$='/updates/new']",
        ),
        (
            "intentions.update_removal",
            "/spaces/pair-rtf/intention",
            "main .cop-list a",
            "a[href^='/updates/']",
        ),
        (
            "intentions.relationship_removal",
            "/spaces/pair-rtf/intention",
            "main .cop-list a",
            RELATIONSHIPS,
            "a[href^='/relationships/']",
        ),
    ],
    "sponsor": [
        ("intentions.intention", "/", "main a[href^='/intentions/']"),
        ("intentions.commitment", "/spaces/pair-rtf/commitment"),
        ("shell.home", "/"),
        ("spaces.index", "/spaces"),
        ("spaces.profile", "/me"),
    ],
    "evaluator": [("intentions.evaluated", "/stories/for-evaluation")],
}

BY_TESTS_OF_THEIR_OWN = {
    "accounts.accept_invitation",
    "accounts.give_up_identity",
    "accounts.link_identity",
    "accounts.application",
    "accounts.second_step",
    "accounts.first_factor",
    "accounts.add_passkey",
    "accounts.remove_passkey",
    "accounts.proof",
    "accounts.reset_password",
    "accounts.confirm_address",
    "accounts.take_address_back",
    "accounts.wave",
    "spaces.inspection",
    "meetings.one_version",
    "keeping.hold",
    "spaces.role_term",
    "spaces.successor",
    "intentions.impact_removal",
    "intentions.edit_story",
    "intentions.story_removal",
    "meetings.board",  # a piece of one of these
    "meetings.ask",  # tests/e2e/test_meeting.py
    "inquiries.response_removal",  # of what one has answered: the demonstration's steward has not
    "meetings.concern",  # and these: tests/e2e/test_meeting.py
    "meetings.confirming",
    "meetings.dates",
    "meetings.index",
    "meetings.meeting",
    "meetings.new",
    "meetings.setting",
    "meetings.notes",
    "meetings.forgetting",
    "meetings.stopping_page",
    "chat.revisions",
    "forum.revisions",
    "forum.summary_revisions",
    "forum.new_poll",
    "forum.poll",
    "forum.closing_page",
    "forum.outcome_page",
    "forum.poll_removal_page",
    "forum.tag_removal_page",
    "moderation.appeal",
    "moderation.purge_check",
    "moderation.purge_reviewed",
    "moderation.redact_reviewed",
    "spaces.end_measure",
    # of an event that is still to come: test_gatherings.py
    "gatherings.cancelling",
    "gatherings.taking_over",
    "gatherings.withdrawing",
    # of a cohort whose programme runs: test_planning.py
    "programme.cancelling",
    "programme.edit_task",
    "programme.edit_workshop",
    "programme.new_task",
    "programme.new_workshop",
    "programme.windows",
}
NOT_PAGES = {
    "accounts.example_wave",
    "spaces.example_organisations",
    "keeping.kept_sheet",
    "accounts.wave_problems",
    "accounts.passkey_to_sign_in",
    "accounts.passkey_as_second_step",
    "accounts.passkey_as_first_factor",
    "accounts.passkey_to_make",
    "accounts.passkey_to_prove",
    "accounts.come_back",
    "static",
    "logo",
    "healthz",
    "readyz",
    "violations",
    "shell.counts",
    "feeds.dates",
    "feeds.fetch",
    "exports.copy",
    "forum.titles",
    "moderation.export_decisions",
    "forum.attachment",
    "forum.thumbnail",
    "forum.upload_state",
    "chat.pins",
    "forum.post",
    "chat.message",
    "notifications.notice",
}
"""The last three lead on to the page on which the post, the line, or what the notice is about stands."""


@pytest.mark.parametrize("account", PLACES)
def test_axe_finds_nothing(visit: Visit, guard: Guard, account: str) -> None:
    guard.expect_refusal(404)
    page = visit(None if account == "nobody" else account, reduced_motion="reduce")

    found = [finding for _, *way in PLACES[account] for finding in findings_at(page, way)]

    assert not found, "\n".join(found)


def test_every_page_is_looked_at(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {endpoint for places in PLACES.values() for endpoint, *_ in places if endpoint}

    assert pages - NOT_PAGES == seen | BY_TESTS_OF_THEIR_OWN


def test_axe_finds_nothing_on_a_form_that_was_refused(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(422)
    page, found = visit("moderator", reduced_motion="reduce"), []
    for path, button in (
        ("/spaces/cohort-1/topics/new", "Post topic"),
        ("/spaces/cohort-1/invitations/new", "Send the invitation"),
        ("/me/password", "Change my password"),
        ("/me/address", "Send me a link"),
    ):
        page.set_viewport_size(WIDE)
        page.goto(path)
        page.get_by_role("button", name=button).click()
        page.locator(".nhsuk-error-summary").wait_for()
        found += _findings(page, f"{path}, refused")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_where_one_changes_and_takes_away_what_one_has_told(visit: Visit) -> None:
    page, found = visit("alum", reduced_motion="reduce"), []
    page.goto("/impacts/new")
    page.get_by_label("Individual").check()
    page.get_by_label("On which day").fill(clock.today().isoformat())
    page.get_by_label("What has changed").fill("I ask before I answer.")
    page.get_by_label("By what one sees that").fill("The others say so.")
    page.get_by_label("Only I").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("^Take away")).first.click()
    found += _findings(page, "taking an impact away")
    page.goto("/stories/new")
    page.get_by_label("Title").fill("A question a week")
    page.get_by_label("What I tried").fill("One question at each meeting.")
    page.get_by_role("button", name="Save").click()
    told = page.url
    for name in ("Edit", "Take it away"):
        page.goto(told)
        page.get_by_role("main").get_by_role("link", name=name).click()
        found += _findings(page, name)

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_an_appeal_and_in_its_review(visit: Visit) -> None:
    author, moderator, steward = (
        visit(name, reduced_motion="reduce") for name in ("alum", "moderator", "steward")
    )
    open_topic(author, "cohort-1", "Hidden, and looked at by axe")
    moderator.goto(author.url)
    moderator.goto(str(moderator.locator("a[href$='/hide']:visible").first.get_attribute("href")))
    moderator.get_by_label("Reason").select_option("off_topic")
    moderator.get_by_role("button", name="Hide it").click()
    author.goto("/me/decisions")
    found = _findings(author, "decisions about me, with one to appeal against")
    author.get_by_role("link", name=re.compile("Appeal")).first.click()
    author.get_by_label("What the other one should know").fill("It is about our work.")

    found += _findings(author, "an appeal")
    author.get_by_role("button", name="Send the appeal").click()
    steward.goto("/moderation")
    steward.goto(
        str(
            queue_item(steward, "It is about our work")
            .get_by_role("link", name="Reverse it…")
            .get_attribute("href")
        )
    )
    found += _findings(steward, "the review of an appeal")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_measure_and_its_end(visit: Visit) -> None:
    page = visit("moderator", reduced_motion="reduce")
    page.goto(MEMBERS)
    page.locator(A_MEMBER).first.click()
    page.get_by_label("Note", exact=True).check()
    page.get_by_label("Until").fill(f"{(datetime.now(UTC) + timedelta(days=7)).date()}")
    page.get_by_label("What they read besides").fill("Looked at by axe")
    page.get_by_role("button", name="Let it hold").click()
    found = _findings(page, "a member about whom something holds")
    page.get_by_role("link", name="End it now…").first.click()
    found += _findings(page, "the end of a measure")
    page.get_by_role("button", name="End it now").click()
    page.get_by_text("That holds no more").wait_for()

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_contract_and_its_rules(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(422)
    page = visit("alum", reduced_motion="reduce")
    page.goto("/spaces/cohort-1-set-a/contract/rules")
    page.get_by_label("Ground rules").fill("What is said here stays here.")
    page.get_by_label("What is new, in one line").fill("Shorter")
    page.get_by_role("button", name="Ask everybody to accept it").click()
    page.get_by_role("link", name="Change what we agreed on").click()
    page.get_by_label("What the set is for").fill("")
    page.get_by_role("button", name="Agree on this").click()
    found = _findings(page, "terms of a set, refused")
    page.get_by_label("What the set is for").fill("To change how we lead")
    page.get_by_label("Number of meetings").fill("5")
    page.get_by_role("button", name="Agree on this").click()
    page.get_by_role("button", name=re.compile("^Later")).first.click()
    found += _findings(page, "a contract with rules and rotas")
    page.goto("/spaces/cohort-1-set-a/contract/rules/1")
    found += _findings(page, "a version of ground rules")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_an_invitation(visit: Visit, site: Site) -> None:
    page = visit(reduced_motion="reduce")
    page.goto(site.invitations["cohort-1:member"][0])

    found = _findings(page, "an invitation")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_where_a_new_password_is_chosen(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    page.goto("/forgotten-password")
    page.get_by_label("E-mail address").fill("evaluator@example.org")
    page.get_by_role("button", name="Send me a link").click()
    page.goto(link_in_letter(visit("staff"), "evaluator@example.org", about="password"))

    found = _findings(page, "a new password")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_the_earlier_texts_of_a_post(
    visit: Visit, newcomer: Callable[..., Page]
) -> None:
    page = newcomer("cohort-1:member", reduced_motion="reduce")
    page.goto("/spaces/cohort-1/topics/new")
    page.get_by_label("Title").fill("Looked at by axe")
    page.get_by_label("What you want to say or ask").fill("A first text.")
    page.get_by_role("button", name="Post topic").click()
    page.wait_for_url(re.compile(r"/topics/\d+"))
    found = _findings(page, "a held topic")
    page.get_by_role("link", name="Edit this post").click()
    page.get_by_label("Your post").fill("A second text.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Earlier texts").click()
    page.get_by_role("heading", name="Earlier texts").wait_for()

    found += _findings(page, "earlier texts")

    assert not found, "\n".join(found)


def findings_at(page: Page, way: list[str | None]) -> list[str]:
    """What axe finds on the page that this way leads to, wide and narrow, light and dark."""
    page.set_viewport_size(WIDE)
    path, *links = way
    page.goto(str(path))
    for link in links:
        href = page.locator(str(link)).first.get_attribute("href")
        assert href
        page.goto(href)
    return _findings(page, re.sub(r"^https?://[^/]+", "", page.url))


def _findings(page: Page, place: str) -> list[str]:
    """On the page as it stands: whole at both widths, its colours in both schemes."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme, rules in (("light", axe.BY_TAGS), ("dark", axe.BY_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            at = f"{place} at {size['width']}, {scheme}"
            found += [f"{at}: {finding}" for finding in axe.findings(page, rules)]
        page.emulate_media(color_scheme="light")
    width = page.evaluate("() => document.documentElement.scrollWidth")
    return found + ([f"{place}: {width} wide on a phone of 320"] if width > NARROW["width"] else [])


def test_axe_finds_nothing_on_a_poll_and_on_what_a_summary_said(visit: Visit) -> None:
    page, found = visit("moderator", reduced_motion="reduce"), []
    open_topic(page, "cohort-1", "Asked, closed and settled")
    topic = page.url.partition("?")[0]

    def look(path: str) -> None:
        page.goto(path)
        found.extend(_findings(page, path))

    for text in ("In short", "In other words"):
        page.goto(f"{topic}/summary")
        page.locator("main textarea").fill(text)
        page.locator("main form button[type=submit]").first.click()
    look(f"{topic}/summary/revisions")
    look(f"{topic}/polls/new")
    page.locator("main input[name=question]").fill("Which day?")
    page.locator("main textarea[name=options]").fill("Monday\nTuesday")
    page.locator("main form button[type=submit]").last.click()
    page.goto(topic)
    poll = page.locator("main a[href*='/polls/']:not([href$='/new'])").first.get_attribute("href")
    assert poll
    for ending in ("", "/closing", "/removal"):
        look(f"{poll}{ending}")
    page.goto(f"{poll}/closing")
    page.locator("main form button[type=submit]").last.click()
    look(f"{poll}/outcome")
    assert found == []


def test_axe_finds_nothing_on_what_cant_be_undone(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    open_topic(alum, "cohort-1", "To be removed for good", "The words that are to go.")
    facilitator.goto(alum.url)
    facilitator.get_by_role("link", name="Report the post of").first.click()
    facilitator.get_by_label("Unkind or abusive").check()
    facilitator.get_by_role("button", name="Send report").click()
    page, found = visit("moderator", reduced_motion="reduce"), []
    page.goto("/moderation")
    purge = queue_item(page, "The words that are to go").get_by_role("link", name="Remove for good")
    address = purge.get_attribute("href")
    assert address
    for path in (address, address.replace("/purge", "/redaction")):
        page.goto(path)
        found += _findings(page, path)
    page.goto(address)
    page.get_by_label("Patient or personal information").check()
    page.get_by_label("I know that this can’t be undone").check()
    page.get_by_role("button", name="Remove it for good").click()
    page.get_by_text("Nothing is left of it").wait_for()
    found += _findings(page, "what is left")
    assert found == []

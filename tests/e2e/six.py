"""Six people of a set at a meeting in writing, and how an hour and a half of it goes by."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from cop import clock
from tests.e2e.later import Later

SET = "/spaces/cohort-1-set-b"
SORREL, ASH, TANSY, FERN, HAZEL, ELDER = (
    "Sorrel Gillthwaite",
    "Ash Windlecombe",
    "Tansy Peatholme",
    "Fern Galebeck",
    "Hazel O'Tarn",
    "Elder Sleetwold",
)
ADDRESSES = {
    SORREL: "moderator",
    **{name: re.sub(r"\W+", "-", name.lower()) for name in (ASH, TANSY, FERN, HAZEL, ELDER)},
}


def now(later: Later) -> datetime:
    return datetime.now(clock.LONDON) + timedelta(seconds=later.seconds)


def typed(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def press(page: Page, name: str) -> None:
    """A button of the meeting, as soon as the page has it; until what it did is on the page."""
    button = page.locator("#board button", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$")).first
    expect(button).to_be_attached()
    if not button.is_visible():
        page.get_by_text("What else I may do").click()
    done(page, button.click)


def done(page: Page, act: Callable[[], object]) -> None:
    """Do it, and wait until the page tells of something new."""
    known = page.locator("#board").get_attribute("data-pulse")
    act()
    page.wait_for_function(
        "known => document.getElementById('board')?.dataset.pulse > Number(known)", arg=known
    )


def come(page: Page, address: str) -> None:
    """Into the lobby, with what one agrees to there."""
    page.goto(address)
    if (agreed := page.get_by_label("I agree to that today")).is_visible():
        agreed.check()
    page.get_by_role("button", name="Come in", exact=True).click()
    expect(page.get_by_role("button", name="Come in", exact=True)).to_have_count(0)
    if (agree := page.get_by_role("button", name="I agree", exact=True)).is_visible():
        agree.click()
    expect(page.get_by_role("button", name="I agree", exact=True)).to_have_count(0)


def say(page: Page, label: str, text: str, button: str) -> None:
    page.get_by_label(label).fill(text)
    done(page, page.get_by_role("button", name=button, exact=True).click)


def bid(page: Page, title: str, urgency: int) -> None:
    page.get_by_text("Bid for time", exact=True).click()
    page.get_by_label("What it is about").fill(title)
    page.get_by_label("Minutes").fill("25")
    page.get_by_label("How urgent").fill(str(urgency))
    done(page, page.get_by_role("button", name="Bid", exact=True).click)


def arrange(page: Page, moment: datetime) -> str:
    """A meeting in writing, led by Sorrel; its address."""
    page.goto(f"{SET}/meetings/new")
    page.get_by_label("Date and time (UK)").fill(typed(moment))
    page.get_by_label("How you talk").select_option("text")
    page.get_by_label("Host").select_option(label=ELDER)
    page.get_by_label("Facilitator").select_option(label=SORREL)
    page.get_by_role("button", name="Arrange it").click()
    expect(page.get_by_text("The meeting is arranged")).to_be_visible()
    return page.url


def deferred(page: Page, title: str) -> int:
    """How often a bid has waited before."""
    words = page.locator("li", has_text=title).last.inner_text()
    return int((re.findall(r"deferred (\d+) before", words) or ["0"])[0])


def stands_at(page: Page, title: str) -> None:
    """Its page says so by itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@dataclass
class Meeting:
    """Who sits before which page, and how the hour and a half goes by."""

    at: dict[str, Page]
    later: Later
    gone: str = ""

    def let_pass(self, minutes: float) -> None:
        self.later.let_pass(minutes, without=self.gone)

    def lead(self, name: str, *buttons: str) -> None:
        for button in buttons:
            press(self.at[name], button)

    def open(self, address: str) -> None:
        """From the lobby into the check-in, in which everybody has the floor once."""
        for page in self.at.values():
            come(page, address)
        self.let_pass(9)
        self.lead(SORREL, "Begin with the check-in", *["Next speaker"] * len(self.at))
        say(self.at[ELDER], "What you say", "Glad to be here.", "Say it")
        self.let_pass(8)
        page = self.at[ASH]
        page.reload()
        stands_at(page, "Check-in")  # nothing goes on by itself
        expect(page.locator(".cop-clock")).to_contain_text("over time")

    def agree_on_an_order(self) -> int:
        """Ash and Tansy have their time today; Fern's bid waits. How often it had to before."""
        bid(self.at[ASH], "Taking over a divided team", 3)
        bid(self.at[TANSY], "Saying no to somebody senior", 2)
        bid(self.at[FERN], "Two roles in one week", 1)
        had_waited = deferred(self.at[FERN], "Two roles in one week")
        led = self.at[SORREL]
        led.get_by_label(re.compile("Taking over")).check()
        led.get_by_label(re.compile("Saying no")).check()
        done(led, led.get_by_role("button", name="Propose these, in this order").click)
        for name in (ASH, TANSY, HAZEL, ELDER):
            self.lead(name, "Agree to the order")
        self.let_pass(5)
        return had_waited

    def explain(self) -> None:
        """Ash presents, is asked what the facts are, and answers."""
        self.lead(ASH, "I am ready to present")
        self.lead(SORREL, "Begin the next slot")
        say(self.at[ASH], "What you say", "There are two camps by now.", "Say it")
        listening = self.at[HAZEL]
        expect(listening.get_by_text("There are two camps by now.")).to_be_visible()
        expect(listening.get_by_text("You listen at this moment.")).to_be_visible()
        self.let_pass(3)
        self.lead(SORREL, "Go on to clarify")
        self.lead(TANSY, "Raise my hand")
        self.lead(SORREL, "Next speaker")
        say(self.at[TANSY], "Your question", "How many people is that?", "Ask")
        say(self.at[ASH], "Your answer", "Eleven, and one of them is me.", "Answer")
        self.let_pass(5)

    def go_on_without_the_facilitator(self) -> None:
        """Sorrel's line breaks while the set explores; Elder takes over, and nobody objects."""
        self.lead(SORREL, "Go on to explore")
        self.at[SORREL].wait_for_load_state("networkidle")  # what the page has asked for is seen as well
        self.at[SORREL].context.close()
        self.at[ELDER].reload()
        self.gone = SORREL
        self.let_pass(3)
        self.at[ELDER].reload()
        self.lead(ELDER, "Take over the facilitation")
        self.let_pass(1)
        self.at[ELDER].reload()
        self.lead(HAZEL, "Raise my hand")
        self.lead(ELDER, "Next speaker")
        say(self.at[HAZEL], "Your question", "What would a good week look like?", "Ask")
        self.lead(ASH, "Let the question sit")
        self.let_pass(5)
        self.lead(ELDER, "5 minutes more")
        self.let_pass(5)

    def act(self) -> None:
        """Ash says what stays with him, and what he is going to do."""
        self.lead(ELDER, "Go on to the summary")
        say(self.at[ASH], "What you say", "I speak to both camps at once from now on.", "Say it")
        self.let_pass(2)
        self.lead(ASH, "Go on to the actions of this slot")
        page = self.at[ASH]
        page.get_by_text("Write an action of mine").click()
        page.get_by_label("What I am going to do").fill("Invite all eleven to one table")
        page.get_by_label("By when").fill((now(self.later) + timedelta(days=14)).strftime("%Y-%m-%d"))
        done(page, page.get_by_role("button", name="Write it down").click)
        self.let_pass(3)
        self.lead(ASH, "Go on to feedback")
        self.lead(ELDER, "Next speaker")
        self.let_pass(3)

    def stop_a_slot(self) -> None:
        """Tansy begins, and stops: what she said is nowhere any more."""
        self.lead(TANSY, "I am ready to present")
        self.lead(ELDER, "Begin the next slot")
        say(self.at[TANSY], "What you say", "It is about somebody I fear.", "Say it")
        self.let_pass(3)
        self.lead(ELDER, "Go on to clarify")
        self.let_pass(5)
        self.lead(ELDER, "Go on to explore")
        self.let_pass(7)
        page = self.at[TANSY]
        page.get_by_role("link", name="Stop my slot").click()
        page.get_by_role("button", name="Stop my slot").click()
        stands_at(self.at[HAZEL], "A slot was stopped")
        expect(self.at[HAZEL].get_by_text("It is about somebody I fear.")).to_have_count(0)

    def close(self, following: datetime) -> None:
        """Everybody says how they worked; the next date is made, with Ash in the chair."""
        self.lead(ELDER, "Take a break")
        self.let_pass(10)
        self.lead(ELDER, "Go on to the close")
        for name in (ASH, TANSY, FERN, HAZEL, ELDER):
            page = self.at[name]
            done(page, page.get_by_role("button", name=re.compile("4.*out of 5")).click)
        page = self.at[ELDER]
        page.get_by_label("Date and time (UK)").fill(typed(following))
        page.get_by_label("Host", exact=True).select_option(label=HAZEL)
        page.get_by_label("Facilitator", exact=True).select_option(label=ASH)
        done(page, page.get_by_role("button", name="Meet on this date").click)
        self.let_pass(10)
        self.lead(ELDER, "Close the meeting")
        stands_at(page, "Record")

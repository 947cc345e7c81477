"""What people do in these tests, in their words."""

import re

from playwright.sync_api import Locator, Page, expect

from cop.demonstration.build import PASSWORD

LOOKS = 50
"""How often to look for a letter. Each look takes as long as a page does to load."""

ANOTHER_PASSWORD = "marmalade-lantern-thirty-otters"


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Sign in as one of the printed accounts, or with a whole address."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(account if "@" in account else f"{account}@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()


def address_of(page: Page) -> str:
    """The address that whoever is signed in here signs in with, from the page of their account."""
    page.goto("/me/account")
    words = page.get_by_text("You sign in with").inner_text()
    return words.removeprefix("You sign in with ").removesuffix(".")


def join(page: Page, link: str, *, name: str) -> None:
    """Accept the invitation behind `link`."""
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Organisation").select_option(index=1)
    page.get_by_label("Service lead").check()
    page.get_by_label("Password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Welcome. You have joined.")).to_be_visible()


def open_topic(page: Page, slug: str, title: str, text: str = "Has anybody been here before us?") -> None:
    """Start a topic, and stand on its page."""
    page.goto(f"/spaces/{slug}/topics/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("What you want to say or ask").fill(text)
    page.get_by_role("button", name="Post topic").click()
    expect(page).to_have_url(re.compile(r"/topics/\d+"))


def post_reply(page: Page, text: str) -> None:
    page.get_by_label("Your reply").fill(text)
    page.get_by_role("button", name="Post reply").click()


def say(page: Page, text: str) -> None:
    """Write a line in the room that stands open."""
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def post(page: Page, text: str) -> Locator:
    """The post that says `text`."""
    return page.locator("#posts article", has_text=text)


def topic_row(page: Page, title: str) -> Locator:
    return page.locator("#topics > li", has_text=title)


def line(page: Page, text: str) -> Locator:
    """The line of a room that says `text`, in its place: not one on its way."""
    return page.locator("#lines article", has_text=text)


def queue_item(page: Page, text: str) -> Locator:
    """The item of the moderation queue that is about `text`."""
    return page.locator("#queue li[data-review]", has_text=text)


def open_live(page: Page, path: str) -> None:
    """Go there, and wait until the page's live connection stands."""
    page.goto(path)
    page.wait_for_function("() => window.heard.some((frame) => frame.startsWith('40{'))")
    if path.endswith("/chat"):
        expect(page.locator("#state")).to_have_text("Connected")


def heard(page: Page) -> str:
    """Everything this page's live connection has been told since the page was loaded."""
    return "\n".join(page.evaluate("() => window.heard"))


def stay(page: Page) -> None:
    """Mark the page, so that `has_stayed` tells whether it was loaded again since."""
    page.evaluate("() => { window.stayed = true; }")


def has_stayed(page: Page) -> bool:
    return bool(page.evaluate("() => window.stayed === true"))


def remove_member(page: Page, slug: str, name: str) -> None:
    """Remove somebody from a space, as one who looks after its members."""
    page.goto(f"/spaces/{slug}/members")
    page.get_by_role("link", name=f"Manage {name}").click()
    page.get_by_role("link", name=f"Remove {name}").click()
    page.get_by_label("What they read besides").fill("They have moved to another set.")
    page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_text("Removed. They can't open the space any more")).to_be_visible()


def leave(page: Page, slug: str) -> None:
    """Leave a space of one's own accord."""
    page.goto(f"/spaces/{slug}/leaving")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("What you wrote there stays.")).to_be_visible()


def invite(page: Page, slug: str, address: str) -> None:
    """Invite somebody as a member, as one who looks after the members of a space."""
    page.goto(f"/spaces/{slug}/invitations/new")
    page.get_by_label("Their e-mail address").fill(address)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"An invitation is on its way to {address}.")).to_be_visible()


def link_in_letter(staff: Page, address: str, *, about: str = "") -> str:
    """The link of the newest letter to `address`, from the page on which staff read the demonstration's mail."""
    letter = staff.locator("article", has_text=f"To {address}").filter(has_text=about).first
    link = (
        letter.get_by_role("link")
        .filter(
            has_text=re.compile(r"/(applications|invitations|reset-password|new-address|former-address)/")
        )
        .first
    )
    for _ in range(LOOKS):  # the page does not renew itself, and the postman works in the background
        staff.goto("/demonstration/mail")
        if link.count():
            break
    expect(link).to_be_visible()
    return str(link.get_attribute("href"))

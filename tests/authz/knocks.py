"""Knocking at a door of the site, or asking by a socket, as somebody; and what came of it."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cop import db, live
from cop.models import Message
from tests import people
from tests.authz.stage import Stage, browser

EVERY_FORM = {
    "reason": "because",
    "text": "x",
    "title": "x",
    "kind": "cohort",
    "category": "other",
    "ground": "other",
    "plea": "x",
    "note": "x",
    "position": "1",
    "upto": "1",
    "stance": "followed",
    "name": "x",
    "into": "1",
}
"""Enough for a form to get as far as permission."""

NOBODYS = 10**12
"""The id of no thing."""

NOTHINGS = {"slug": "no-such-space", "set_slug": "no-such-set", "token": "no-such-token"}


@dataclass(frozen=True)
class Visitor:
    """A browser's cookie, and the token of its pages: for a browser of its own at each door."""

    app: Flask
    standing: str
    cookie: str
    csrf: str

    @classmethod
    def of(cls, app: Flask, stage: Stage, standing: str) -> "Visitor":
        client = browser(app, stage, standing)
        csrf = people.csrf_token(client)
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        return cls(app, standing, cookie.value, csrf)

    def browser(self) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self.cookie)
        return client

    def knock(self, method: str, path: str, **headers: str) -> TestResponse:
        """Ask for a page, or send a form that says enough for any; `headers` are named with `_` for `-`."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "GET":
            return self.browser().get(path, headers=said, buffered=True)
        form = EVERY_FORM | {"csrf_token": self.csrf, "key": people.key()}
        return self.browser().post(path, data=form, headers=said, buffered=True)

    def socket(self):
        """One that is connected, or was refused."""
        return live.server().test_client(
            self.app,
            flask_test_client=self.browser(),
            auth={"csrf": self.csrf},
            headers={"Origin": "http://localhost"},
        )


def has_passed(response: TestResponse, path: str) -> bool:
    """Whether whoever got this answer got beyond permission."""
    asks_to_sign_in = response.status_code == 303 and "/sign-in" in response.headers.get("Location", "")
    asks_to_sign_in = asks_to_sign_in or response.status_code == 401
    return response.status_code not in {403, 404} and not (asks_to_sign_in and path != "/sign-out")


class Addresses:
    """Makes paths of the addresses that routes have."""

    def __init__(self, app: Flask) -> None:
        self.rules = {rule.rule: rule for rule in app.url_map.iter_rules()}

    def variables(self, address: str) -> list[str]:
        rule = self.rules[address]
        return sorted(rule.arguments - set(rule.defaults or {}))

    def path(self, address: str, stage: Stage, standing: str, **other: int | str) -> str:
        """Of the things on the stage, but for `other`; with the secret that `standing` holds for such an address."""
        secrets = stage.links.get(address) or stage.links.get(address.split("/")[1], {})
        values = {**stage.ids, "token": secrets.get(standing, NOTHINGS["token"]), **other}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), address)

    def to_nothing(self, address: str, stage: Stage, standing: str) -> list[str]:
        """The same with an id, a slug or a secret that is nothing's: one path for each of them."""
        others = {name: NOTHINGS.get(name, NOBODYS) for name in self.variables(address)}
        ids = [name for name in others if name in NOTHINGS or name.endswith("_id")]
        return [self.path(address, stage, standing, **{name: others[name]}) for name in ids]


class Seen(NamedTuple):
    """All that an answer tells, but for the path that was asked for and what is drawn by lot: what it says, and what
    stands around that in its page.
    """

    status: int
    headers: str
    inside: str
    around: str


def seen(response: TestResponse, path: str) -> Seen:
    headers = sorted(f"{name}: {value}" for name, value in response.headers if name != "Content-Length")
    told = ("\n".join(headers), response.get_data().decode(errors="replace"))
    drawn = response.headers["X-Request-Id"]
    head, body = (_without_lots(each, path, drawn) for each in told)
    before, found, after = body.partition("<main")
    inside, _, after = after.partition("</main>")
    return Seen(response.status_code, head, inside if found else body, before + after if found else "")


def _without_lots(told: str, path: str, drawn: str) -> str:
    for said in (path, path.replace("/", "%2F"), drawn):
        told = told.replace(said, "…")
    told = re.sub(r'name="csrf-token" content="[^"]*"', "csrf", told)
    told = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "csrf", told)
    return re.sub(r"nonce-[\w+/=-]+|nonce=\"[^\"]+\"|cop=[^;]+", "lot", told)


def payload(stage: Stage) -> dict[str, Any]:
    """Fits every event: unknown fields are ignored."""
    message = db.session.get(Message, stage.ids["message_id"])
    return {
        "space": stage.ids["slug"], "message": stage.ids["message_id"], "changed": message and message.changed,
        "text": "x", "key": people.key(), "after": 0, "before": 5, "upto": 1, "mark": "agree", "on": True,
        "reply_to": None, "prefix": "", "meeting": stage.ids["meeting_id"], "form": "act=come",
    }  # fmt: skip


def code_of(ack: dict[str, Any]) -> str:
    return "ok" if ack["ok"] else str(ack["error"]["code"])

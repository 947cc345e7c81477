"""Feeds: their addresses, for the person who has them, and what a reader program gets under one."""

import re

import sqlalchemy as sa
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import jobs, policy, web
from cop.allowances import Allowances
from cop.errors import NotFound, TooFast
from cop.feeds import commands, payloads, queries
from cop.models import Space, Topic
from cop.models.sign_ins import fingerprint

blueprint = Blueprint("feeds", __name__)

fetches = Allowances(60, a_second=0.1)
"""Of each feed, on one process: reader programs come a few times an hour."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@blueprint.get("/me/feeds")
@login_required
def mine() -> str:
    return render_template("feeds/feeds.html", feeds=queries.feeds_of(web.actor()))


@blueprint.post("/me/feeds/<int:feed_id>/removal")
@login_required
def end(feed_id: int) -> Response:
    commands.end_feed(actor_id=current_user.id, feed_id=feed_id)
    flash("That address answers nobody any more.", "good")
    return redirect(url_for("feeds.mine"), 303)


@blueprint.get("/spaces/<slug>/feed")
@login_required
def of_space(slug: str) -> str:
    return _offered(web.space(slug), None)


@blueprint.post("/spaces/<slug>/feed")
@login_required
@web.proved
def make_of_space(slug: str) -> str:
    token = commands.make_space_feed(actor_id=current_user.id, space_id=web.space(slug).id)
    return _made(token, web.space(slug), None)


@blueprint.get("/topics/<int:topic_id>/feed")
@login_required
def of_topic(topic_id: int) -> str:
    topic = _topic(topic_id)
    return _offered(topic.space, topic)


@blueprint.post("/topics/<int:topic_id>/feed")
@login_required
@web.proved
def make_of_topic(topic_id: int) -> str:
    token = commands.make_topic_feed(actor_id=current_user.id, topic_id=topic_id)
    topic = _topic(topic_id)
    return _made(token, topic.space, topic)


@blueprint.route("/calendar/feed", methods=["GET", "POST"])
@login_required
@web.proved
def of_my_calendar() -> str:
    return _calendar(None)


@blueprint.route("/spaces/<slug>/calendar/feed", methods=["GET", "POST"])
@login_required
@web.proved
def of_calendar(slug: str) -> str:
    return _calendar(web.space(slug))


def _calendar(space: Space | None) -> str:
    """The offer of an address, and once it was taken the page on which it stands, this once."""
    if space is not None and not policy.has_calendar(web.actor(), space):
        raise NotFound
    address = ""
    if request.method == "POST":
        space_id = space.id if space else None
        token = commands.make_calendar(actor_id=current_user.id, space_id=space_id)
        address = f"{jobs.settings().public_url}{url_for('feeds.dates', token=token)}"
        space = web.space(space.slug) if space else None
    return render_template("feeds/calendar.html", space=space, address=address)


def _topic(topic_id: int) -> Topic:
    found: Topic = web.found(sa.select(Topic).where(Topic.id == topic_id, policy.visible_topics(web.actor())))
    return found


def _offered(space: Space, topic: Topic | None) -> str:
    may = policy.can_take_feed(web.actor(), space)
    return render_template("feeds/feed.html", space=space, topic=topic, may=may, address="")


def _made(token: str, space: Space, topic: Topic | None) -> str:
    """The page on which the address stands, this once."""
    address = f"{jobs.settings().public_url}{url_for('feeds.fetch', token=token)}"
    return render_template("feeds/feed.html", space=space, topic=topic, may=True, address=address)


@blueprint.get("/feeds/<token>")
def fetch(token: str) -> Response:
    """What is new, for whoever has the address: no sign-in is asked for and none is looked at."""
    _slow_fetches(token)
    content = queries.content_of(token)
    page = web.fragment("feeds/feed.xml", content=content)
    return _given(_NOT_IN_XML.sub("", page).lstrip(), "application/atom+xml; charset=utf-8")


@blueprint.get("/feeds/<token>/calendar.ics")
def dates(token: str) -> Response:
    """When something is held, in the same way."""
    _slow_fetches(token)
    settings = jobs.settings()
    calendar = payloads.ical(queries.dates_of(token), site=settings.site_name, public_url=settings.public_url)
    return _given(calendar, "text/calendar; charset=utf-8")


def _slow_fetches(token: str) -> None:
    if not fetches.of(fingerprint(token)).take():
        raise TooFast("This feed is fetched too often. Once in a quarter of an hour is enough.")


def _given(said: str | bytes, kind: str) -> Response:
    response = make_response(said)
    response.content_type = kind
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    return response.make_conditional(request)

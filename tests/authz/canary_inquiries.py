"""Canaries in inquiries: what is asked is for the network, what is answered for whom its author has chosen."""

from cop import db
from cop.models import Inquiry, InquiryReaders, Resource, ResourceState
from tests.authz.canaries import Canaries
from tests.authz.stage import Stage
from tests.inquiring import put_response
from tests.shelving import put_resource

INSIDE = (
    "outsider",
    "invited",
    "newcomer",
    "member",
    "facilitator",
    "moderator_of_another",
    "neighbour",
    "moderator",
    "staff",
    "steward",
)


def put_inquiries(stage: Stage, canaries: Canaries) -> None:
    """A theme that is not published, a draft, and a response for each choice that its author has."""
    inquiry = db.get(Inquiry, int(stage.ids["inquiry_id"]))
    inquiry.title = canaries.hatch("inquiry", *INSIDE)
    inquiry.questions[0].text = canaries.hatch("inquiryquestion", *INSIDE)
    inquiry.report = canaries.hatch("inquiryreport", "staff", "steward")
    inquiry.themes[0].title = canaries.hatch("inquirytheme", "staff", "steward")
    inquiry.themes[0].text = canaries.hatch("inquirythemetext", "staff", "steward")
    people, all_of_them = stage.people, InquiryReaders.ALL
    begun = canaries.hatch("inquirydraft", "newcomer")
    put_response(inquiry, people["newcomer"], begun, readers=all_of_them, is_sent=False)
    put_response(inquiry, people["moderator"], canaries.hatch("inquirykept", "moderator", "staff", "steward"))
    put_response(inquiry, people["facilitator"], canaries.hatch("inquiryopen", *INSIDE), readers=all_of_them)


def put_resources(stage: Stage, canaries: Canaries) -> None:
    """In the library for the network; what waits for it is for who suggested it, and for who keeps the library."""
    published = db.get(Resource, int(stage.ids["resource_id"]))
    published.title, published.text = canaries.hatch("resource", *INSIDE), canaries.hatch("guide", *INSIDE)
    theirs = canaries.hatch("suggested", "member", "staff", "steward")
    about = {"key": "resource-that-waits", "state": ResourceState.SUGGESTED}
    canaries.ids["resource_id"].append(put_resource(stage.people["member"], theirs, **about).id)

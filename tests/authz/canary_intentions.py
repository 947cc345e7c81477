"""Canaries in intentions: what is shared is for who belongs to the network, what is not for its pair alone."""

from cop import clock, db
from cop.models import Commitment, Encouragement, Intention, KeyRelationship, Offer, Stakeholder
from tests import people
from tests.authz.canaries import Canaries
from tests.authz.stage import Stage
from tests.authz.things_paired import (
    HALVES,
    put_impact,
    put_indicator,
    put_pair,
    put_story,
    put_update,
    put_wording,
    reword,
)

NETWORK = (
    "outsider", "newcomer", "member", "facilitator", "moderator_of_another", "neighbour", "moderator", "staff",
    "steward",
)  # fmt: skip


def put_intentions(stage: Stage, canaries: Canaries) -> None:
    """One that is shared, with another wording that is not; and the draft of a pair that nobody of the cast is."""
    member, outsider = stage.people["member"], stage.people["outsider"]
    words = [canaries.hatch(name, *NETWORK) for name in ("intent", "ambition", "who", "partner", "helped")]
    pair = db.get(Intention, int(stage.ids["intention_id"])).pair
    db.get(Intention, int(stage.ids["intention_id"])).closed_at = pair.started_at
    shared = put_wording(pair, member, words[0], ambition=words[1], is_shared=True)
    reword(shared, member, canaries.hatch("reworded", *HALVES), ambition=canaries.hatch("further", *HALVES))
    about = {"intention_id": shared.id, "person_id": outsider.id}
    waiting = Offer(text=canaries.hatch("helping", *HALVES, "outsider"), key=people.key(), **about)
    accepted = Offer(text=words[4], key=people.key(), was_accepted=True, **about)
    relationship = KeyRelationship(
        kind=Stakeholder.STAFF, who=words[2], partner=words[3], intention_id=shared.id, person_id=member.id
    )
    db.session.add_all([waiting, accepted, relationship])
    counted = [canaries.hatch(name, *NETWORK) for name in ("counted", "unit")]
    _between(stage, canaries, pair.id)
    indicator = put_indicator(shared, member, *counted)
    update = put_update(
        shared, member, canaries.hatch("around", *NETWORK), canaries.hatch("within", *NETWORK)
    )
    _of_value(stage, canaries, shared)
    apart = _apart(canaries)
    db.session.flush()
    for name, rows in {
        "intention_id": [shared.id, apart.id],
        "offer_id": [waiting.id, accepted.id],
        "indicator_id": [indicator.id],
        "value_id": [indicator.values[0].id],
        "update_id": [update.id],
        "relationship_id": [relationship.id],
        "piece_kind": ["wording", "update", "offer"],
        "piece_key": [f"{shared.id}-1", f"{shared.id}-2", update.id, waiting.id, accepted.id],
        "pair": [apart.pair.space.slug],
    }.items():
        canaries.ids[name] += rows


def _between(stage: Stage, canaries: Canaries, pair_id: int) -> None:
    """What is said between a pair and its sponsor; of the rest the sponsor is shown what the pair chose."""
    appointee = stage.people["appointee"]
    shown = db.get(Intention, int(stage.ids["intention_id"]))
    word = canaries.hatch("encouraged", *HALVES, "appointee")
    db.session.add(Encouragement(intention_id=shown.id, person_id=appointee.id, text=word))
    said = {name: canaries.hatch(name, *HALVES, "appointee") for name in ("undertaken", "protected")}
    db.session.add(
        Commitment(
            pair_id=pair_id,
            person_id=appointee.id,
            text=said["undertaken"],
            time_protected=said["protected"],
            review_on=clock.today(),
        )
    )
    reword(shown, stage.people["member"], canaries.hatch("shownintent", *NETWORK, "appointee"))
    newest = shown.newest
    assert newest is not None
    shown.share(newest)


def _of_value(stage: Stage, canaries: Canaries, shared: Intention) -> None:
    """What others read of what has come of it, what they don't, and what an evaluator alone reads beside its author."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    seen = put_impact(member, shared, canaries.hatch("impact", *NETWORK), canaries.hatch("proof", *NETWORK))
    paired = put_impact(member, shared, canaries.hatch("pairedimpact", *HALVES), shared=False)
    own = put_impact(newcomer, None, canaries.hatch("ownimpact", "newcomer"), shared=False)
    told = put_story(member, canaries.hatch("storytitle", *NETWORK), canaries.hatch("told", *NETWORK))
    words = [canaries.hatch(name, "newcomer") for name in ("keptstory", "kept")]
    kept = put_story(newcomer, *words, published=False)
    lent = put_story(
        member, canaries.hatch("lentstory", "member", "appointee"), canaries.hatch("lent", "member", "appointee"),
        published=False,
    )  # fmt: skip
    lent.for_evaluation = True
    canaries.ids["impact_id"] += [seen.id, paired.id, own.id]
    canaries.ids["story_id"] += [told.id, kept.id, lent.id]


def _apart(canaries: Canaries) -> Intention:
    one = people.add_person("oneofapair")
    draft = put_wording(put_pair("APART", one), one, canaries.hatch("apartintent"), is_shared=False)
    about = {"intention_id": draft.id, "person_id": one.id, "kind": Stakeholder.STAFF}
    db.session.add(KeyRelationship(who=canaries.hatch("apartwho"), partner="x", **about))
    put_indicator(draft, one, canaries.hatch("apartcounted"))
    return draft

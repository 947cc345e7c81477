"""What there is to be done, taken from policy.yaml: who passes which door there is who does it."""

from tests.authz.declared import Rule, Who, read_rules

PLAIN = frozenset({"newcomer", "outsider"})
"""Members who look after nothing."""

PARTICIPANTS = PLAIN | frozenset(
    {"invited", "member", "facilitator", "moderator", "moderator_of_another", "neighbour", "steward"}
)
OF_OTHER_REVIEWS = {
    "POST /moderation/reviews/<int:review_id>/letting-in",
    "POST /moderation/reviews/<int:review_id>/reversal",
    "POST /moderation/reviews/<int:review_id>/turning-away",
    "POST /moderation/reviews/<int:review_id>/upholding",
    "POST /spaces/<slug>/joining",
}
"""Tasks of a moderator about which nobody can be asked where policy.yaml is tried: there is no appeal, and no group."""


def tasks_of(standing: str) -> set[str]:
    """The doors by which `standing` does something that plain members don't do."""
    return {
        door
        for door, rule in read_rules("doors").items()
        if door.startswith("POST ") and standing in anybody(rule) and not PLAIN & anybody(rule)
    }


def anybody(rule: Rule) -> Who:
    """Who passes in any state."""
    return frozenset[str]().union(*rule.who.values())

"""A moderator's decision in a sentence, for the person it is about."""

from cop.models import Decision, Verdict

_SENTENCES = {
    Verdict.RELEASE: "A moderator has released what you wrote in {space}. Its readers can see it now.",
    Verdict.RELEASE_EDITED: "A moderator has changed what you wrote in {space} and released it.",
    Verdict.DECLINE: "A moderator has decided not to release what you wrote in {space}. You can still see it yourself.",
    Verdict.HIDE: "A moderator has hidden what you wrote in {space}. Its readers can't see it any more.",
    Verdict.REDACT: "A moderator has taken words out of what you wrote in {space}. The rest stays as it was.",
    Verdict.PURGE: "A moderator has removed what you wrote in {space} for good. Nothing of it is kept.",
    Verdict.HIDE_REPORTED: "What you wrote in {space} was reported and is hidden until a moderator has looked at it.",
    Verdict.UPHOLD: "Somebody else has looked at a decision about you in {space} and lets it stand.",
    Verdict.OVERTURN: "Somebody else has looked at a decision about you in {space} and has reversed it.",
    Verdict.NOTE: "A moderator of {space} has left a note for you. It holds you back from nothing.",
    Verdict.WARN: "A moderator of {space} warns you. More follows if it happens again.",
    Verdict.HOLD_POSTS: "What you write in {space} waits for a moderator for now, before others read it.",
    Verdict.READ_ONLY: "You can read {space} and can’t write in it for now.",
    Verdict.RESTORE: "A moderator has restored what you wrote in {space}. Its readers can see it again.",
    Verdict.LOCK: "A moderator has locked a topic of yours in {space}: nobody can reply to it for now.",
    Verdict.UNLOCK: "A moderator has unlocked a topic of yours in {space}.",
    Verdict.ADD_MEMBER: "You were added to {space}.",
    Verdict.LET_IN: "You had asked to join {space}, and you are a member of it now.",
    Verdict.TURN_AWAY: "You had asked to join {space}. Its moderators have decided not to let you in.",
    Verdict.REMOVE_MEMBER: "Your membership of {space} has ended.",
    Verdict.SET_ROLES: "Your roles in {space} were changed.",
    Verdict.SET_TERM: "For how long you have a role in {space} was changed.",
    Verdict.SUSPEND: "You are suspended from {space} and can't read it or write in it for now.",
    Verdict.REINSTATE: "What was decided about you in {space} holds no more.",
}
_EVERYWHERE = {
    Verdict.NOTE: "A steward or programme staff have left a note for you. It holds you back from nothing.",
    Verdict.WARN: "A steward or programme staff warn you. More follows if it happens again.",
    Verdict.HOLD_POSTS: "What you write waits for a moderator in every space for now, before others read it.",
    Verdict.READ_ONLY: "You can read your spaces and can’t write in any of them for now.",
    Verdict.SUSPEND: "You are suspended from all spaces and can’t open any of them for now.",
    Verdict.REMOVE_MEMBER: "Your membership of all spaces has ended.",
    Verdict.REINSTATE: "What was decided about you in all spaces holds no more.",
    Verdict.APPOINT: "You were given a role outside of any space.",
    Verdict.SET_TERM: "For how long you have a role was changed.",
    Verdict.END_APPOINTMENT: "A role that you had outside of any space has ended.",
}
_OTHERWISE = "A moderator has made a decision about you or what you wrote in {space}."


def sentence_of(decision: Decision, space: str) -> str:
    """What was decided, in `space` by its name."""
    if decision.space_id is None and decision.verdict in _EVERYWHERE:
        return _EVERYWHERE[decision.verdict]
    return _SENTENCES.get(decision.verdict, _OTHERWISE).format(space=space)

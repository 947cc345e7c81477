"""A moderator's decision in a sentence, for the person it is about."""

from cop.models import Decision, Verdict

_SENTENCES = {
    Verdict.RELEASE: "A moderator has released what you wrote in {space}. Its readers can see it now.",
    Verdict.RELEASE_EDITED: "A moderator has changed what you wrote in {space} and released it.",
    Verdict.DECLINE: "A moderator has decided not to release what you wrote in {space}. You can still see it yourself.",
    Verdict.HIDE: "A moderator has hidden what you wrote in {space}. Its readers can't see it any more.",
    Verdict.RESTORE: "A moderator has restored what you wrote in {space}. Its readers can see it again.",
    Verdict.LOCK: "A moderator has locked a topic of yours in {space}: nobody can reply to it for now.",
    Verdict.UNLOCK: "A moderator has unlocked a topic of yours in {space}.",
    Verdict.ADD_MEMBER: "You were added to {space}.",
    Verdict.REMOVE_MEMBER: "Your membership of {space} has ended.",
    Verdict.SET_ROLES: "Your roles in {space} were changed.",
    Verdict.SUSPEND: "You are suspended from {space} and can't read it or write in it for now.",
    Verdict.REINSTATE: "Your suspension from {space} has ended. You can read it and write in it again.",
}
_OTHERWISE = "A moderator has made a decision about you or what you wrote in {space}."


def sentence_of(decision: Decision, space: str) -> str:
    """What was decided, in `space` by its name."""
    return _SENTENCES.get(decision.verdict, _OTHERWISE).format(space=space)

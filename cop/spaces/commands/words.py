"""The list of words of a space, which its moderators keep: what has one waits, is asked about, or says another."""

import sqlalchemy as sa

from cop import db, policy
from cop.db import command, session
from cop.errors import Invalid, NotFound
from cop.models import Decision, Effect, ListedWord, Space, Verdict
from cop.models.listed_words import MOST_IN_A_SPACE
from cop.policy import Actor, require
from cop.typed import one_line, tidied
from cop.wordlists import LONGEST, MARK, Phrase, WordList


@command
def list_word(
    *, actor_id: int, space_id: int, phrase: str, effect: Effect, replacement: str = ""
) -> ListedWord:
    """Put a word or short phrase into the list of a space, or let something else happen to one that is there. Where it
    is replaced and no `replacement` is given, a mark stands there. A repeat is harmless.

    Raises Invalid (no plain words, too many of them, or a replacement with a word of the list), NotFound, Forbidden.
    """
    space, actor = _kept_by(actor_id, space_id)
    line = one_line(phrase, limit=LONGEST, field="phrase", missing="Write a word or a short phrase.")
    said = one_line(replacement, limit=LONGEST, field="replacement") if _is_said(effect, replacement) else ""
    word, is_new = _named(space, line)
    if said:
        _require_another(space, word, said)
    if is_new or (word.effect, word.replacement) != (effect, said):
        word.effect, word.replacement = effect, said
        session.add(word)
        _count(space)
        _log(Verdict.LIST_WORD, actor, space, said=_what_happens(word))
    return word


@command
def unlist_word(*, actor_id: int, word_id: int) -> None:
    """Take a word off the list of its space. Raises NotFound, Forbidden."""
    word = db.get(ListedWord, word_id)
    space, actor = _kept_by(actor_id, word.space_id)
    word = db.lock(ListedWord, word_id)
    _log(Verdict.UNLIST_WORD, actor, space, said=f"“{word.phrase}”")
    session.delete(word)
    _count(space)


def _kept_by(actor_id: int, space_id: int) -> tuple[Space, Actor]:
    """The locked space and the actor as they stand; NotFound for a stranger."""
    space = db.lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(policy.can_set_rules(actor, space), "Only the moderators of this space keep its list of words.")
    return space, actor


def _is_said(effect: Effect, replacement: str) -> bool:
    return effect is Effect.REPLACE and bool(tidied(replacement))


def _named(space: Space, line: str) -> tuple[ListedWord, bool]:
    """The word of the list that is called so, or a new one, and whether it is that; Invalid if the list is full."""
    folded = Phrase.of(line).folded
    here = sa.select(ListedWord).where(ListedWord.space_id == space.id, ListedWord.folded == folded)
    word = session.scalars(here).one_or_none()
    if word is not None:
        return word, False
    if space.listed >= MOST_IN_A_SPACE:
        raise Invalid(f"A list has at most {MOST_IN_A_SPACE} words. Take one off first.", field="phrase")
    return ListedWord(space_id=space.id, phrase=line, folded=folded), True


def _require_another(space: Space, word: ListedWord, said: str) -> None:
    """Invalid if what is `said` instead has a word that is replaced itself: nobody would ever read it."""
    replaced = sa.select(ListedWord.phrase).where(
        ListedWord.space_id == space.id, ListedWord.effect == Effect.REPLACE
    )
    phrases = [word.phrase, *session.scalars(replaced)]
    if any(WordList((Phrase.of(each), each) for each in phrases).found(said)):
        raise Invalid("This has a word in it that is replaced itself.", field="replacement")


def _count(space: Space) -> None:
    session.flush()
    space.listed = (
        session.scalar(sa.select(sa.func.count(ListedWord.id)).where(ListedWord.space_id == space.id)) or 0
    )


def _what_happens(word: ListedWord) -> str:
    happens = {
        Effect.HOLD: "waits for a moderator",
        Effect.WARN: "is asked about",
        Effect.REPLACE: f"is replaced by {f'“{word.replacement}”' if word.replacement else MARK}",
    }
    return f"“{word.phrase}” {happens[word.effect]}."


def _log(verdict: Verdict, actor: Actor, space: Space, *, said: str) -> None:
    Decision.log(verdict, space_id=space.id, actor_id=actor.id, reason=said)

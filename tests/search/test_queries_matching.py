"""Both databases find the same by the same words: what a plain reading of the stems says, whatever the signs."""

from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cop import db, stems
from cop.db import session
from cop.models import EntryKind, SearchEntry
from cop.models.findable import put
from cop.models.lexemes import Lexemes
from cop.search.queries import Question
from cop.search.queries.matching import Match

WORDS = st.sampled_from(
    ["Costing", "costs", "trial", "trials", "Trust’s", "café", "CAFE", "naïve", "Ŵyn", "3.5", "1e5", "0x1F", "12ab",
     "a@b.org", "NHS_E", "Straße", "\u017fo", "Ελλάς", "пример", "例", "it's", "don't", "R&D", "foo/bar", "x-ray", "'",
     "|", "&", "!", ":*", "\\", "(", ")", "\U0001d49cbc", "½", "İstanbul", "NEAR", "AND", "OR", "NOT", "the", '"']
)  # fmt: skip
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=6).map(" ".join)
BOTH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@db.command
def put_all(texts: list[tuple[str, str]]) -> None:
    session.execute(sa.delete(SearchEntry))
    for number, (title, body) in enumerate(texts, 1):
        put(entry(number, title=title, body=body))


def entry(number: int, **of: str) -> dict[str, Any]:
    return {"id": number, "kind": EntryKind.POST, "version": 1, "words": Lexemes.of(**of)}


def matched(match: Match, condition: sa.ColumnElement[bool]) -> set[int]:
    query = sa.select(SearchEntry.id).select_from(match.source()).where(condition)
    return set(session.scalars(query))


@BOTH
@given(texts=st.lists(st.tuples(TEXTS, TEXTS), max_size=6), asked=TEXTS)
@example(texts=[("a", "b"), ("", "a b"), ("b", "")], asked="a b")
def test_they_find_what_has_every_stem(world: object, texts: list[tuple[str, str]], asked: str) -> None:
    put_all([(title.replace("\x00", ""), body.replace("\x00", "")) for title, body in texts])
    words = Question(asked).words
    if not words:
        return
    wanted = {stems.stem(word) for word in words}
    for in_title in (False, True):
        match = Match(tuple((stem,) for stem in wanted), in_title=in_title)
        expected = {
            number
            for number, (title, body) in enumerate(texts, 1)
            if wanted <= set(stems.stems(title if in_title else f"{title} \n {body}"))
        }
        assert matched(match, match.condition()) == expected
        assert matched(match, match.newest()) == expected


def test_each_stem_may_have_forms_and_a_changed_entry_has_its_new_ones_alone(world: object) -> None:
    put_all([("Costing", "a trial"), ("", "a visit")])
    either = Match((("trial", "visit"),))
    assert matched(either, either.condition()) == {1, 2}
    db.command(put)(entry(1, title="Costing", body="a study"))
    assert matched(either, either.condition()) == {2}
    study = Match((("studi",),))
    assert matched(study, study.condition()) == {1}
    db.command(lambda: session.execute(sa.delete(SearchEntry).where(SearchEntry.id == 1)))()
    assert matched(study, study.condition()) == set()


def test_a_title_weighs_more_than_words(world: object) -> None:
    put_all([("About other things", "we spoke of costs"), ("Costs", "we spoke of other things")])
    match = Match((("cost",),))
    query = sa.select(SearchEntry.id).select_from(match.source()).where(match.condition())
    assert session.scalars(query.order_by(match.score().desc())).all() == [2, 1]

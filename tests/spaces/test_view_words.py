"""The page of the list of words: for moderators alone, kept without JavaScript."""

import html

from cop.spaces.queries.words import words_of
from tests import people

WORDS = "/spaces/cohort-1/words"


def page(answer) -> str:
    return html.unescape(" ".join(answer.get_data(as_text=True).split()))


def test_words_are_listed_shown_and_taken_off(world, client_for, ann):
    browser = client_for(ann)
    assert WORDS in page(browser.get("/spaces/cohort-1/settings"))
    assert "No words are listed" in page(browser.get(WORDS))
    for sent in (
        {"phrase": "foo", "effect": "hold"},
        {"phrase": "cost*", "effect": "warn"},
        {"phrase": "bar", "effect": "replace", "replacement": "pub"},
        {"phrase": "baz", "effect": "replace"},
    ):
        answer = people.post(browser, WORDS, sent)
        assert (answer.status_code, answer.location) == (303, WORDS)
    seen = page(browser.get(WORDS))
    for words in (
        "4 words, of 200 at most.",
        'foo</b> <span class="cop-quiet">It waits<',
        "Its author is asked<",
        "The word is replaced by “pub”",
        "The word is replaced by ▮▮▮",
    ):
        assert words in seen
    first = words_of(world.cohort)[0]
    assert people.post(browser, f"{WORDS}/{first.id}/removal").status_code == 303
    assert "3 words" in page(browser.get(WORDS))
    assert people.post(browser, f"{WORDS}/{first.id}/removal").status_code == 404


def test_what_is_refused_comes_back_as_it_was_typed(world, client_for, ann):
    browser = client_for(ann)
    for sent, field, said in (
        ({"phrase": "C++", "effect": "hold"}, "phrase", "Write plain words"),
        ({"phrase": "", "effect": "hold"}, "phrase", "Write a word"),
        ({"phrase": "foo", "effect": "replace", "replacement": "a foo"}, "replacement", "is replaced itself"),
        ({"phrase": "foo", "effect": "burn"}, "effect", "Invalid Choice"),
    ):
        refused = people.post(browser, WORDS, sent)
        assert refused.status_code == 422, sent
        assert f"#{field}" in page(refused)
        assert said in page(refused)
        assert f'value="{sent["phrase"]}"' in page(refused) or not sent["phrase"]
    assert words_of(world.cohort) == []


def test_a_word_of_another_space_is_not_found_here(world, client_for, ann):
    people.post(client_for(ann), "/spaces/cohort-1-set-a/words", {"phrase": "foo", "effect": "hold"})
    (word,) = words_of(world.set_a)
    assert people.post(client_for(ann), f"{WORDS}/{word.id}/removal").status_code == 404
    assert [each.id for each in words_of(world.set_a)] == [word.id]


def test_bob_may_not_read_it_and_mallory_finds_nothing(world, client_for, ann, bob, mallory):
    people.post(client_for(ann), WORDS, {"phrase": "foo", "effect": "hold"})
    (word,) = words_of(world.cohort)
    for person, status in ((bob, 403), (mallory, 404)):
        browser = client_for(person)
        assert browser.get(WORDS).status_code == status
        assert people.post(browser, WORDS, {"phrase": "bar", "effect": "hold"}).status_code == status
        assert people.post(browser, f"{WORDS}/{word.id}/removal").status_code == status
    assert [each.id for each in words_of(world.cohort)] == [word.id]

"""Every place of the code that deletes is named here: it asks whether there is a hold, or says why it need not.

Whoever writes another one decides about that, and shows it in test_command_holds.py or test_command_letting_go.py.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

ASKS = "asks whether there is a hold"
ASKED = "is only called by what asks before"
MOVED = "the words stand somewhere else by now"
CHOICE = "a choice of one person that says nothing, taken back by them"
SECRET = "what opens an account is nobody's record"
COPY = "a copy of what is kept"
INDEX = "made of what is kept, and made anew"
CONSENT = "was given by consent, which is taken back, or has lost whom it was given to (domain.md C05)"
PAGE = "what a page of the programme says, by who looks after it, of nobody"
LOGGED = "a setting of who looks after the place; that it was there stands in the log"

REMOVES = {
    "cop/accounts/commands/departing/belongings.py:_forget_address": ASKS,
    "cop/accounts/commands/departing/belongings.py:_forget_files": ASKS,
    "cop/accounts/commands/departing/farewell.py:_end": ASKS,
    "cop/accounts/commands/departing/names.py:_unname_post": ASKS,
    "cop/accounts/commands/departing/offers.py:_take": ASKS,
    "cop/accounts/commands/departing/pairs.py:_forget": ASKED,
    "cop/accounts/commands/departing/pairs.py:_take": ASKS,
    "cop/accounts/commands/departing/profile.py:_empty_profile": ASKS,
    "cop/accounts/commands/departing/shared.py:_take_outcome": ASKS,
    "cop/accounts/commands/departing/shared.py:_take_poll": ASKS,
    "cop/accounts/commands/departing/shared.py:_take_summary": ASKS,
    "cop/accounts/commands/departing/tallies.py:_take_back": ASKS,
    "cop/accounts/commands/departing/tallies.py:_unmark_posts": ASKS,
    "cop/accounts/commands/departing/value.py:_take": ASKS,
    "cop/accounts/commands/departing/waiting.py:_unsay": ASKS,
    "cop/accounts/commands/factors.py:forget_codes_without_factor": SECRET,
    "cop/accounts/commands/factors.py:forget_since": SECRET,
    "cop/accounts/commands/factors.py:give": SECRET,
    "cop/accounts/commands/identities.py:_give_up": SECRET,
    "cop/accounts/commands/identities.py:forget_since": SECRET,
    "cop/accounts/commands/letters.py:drop_letter": "was never sent, and nobody wants it",
    "cop/accounts/commands/passkeys.py:_remove": SECRET,
    "cop/accounts/commands/second_steps.py:_authenticators": SECRET,
    "cop/accounts/commands/second_steps.py:forget_second_step": SECRET,
    "cop/chat/commands/looks.py:leave_room": "who looks at a room at this moment",
    "cop/exports/commands.py:_delete": COPY,
    "cop/exports/commands.py:_forget": COPY,
    "cop/forum/commands/attaching.py:_forget_attachment": ASKS,
    "cop/forum/commands/attaching.py:_leave_out": ASKS,
    "cop/forum/commands/bookmarks.py:forget_bookmark": CHOICE,
    "cop/forum/commands/polls.py:remove_poll": ASKS,
    "cop/forum/commands/tags.py:remove_tag": LOGGED,
    "cop/forum/commands/voting.py:take_back_vote": CHOICE,
    "cop/gatherings/commands/arranging.py:take_over": CONSENT,
    "cop/gatherings/commands/outcomes.py:drop_output": PAGE,
    "cop/gatherings/commands/outcomes.py:drop_outsider": "a name for the door, taken off where they ask",
    "cop/gatherings/commands/notes.py:forget_needs": CONSENT,
    "cop/gatherings/commands/places.py:_take_back": CHOICE,
    "cop/intentions/commands/impacts.py:remove_impact": ASKS,
    "cop/inquiries/commands/opening.py:_ask_anew": "questions that nobody has answered, by who asks them",
    "cop/inquiries/commands/responding.py:take_back_response": ASKS,
    "cop/inquiries/commands/theming.py:drop_theme": PAGE,
    "cop/inquiries/commands/theming.py:put_under": PAGE,
    "cop/intentions/commands/indicators.py:remove_indicator": ASKS,
    "cop/intentions/commands/indicators.py:remove_value": ASKS,
    "cop/intentions/commands/offers.py:take_back_offer": ASKS,
    "cop/intentions/commands/relationships.py:remove_relationship": ASKS,
    "cop/intentions/commands/sponsoring.py:take_back_encouragement": ASKS,
    "cop/intentions/commands/stories.py:remove_story": ASKS,
    "cop/intentions/commands/updates.py:remove_update": ASKS,
    "cop/meetings/commands/bidding.py:_clear": "a proposal that nobody has agreed to, made anew of bids that stay",
    "cop/meetings/commands/bidding.py:take_back_bid": CHOICE,
    "cop/meetings/commands/entering.py:_close": "a slot that never came; its bid is deferred",
    "cop/meetings/commands/entering.py:end_stays": "an offer that ends with what it was of",
    "cop/meetings/commands/learning.py:forget_learning": ASKS,
    "cop/meetings/commands/offices.py:accept_office": "an offer that was answered",
    "cop/meetings/commands/offices.py:take_facilitation": "an offer that ends with what it was of",
    "cop/meetings/commands/polling.py:withdraw_date": CHOICE,
    "cop/meetings/commands/preparing.py:_forget_note": ASKS,
    "cop/meetings/commands/preparing.py:_keep_hope": CHOICE,
    "cop/meetings/commands/retention.py:_forget": ASKS,
    "cop/meetings/commands/retention.py:_forget_hopes": ASKS,
    "cop/meetings/commands/scenes.py:settle": "a yes or no that was counted",
    "cop/meetings/commands/withdrawing.py:purge_slot": ASKS,
    "cop/models/belongings.py:erase": ASKED,
    "cop/models/resources.py:forget_suggestions": ASKED,
    "cop/models/contracts.py:forget": "a yes to what is asked no more; that the set was closed stands in its steps",
    "cop/models/contracts.py:take_back": CHOICE,
    "cop/models/drafts.py:forget": "what is being typed, and sent or emptied by whom it is",
    "cop/models/drafts.py:forget_of_former": ASKS,
    "cop/models/findable.py:renew": INDEX,
    "cop/models/forum_drafts.py:_delete": ASKS,
    "cop/models/forum_drafts.py:hand_over": MOVED,
    "cop/models/indexed.py:_forget": INDEX,
    "cop/models/indexed.py:_forget_gained": INDEX,
    "cop/models/indexed.py:_forget_lost": INDEX,
    "cop/models/meetings_floor.py:forget_floor": ASKED,
    "cop/models/mentions.py:renew": "read from the words, which are kept",
    "cop/models/messages.py:forget_words": ASKED,
    "cop/models/messages.py:mark": CHOICE,
    "cop/models/notices.py:choose": CHOICE,
    "cop/models/parting.py:_deleted": ASKED,
    "cop/models/parting.py:_deleted_with_letters": ASKED,
    "cop/models/parting.py:_deleted_with_places": ASKED,
    "cop/models/parting.py:forget_waves": ASKED,
    "cop/models/places.py:_join_readings": MOVED,
    "cop/models/post_marks.py:drop": CHOICE,
    "cop/models/purging.py:_delete": ASKED,
    "cop/models/purging.py:_forget_begun": ASKED,
    "cop/models/quotations.py:renew": "read from the words, which are kept",
    "cop/models/rotas.py:arrange": "an order of names, which is written anew",
    "cop/models/sources.py:let_lines_go": "a link between a line and a topic, which both stay",
    "cop/models/throttles.py:refill": "a count",
    "cop/programme/commands/grounds.py:drop_citation": PAGE,
    "cop/programme/commands/partners.py:drop_partner": PAGE,
    "cop/programme/commands/parts.py:drop_material": PAGE,
    "cop/programme/commands/parts.py:drop_segment": PAGE,
    "cop/search/commands/counting.py:count_gained": INDEX,
    "cop/search/commands/counting.py:count_words": INDEX,
    "cop/search/commands/counting.py:forget_gone": INDEX,
    "cop/search/commands/counting.py:start_over": INDEX,
    "cop/programme/commands/windows.py:drop_window": PAGE,
    "cop/spaces/commands/blocks.py:unblock_person": CHOICE,
    "cop/spaces/commands/handover.py:uncheck": LOGGED,
    "cop/spaces/commands/words.py:unlist_word": LOGGED,
}


def deletions() -> Iterator[str]:
    """`module:function` of all that deletes rows."""
    for path in sorted((ROOT / "cop").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(map(_deletes, ast.walk(function))):
                yield f"{name}:{function.name}"


def _deletes(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    if not isinstance(called, ast.Attribute) or called.attr != "delete":
        return False
    return isinstance(called.value, ast.Name) and called.value.id in {"sa", "session"}


def test_all_that_deletes_is_named():
    assert set(deletions()) == REMOVES.keys()

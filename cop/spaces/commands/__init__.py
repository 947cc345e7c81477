"""The verbs of spaces: making them, belonging to them, and what people say about themselves."""

from cop.spaces.commands.appointments import appoint_person, end_appointment
from cop.spaces.commands.blocks import block_person, unblock_person
from cop.spaces.commands.conversations import start_conversation
from cop.spaces.commands.creation import create_space
from cop.spaces.commands.forums import set_forum_rules
from cop.spaces.commands.handover import check, hand_over, uncheck
from cop.spaces.commands.inspecting import look_after_inspections
from cop.spaces.commands.inspections import (
    Sought,
    approve_inspection,
    ask_inspection,
    end_inspection,
    refuse_inspection,
)
from cop.spaces.commands.measures import (
    Wanted,
    end_measure,
    remove_member,
    take_measure,
)
from cop.spaces.commands.memberships import add_member, leave
from cop.spaces.commands.organisation_files import read_organisations, table_of
from cop.spaces.commands.organisation_lists import (
    Coming,
    Judged,
    enter_organisations,
    foresee_organisations,
)
from cop.spaces.commands.organisations import (
    OrganisationRow,
    Overtaken,
    create_organisation,
    edit_organisation,
    import_organisations,
    mark_of,
    name_successor,
    said_of,
)
from cop.spaces.commands.placing import place_in_sets
from cop.spaces.commands.profiles import change_affiliation, update_profile
from cop.spaces.commands.programmes import create_programme
from cop.spaces.commands.recruiting import Terms, recruit
from cop.spaces.commands.requests import ask_to_join, set_joining, take_request_back
from cop.spaces.commands.rooms import set_keeping, set_room_state, slow_room
from cop.spaces.commands.spaces import edit_space, set_hiding, set_space_policy
from cop.spaces.commands.standing import set_member_roles
from cop.spaces.commands.successions import (
    accept_succession,
    nominate,
    refuse_succession,
    withdraw_succession,
)
from cop.spaces.commands.terms import announce_terms, set_term
from cop.spaces.commands.words import list_word, unlist_word

__all__ = [
    "Coming",
    "Judged",
    "OrganisationRow",
    "Overtaken",
    "Sought",
    "Terms",
    "Wanted",
    "accept_succession",
    "add_member",
    "announce_terms",
    "appoint_person",
    "approve_inspection",
    "ask_inspection",
    "ask_to_join",
    "block_person",
    "change_affiliation",
    "check",
    "create_organisation",
    "create_programme",
    "create_space",
    "edit_organisation",
    "edit_space",
    "end_appointment",
    "end_inspection",
    "end_measure",
    "enter_organisations",
    "foresee_organisations",
    "hand_over",
    "import_organisations",
    "leave",
    "list_word",
    "look_after_inspections",
    "mark_of",
    "name_successor",
    "nominate",
    "place_in_sets",
    "read_organisations",
    "recruit",
    "refuse_inspection",
    "refuse_succession",
    "remove_member",
    "said_of",
    "set_forum_rules",
    "set_hiding",
    "set_joining",
    "set_keeping",
    "set_member_roles",
    "set_room_state",
    "set_space_policy",
    "set_term",
    "slow_room",
    "start_conversation",
    "table_of",
    "take_measure",
    "take_request_back",
    "unblock_person",
    "uncheck",
    "unlist_word",
    "update_profile",
    "withdraw_succession",
]

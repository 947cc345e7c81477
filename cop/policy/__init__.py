"""Who may do what, on one screen: `can_*` to act, `visible_*` to list, the two tested against each other.

| | reads | writes | moderates |
|---|---|---|---|
| cohort | its members, staff | members, facilitators, moderators | moderators |
| set | its members alone | the same | its facilitator, moderators |
| network, group, pair | its members alone | the same | moderators |
| direct | its members alone | while they may write to one another | nobody |

Whoever else must read a set inspects it: for a day, once a second person has approved it, and the set is told.
Moderators of a cohort bring others of it into its sets, which read who came and by whom; themselves they do not.

One may write to whom one shares a space with, unless a block stands between the two. What is reported in a
conversation goes to a steward, who sees that message alone.

An observer reads and does not write; a suspended or former member is a stranger. Held, declined and hidden words
are for their author and for who moderates the space. Nobody decides on their own contribution (domain.md MO6).
"""

from cop.errors import Forbidden
from cop.policy import (
    calendar,
    contracts,
    forums,
    gatherings,
    inquiries,
    intentions,
    library,
    programmes,
    tasks,
    workshops,
)
from cop.policy.actors import (
    NOBODY,
    Actor,
    load_actor,
    load_asker,
    load_signed_in,
    standing_in_a_row,
    standing_read,
)
from cop.policy.asking import loading, prepared
from cop.policy.audiences import known_readers
from cop.policy.calendar import *  # noqa: F403 - the names in its `__all__`
from cop.policy.contracts import *  # noqa: F403 - the names in its `__all__`
from cop.policy.conversations import (
    can_start_conversations,
    can_write_to,
    is_fellow,
    visible_correspondents,
    visible_fellows,
)
from cop.policy.decisions import can_be_told, told_decisions
from cop.policy.exports import can_open_export, visible_exports
from cop.policy.forums import *  # noqa: F403 - the names in its `__all__`
from cop.policy.gatherings import *  # noqa: F403 - the names in its `__all__`
from cop.policy.groups import can_ask_to_join, can_set_joining, visible_groups
from cop.policy.holding import held_under, is_held, rule_for, stays_as_released
from cop.policy.inquiries import *  # noqa: F403 - the names in its `__all__`
from cop.policy.inspections import (
    can_answer_inspection,
    can_end_inspection,
    can_inspect,
    can_see_inspection,
    can_see_inspections,
    inspectable_spaces,
    is_partial,
    visible_inspections,
)
from cop.policy.intentions import *  # noqa: F403 - the names in its `__all__`
from cop.policy.keeping import can_place_holds, can_read_hold, can_set_retention, visible_holds
from cop.policy.last_ones import is_last_moderator, lock_who_run, somebody_else_runs
from cop.policy.library import *  # noqa: F403 - the names in its `__all__`
from cop.policy.meetings import (
    can_meet,
    can_read_meeting,
    can_read_summary,
    can_speak_at,
    can_summarise_meeting,
    can_write_action,
    is_of_set,
    leads,
    people_of_meetings,
    visible_actions,
    visible_learning,
    visible_lines,
    visible_meetings,
)
from cop.policy.moderation import (
    can_decide,
    can_hide,
    can_purge,
    can_read_contribution,
    can_redact,
    can_report,
    can_restore,
    deciders_of,
    falls_to,
    has_words,
    offered,
    visible_reviews,
)
from cop.policy.notices import can_read_notice, visible_notices
from cop.policy.offices import (
    can_end_appointment,
    can_hand_over,
    can_see_appointments,
    can_set_term,
    who_run_network,
)
from cop.policy.people import (
    can_appoint,
    can_bring_waves,
    can_change_address,
    can_create_cohort,
    can_create_set,
    can_keep_organisations,
    can_read_letters,
    can_see_directory,
    can_see_who_left,
    visible_people,
    visible_profiles,
)
from cop.policy.pieces import can_read_piece, can_read_written, can_report_written
from cop.policy.placing import can_bring_in, can_place, can_place_in, placeable_sets
from cop.policy.programmes import *  # noqa: F403 - the names in its `__all__`
from cop.policy.publishing import can_publish
from cop.policy.readers import load_readers
from cop.policy.rooms import (
    can_edit_message,
    can_mark,
    can_mark_in,
    can_pin_message,
    can_read_draft,
    can_read_message,
    can_remove_message,
    can_say,
    can_see_message_revisions,
    can_set_room,
    visible_drafts,
    visible_messages,
)
from cop.policy.rules import can_set_rules, heeds_rules
from cop.policy.spaces import (
    OPEN_TO_STAFF,
    can_edit_space,
    can_end_measure,
    can_grant,
    can_manage_members,
    can_measure_everywhere,
    can_name_space,
    can_read_space,
    can_set_policy,
    load_reader_ids,
    moderated_spaces,
    moderates,
    moderators_of,
    nameable_spaces,
    reader_count,
    readers_in,
    readers_of,
    visible_spaces,
    writes_in,
)
from cop.policy.tasks import *  # noqa: F403 - the names in its `__all__`
from cop.policy.value import *  # noqa: F403 - the names in its `__all__`
from cop.policy.workshops import *  # noqa: F403 - the names in its `__all__`


def require(allowed: bool, message: str = "You can't do that here.") -> None:  # noqa: FBT001 - reads as a sentence
    """Forbidden unless `allowed`."""
    if not allowed:
        raise Forbidden(message)


__all__ = [
    "NOBODY",
    "OPEN_TO_STAFF",
    "Actor",
    "can_answer_inspection",
    "can_appoint",
    "can_ask_to_join",
    "can_be_told",
    "can_bring_in",
    "can_bring_waves",
    "can_change_address",
    "can_create_cohort",
    "can_create_set",
    "can_decide",
    "can_edit_message",
    "can_edit_space",
    "can_end_appointment",
    "can_end_inspection",
    "can_end_measure",
    "can_grant",
    "can_hand_over",
    "can_hide",
    "can_inspect",
    "can_keep_organisations",
    "can_manage_members",
    "can_mark",
    "can_mark_in",
    "can_measure_everywhere",
    "can_meet",
    "can_name_space",
    "can_open_export",
    "can_pin_message",
    "can_place",
    "can_place_holds",
    "can_place_in",
    "can_publish",
    "can_purge",
    "can_read_contribution",
    "can_read_draft",
    "can_read_hold",
    "can_read_letters",
    "can_read_meeting",
    "can_read_message",
    "can_read_notice",
    "can_read_piece",
    "can_read_space",
    "can_read_summary",
    "can_read_written",
    "can_redact",
    "can_remove_message",
    "can_report",
    "can_report_written",
    "can_restore",
    "can_say",
    "can_see_appointments",
    "can_see_directory",
    "can_see_inspection",
    "can_see_inspections",
    "can_see_message_revisions",
    "can_see_who_left",
    "can_set_joining",
    "can_set_policy",
    "can_set_retention",
    "can_set_room",
    "can_set_rules",
    "can_set_term",
    "can_speak_at",
    "can_start_conversations",
    "can_summarise_meeting",
    "can_write_action",
    "can_write_to",
    "deciders_of",
    "falls_to",
    "has_words",
    "heeds_rules",
    "held_under",
    "inspectable_spaces",
    "is_fellow",
    "is_held",
    "is_last_moderator",
    "is_of_set",
    "is_partial",
    "known_readers",
    "leads",
    "load_actor",
    "load_asker",
    "load_reader_ids",
    "load_readers",
    "load_signed_in",
    "loading",
    "lock_who_run",
    "moderated_spaces",
    "moderates",
    "moderators_of",
    "nameable_spaces",
    "offered",
    "people_of_meetings",
    "placeable_sets",
    "prepared",
    "reader_count",
    "readers_in",
    "readers_of",
    "require",
    "rule_for",
    "somebody_else_runs",
    "standing_in_a_row",
    "standing_read",
    "stays_as_released",
    "told_decisions",
    "visible_actions",
    "visible_correspondents",
    "visible_drafts",
    "visible_exports",
    "visible_fellows",
    "visible_groups",
    "visible_holds",
    "visible_inspections",
    "visible_learning",
    "visible_lines",
    "visible_meetings",
    "visible_messages",
    "visible_notices",
    "visible_people",
    "visible_profiles",
    "visible_reviews",
    "visible_spaces",
    "who_run_network",
    "writes_in",
]
__all__ += calendar.__all__
__all__ += contracts.__all__
__all__ += forums.__all__
__all__ += gatherings.__all__
__all__ += inquiries.__all__
__all__ += intentions.__all__
__all__ += library.__all__
__all__ += programmes.__all__
__all__ += tasks.__all__
__all__ += workshops.__all__

"""Everything that happens by the clock, on one screen: (every how many minutes, job)."""

from cop.accounts import tasks as accounts
from cop.chat import tasks as chat
from cop.exports import tasks as exports
from cop.forum import tasks as forum
from cop.intentions import tasks as intentions
from cop.jobs import Job
from cop.keeping import tasks as keeping
from cop.meetings import tasks as meetings
from cop.moderation import tasks as moderation
from cop.search import tasks as search
from cop.spaces import tasks as spaces
from cop.statements import tasks as statements

BY_THE_CLOCK: tuple[tuple[int, Job], ...] = (
    (1, accounts.deliver_waiting),
    (1, accounts.send_waves),
    (1, accounts.work_off_departures),
    (1, exports.make_waiting),
    (1, forum.settle_dates),
    (1, forum.end_polls),
    (1, search.catch_up),
    (1, forum.render_anew),
    (1, chat.render_anew),
    (1, spaces.announce_terms),
    (1, spaces.look_after_inspections),
    (1, meetings.keep_time),
    (30, accounts.remind_invited),
    (30, exports.forget),
    (30, chat.let_go),
    (30, moderation.remind_deciders),
    (30, forum.remind),
    (30, intentions.remind),
    (30, forum.remind_of_outcomes),
    (30, keeping.let_go),
    (30, meetings.let_go),
    (30, forum.sweep_attachments),
    (30, statements.remind_of_accessibility),
    (30, meetings.look_after_sets),
    (30, meetings.remind),
)

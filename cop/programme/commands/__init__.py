"""The verbs of programmes, and of what is planned in their cohorts."""

from cop.programme.commands.cohorts import keep_cohort
from cop.programme.commands.partners import drop_partner, name_partner
from cop.programme.commands.parts import (
    add_material,
    add_segment,
    drop_material,
    drop_segment,
    raise_segment,
)
from cop.programme.commands.programmes import Said, edit_programme, set_status
from cop.programme.commands.tasks import (
    Assignment,
    edit_task,
    respond,
    restore_task,
    set_task,
    withdraw_task,
)
from cop.programme.commands.windows import Window, drop_window, set_window
from cop.programme.commands.workshops import (
    Plan,
    cancel_workshop,
    edit_workshop,
    plan_workshop,
    restore_workshop,
)

__all__ = [
    "Assignment",
    "Plan",
    "Said",
    "Window",
    "add_material",
    "add_segment",
    "cancel_workshop",
    "drop_material",
    "drop_partner",
    "drop_segment",
    "drop_window",
    "edit_programme",
    "edit_task",
    "edit_workshop",
    "keep_cohort",
    "name_partner",
    "plan_workshop",
    "raise_segment",
    "respond",
    "restore_task",
    "restore_workshop",
    "set_status",
    "set_task",
    "set_window",
    "withdraw_task",
]

"""The verbs of programmes."""

from cop.programme.commands.partners import drop_partner, name_partner
from cop.programme.commands.programmes import Said, edit_programme, set_status

__all__ = ["Said", "drop_partner", "edit_programme", "name_partner", "set_status"]

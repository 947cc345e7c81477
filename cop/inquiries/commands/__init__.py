"""The verbs of inquiries."""

from cop.inquiries.commands.opening import Asked, edit_inquiry, open_inquiry
from cop.inquiries.commands.reporting import Reported, report
from cop.inquiries.commands.responding import respond, take_back_response
from cop.inquiries.commands.theming import Theme, add_theme, drop_theme, edit_theme, put_under

__all__ = [
    "Asked",
    "Reported",
    "Theme",
    "add_theme",
    "drop_theme",
    "edit_inquiry",
    "edit_theme",
    "open_inquiry",
    "put_under",
    "report",
    "respond",
    "take_back_response",
]

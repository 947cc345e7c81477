"""What may be attached: kinds told by name and by content alike, and what is left of a file once it was looked through.

Nothing here knows who asks or where bytes are kept. Pictures are drawn anew, so that nothing of their file is kept but
what can be seen; documents are kept as they came, looked into as far as it takes to refuse what runs by itself.
"""

from cop.files.examining import Examined, examine
from cop.files.kinds import ALLOWED, Kind, kind_by_name
from cop.files.names import clean_name
from cop.files.pictures import SMALL
from cop.files.scanning import connect

__all__ = ["ALLOWED", "SMALL", "Examined", "Kind", "clean_name", "connect", "examine", "kind_by_name"]

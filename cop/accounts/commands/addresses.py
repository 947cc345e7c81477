"""Addresses of mail as they are kept, and names of throttles that tell no address."""

import hmac
import re

from cop import jobs
from cop.errors import Invalid

LONGEST = 254
_MAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def normal(email: str) -> str:
    """The form in which addresses of mail are kept and compared."""
    return email.strip().casefold()[: LONGEST + 1]


def written(email: str) -> str:
    """`email` in its normal form; Invalid (field `email`) unless a letter can be sent to it and to nobody else."""
    kept = normal(email)
    if len(kept) > LONGEST or not _MAIL.fullmatch(kept):
        raise Invalid("Enter an e-mail address, such as name@example.nhs.uk.", field="email")
    return kept


def bucket(kind: str, *parts: object) -> str:
    """The name of a throttle for `parts`, from which they can't be read back."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{kind}:{hmac.digest(jobs.settings().secret_key.encode(), text.encode(), 'sha256').hex()}"

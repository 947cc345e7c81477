"""What can be refused, in the words of the domain; the edges translate it to HTTP and to acks."""


class CopError(Exception):
    """Something a person asked for that is refused. `message` is a sentence for that person."""

    status = 400
    code = "refused"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Forbidden(CopError):
    """The person may see the thing but not do this to it."""

    status, code = 403, "forbidden"


class NotFound(CopError):
    """There is no such thing, or none that this person may know of: the answer is the same."""

    status, code = 404, "not_found"

    def __init__(self, message: str = "There is nothing here that you can open.") -> None:
        super().__init__(message)


class Conflict(CopError):
    """Someone else, or an earlier request, was first."""

    status, code = 409, "conflict"


class Invalid(CopError):
    """The input has no acceptable meaning; `field` says which part of it."""

    status, code = 422, "invalid"


class Doubtful(Invalid):
    """It may be what must not be written here. Its author can say that it is not, and send it again."""

    code = "doubtful"


class Questioned(Doubtful):
    """It has a word that its readers' moderators ask about. Its author can say that they mean it."""

    code = "questioned"


class TooLarge(CopError):
    """More than one is allowed to send, or than is left to them; less of it would be taken."""

    status, code = 413, "too_large"


class Full(CopError):
    """There is no room to keep it; nothing was kept by halves, and whatever was there is as it was."""

    status, code = 507, "full"

    def __init__(self, message: str = "There is no room for files at the moment. Your text is kept.") -> None:
        super().__init__(message)


class Unreachable(CopError):
    """What keeps the files does not answer; a minute later it may."""

    status, code = 503, "unreachable"

    def __init__(self, message: str = "Files can’t be reached at the moment. Try again in a minute.") -> None:
        super().__init__(message)


class TooFast(CopError):
    """A throttle is exhausted; nothing was done and nothing is lost by waiting."""

    status, code = 429, "too_fast"


class Slow(TooFast):
    """The place is in slow mode and this person's next turn has not come; a page must not try again by itself."""

    code = "slow"

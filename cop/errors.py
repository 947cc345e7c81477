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


class TooFast(CopError):
    """A throttle is exhausted; nothing was done and nothing is lost by waiting."""

    status, code = 429, "too_fast"

"""Why an answer of the provider is not taken: a code for the log, never a word of the answer."""


class Refused(Exception):
    """The provider, or whoever speaks in its name, said something that is not to be believed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(Refused):
    """The provider did not answer, or not in time."""


def require(is_so: object, code: str) -> None:
    """Refused by `code` unless it is so."""
    if not is_so:
        raise Refused(code)

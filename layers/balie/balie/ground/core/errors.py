"""The five families of errors.

Subclass one beside the rule that raises it and give it a `code`. The family fixes the HTTP status
(`ground/web/problems.py`) and whether a queue tries again; the code has a paragraph in
docs/problems.md.
"""

from typing import ClassVar


class BalieError(Exception):
    """detail: what happened and what to do, in plain words; a person may read it."""

    code: ClassVar[str]

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Invalid(BalieError):
    """The input is wrong; trying again unchanged cannot help."""

    code: ClassVar[str] = "invalid"


class Forbidden(BalieError):
    """The caller is known, or need not be, but may not do this."""

    code: ClassVar[str] = "forbidden"


class SignedOut(Forbidden):
    """Nobody is signed in, or no longer."""

    code: ClassVar[str] = "signed_out"


class NotFound(BalieError):
    """No such object for this caller: missing, or another's."""

    code: ClassVar[str] = "not_found"


class Conflict(BalieError):
    """The object is not in a state that allows this."""

    code: ClassVar[str] = "conflict"


class Unavailable(BalieError):
    """Something that we depend on does not answer; trying again later may help."""

    code: ClassVar[str] = "unavailable"


class TooMany(Unavailable):
    """Asked more often than is allowed."""

    code: ClassVar[str] = "too_many"

    def __init__(self, detail: str, *, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Changed(Conflict):
    """What was read had changed by the time of the commit: read again and decide again.

    409 to a person, a redelivery to a queue. Never swallowed: it may be a lost payment.
    """

    code: ClassVar[str] = "changed"

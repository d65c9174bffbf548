"""Which rows of a copy come back, in which order, and which never do: by their keys.

The table's stream tells of `EVENT#` rows when they are new. So they come last, when the firm's own
row says until when nothing is news any more, and its chain knows which of them have a place.
"""

from enum import IntEnum, auto

from balie.ground.aws import guard, keys, staff_keys
from balie.ground.aws.keys import Key

COUNTED = "LIMIT#"
LET_IN = ("CHALLENGE#", "SESSION#", "SIGN_IN_LINK#", "SIGN_IN_REQUEST#", "VIEW#", "VIEW_CODE#")
OF_A_USER = staff_keys.user_rows("")
LET_A_USER_IN = (staff_keys.USER_SESSIONS, staff_keys.set_up_link("").sk)
SENT = keys.sent("").pk


class Stage(IntEnum):
    """In this order. AS_IS: neither brought back nor removed. ENDED: removed, never brought back:
    whatever lets somebody in without a passkey, which may have been ended since."""

    AS_IS = auto()
    ENDED = auto()
    FIRM = auto()
    HOSTS = auto()
    NOTES = auto()
    REST = auto()
    EVENTS = auto()


def is_host(pk: str) -> bool:
    return pk.startswith(guard.DIRECTORY)


def scope_of(pk: str) -> str:
    """What all keys of the row begin with."""
    return guard.DIRECTORY if is_host(pk) else guard.prefix_of(guard.tenant_of(pk))


def stage_of(pk: str, sk: str) -> Stage:
    """pk: as the table has it. Raises KeyRefused or ValueError for what is no row of ours."""
    if is_host(pk):
        return Stage.HOSTS
    key = Key(pk.removeprefix(guard.prefix_of(guard.tenant_of(pk))), sk)
    if key == keys.tenant():
        return Stage.FIRM
    if key.pk.startswith(COUNTED):
        return Stage.AS_IS
    if key.pk.startswith(LET_IN) or (key.pk.startswith(OF_A_USER) and sk.startswith(LET_A_USER_IN)):
        return Stage.ENDED
    if key.pk.startswith(SENT):
        return Stage.NOTES
    return Stage.EVENTS if sk.startswith(keys.EVENTS) else Stage.REST


def may_vanish(stage: Stage) -> bool:
    """Notes of what was sent stay, so that it is not sent again; hosts stay bound."""
    return stage in (Stage.ENDED, Stage.REST, Stage.EVENTS)


def kind_of(sk: str) -> str:
    """What a row is, in a word or two: "invoice", "invoice lines"."""
    return sk.removeprefix(keys.HEAD).partition("#")[0].replace("_", " ").lower()

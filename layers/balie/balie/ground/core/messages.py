"""Queued messages, read as strictly as what strangers send: a queue can be written to by hand."""

import json
from functools import cache
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from balie.ground.core.errors import Invalid
from balie.ground.core.ids import TENANT

Message = TypeVar("Message")


class MessageRefused(Invalid):
    """A queued message that is none of ours: dead-lettered, with this reason."""

    code = "message_refused"


def read(body: str, *shapes: type[Message]) -> Message:
    """The message, of one of these TypedDicts, each with a `tenant`. Raises MessageRefused."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MessageRefused(f"The message is no JSON ({type(error).__name__}).") from error
    if not any(_has_shape(message, shape) for shape in shapes):
        raise MessageRefused("The message has not the fields of any that is sent here.")
    if not TENANT.fullmatch(message["tenant"]):
        raise MessageRefused("The message names no firm that could exist.")
    return cast("Message", message)


def _has_shape(message: Any, shape: Any) -> bool:
    fields = _fields(shape)
    if not isinstance(message, dict) or message.keys() != fields.keys():
        return False
    return all(_fits(message[name], wanted) for name, wanted in fields.items())


@cache
def _fields(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _fits(value: object, wanted: Any) -> bool:
    if get_origin(wanted) is Literal:
        return value in get_args(wanted)
    return type(value) is wanted

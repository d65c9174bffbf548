"""A hint: "look at that object". All that is kept of a provider's notification."""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from balie.ground.core.errors import Invalid
from balie.ground.core.events import Cause
from balie.ground.core.ids import TENANT

REF = re.compile(r"[A-Za-z]{2,12}_[A-Za-z0-9_]{1,120}")  # goes into URLs and keys


class Kind(StrEnum):
    """What is looked at; the object that holds the fact, not always the one that was named."""

    CONNECTION = "connection"
    CUSTOMER = "customer"
    INVOICE = "invoice"
    PAYMENT = "payment"
    PAYMENT_METHOD = "payment_method"
    MANDATE = "mandate"
    SUBSCRIPTION = "subscription"


class HintRefused(Invalid):
    """A queued message that is no hint: dead-lettered, with this reason."""

    code = "hint_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """event_ref: the notification's own id.

    ignored: why the notification is recorded but must have no effect; None usually.
    cause: what made us look. catch_up_id: of the import or sync that counts it.
    """

    provider: str
    connection_id: str
    kind: Kind
    ref: str
    event_ref: str
    ignored: str | None = None
    cause: Cause = Cause.WEBHOOK
    catch_up_id: str | None = None


def to_message(tenant: str, hint: Hint) -> dict[str, Any]:
    return {"tenant": tenant, **asdict(hint)}


def from_message(body: str) -> tuple[str, Hint]:
    """The tenant and the hint. Raises HintRefused: a queue can be written to by hand."""
    try:
        message = json.loads(body)
        tenant = str(message["tenant"])
        hint = Hint(
            provider=str(message["provider"]),
            connection_id=str(message["connection_id"]),
            kind=Kind(message["kind"]),
            ref=str(message["ref"]),
            event_ref=str(message["event_ref"]),
            ignored=message.get("ignored"),
            cause=Cause(message.get("cause", Cause.WEBHOOK)),
            catch_up_id=message.get("catch_up_id"),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise HintRefused(f"The message is no hint ({type(error).__name__}).") from error
    if not TENANT.fullmatch(tenant) or not REF.fullmatch(hint.connection_id):
        raise HintRefused("The message names no connection that could exist.")
    if not (REF.fullmatch(hint.ref) and REF.fullmatch(hint.event_ref)):
        raise HintRefused("The message names an object that no provider could have.")
    return tenant, hint

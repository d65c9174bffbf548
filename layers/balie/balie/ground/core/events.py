"""What happened: the event that tells of a change and is, at the same time, its audit entry."""

import json
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum

from balie.ground.core import canonical
from balie.ground.core.clock import from_text, to_text


class Cause(StrEnum):
    """What made it happen, which decides whether anything may leave the house because of it."""

    WEBHOOK = "webhook"
    IMPORT = "import"
    SYNC = "sync"
    PERSON = "person"
    OPERATOR = "operator"
    TIMER = "timer"


NEWS_FOR = timedelta(hours=72)  # as long as Stripe goes on telling of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """name: `object.past_participle`. data: facts for readers, never a secret, never free text.

    actor: who did it ("contact:con_…", "provider:stripe", "operator:shell", "system").
    cause_ref: the cause's own id: the provider's event, the import or sync, the request; None for
    what has none. occurred_at: when it happened in the world. recorded_at: when we wrote it down.
    tenant: "" on rows of releases that did not write it.
    """

    id: str
    name: str
    object_id: str
    customer_id: str | None
    actor: str
    cause: Cause
    occurred_at: datetime
    recorded_at: datetime
    data: dict[str, str] = field(default_factory=dict)
    tenant: str = ""
    cause_ref: str | None = None


FIELDS = {each.name for each in fields(Event)}


def may_leave_the_house(event: Event) -> bool:
    """Whether mail and the like may follow: never from an import, else only while it is news.

    A firm that connects an account with a long history, and hears all of it, writes to nobody.
    """
    if event.cause is Cause.IMPORT:
        return False
    return event.recorded_at - event.occurred_at < NEWS_FOR


def to_json(event: Event) -> str:
    """Canonical: the text that the event's hash is made of."""
    return canonical.to_text(
        {
            "id": event.id,
            "tenant": event.tenant,
            "name": event.name,
            "object_id": event.object_id,
            "customer_id": event.customer_id,
            "actor": event.actor,
            "cause": event.cause.value,
            "cause_ref": event.cause_ref,
            "occurred_at": to_text(event.occurred_at),
            "recorded_at": to_text(event.recorded_at),
            "data": event.data,
        }
    )


def from_json(text: str) -> Event:
    """What newer releases add has a default, so that older rows are read as well.

    What this release does not know is passed over: so it reads what a newer one wrote.
    """
    said = json.loads(text)
    found = {name: said[name] for name in FIELDS if name in said}
    found["cause"] = Cause(found["cause"])
    found["occurred_at"] = from_text(found["occurred_at"])
    found["recorded_at"] = from_text(found["recorded_at"])
    return Event(**found)

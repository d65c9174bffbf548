"""What happened, as the desk's API says it; the words for it are the page's."""

from pydantic import BaseModel

from balie.ground.core.clock import to_text
from balie.views.activity.model import Happened, Happenings


class WireActor(BaseModel):
    """kind: user, contact, provider, operator, timer, system or visitor. name: "" when unknown."""

    kind: str
    id: str
    name: str


class WireEvent(BaseModel):
    """at: when it happened; recorded_at: when it was written down.

    seq: its place in the audit log; None until it has one, a moment later.
    """

    id: str
    name: str
    at: str
    recorded_at: str
    actor: WireActor
    cause: str
    object_id: str
    customer_id: str | None
    seq: int | None
    data: dict[str, str]


class WireEvents(BaseModel):
    """The newest first. next_cursor: None at the end; a page may have none and still go on."""

    events: list[WireEvent]
    next_cursor: str | None


def events(of: Happenings) -> WireEvents:
    return WireEvents(events=[_event(one) for one in of.events], next_cursor=of.next_after)


def _event(of: Happened) -> WireEvent:
    event = of.audited.event
    kind, _, actor_id = event.actor.partition(":")
    return WireEvent(
        id=event.id,
        name=event.name,
        at=to_text(event.occurred_at),
        recorded_at=to_text(event.recorded_at),
        actor=WireActor(kind=kind, id=actor_id, name=of.by),
        cause=event.cause.value,
        object_id=event.object_id,
        customer_id=event.customer_id,
        seq=of.audited.seq,
        data=event.data,
    )

"""The webhook address of a connection: made, kept, and looked after once a night."""

import secrets as random
from datetime import datetime
from typing import TYPE_CHECKING

from balie.ground.aws import secrets, settings
from balie.ground.aws.work import open_work
from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause
from balie.outside.providers import authorisation, connections, registry
from balie.outside.providers.connections import Connection
from balie.outside.providers.refusals import KeyRefused, RequestRefused

if TYPE_CHECKING:
    from balie.outside.providers.stripe.endpoints import Endpoints


def prefix(provider: str, tenant: str) -> str:
    """What the addresses of all of the firm's endpoints at the provider begin with."""
    return f"{settings.public_url()}/webhooks/{provider}/{tenant}/"


def renew(
    tenant: str,
    connection: Connection,
    there: "Endpoints",
    *,
    actor: str,
    cause: Cause,
    now: datetime,
) -> Connection:
    """Make a new one at the provider, keep it, and remove the others there.

    In this order: whatever is lost on the way, news goes on coming in, and what an answer that was
    lost left there goes the next time.
    """
    token = random.token_urlsafe(16)
    ref, plain = there.make(token)
    sealed = secrets.encrypt(plain, tenant=tenant, connection_id=connection.id, purpose="webhook")
    with open_work(tenant, actor, cause, now) as work:
        before = connections.get(work, connection.id)
        renewed = connections.save_endpoint(work, before, ref, token=token, secret=sealed)
        work.record("connection.endpoint_replaced", connection.id)
    there.remove(but=ref, also=before.endpoint_ref)
    return renewed


def look_after(tenant: str, connection: Connection, clock: Clock) -> None:
    """See that the provider tells of all that we keep, at an address that we know.

    A firm may have deleted the endpoint, a release may know more types of events, and Stripe
    switches off what failed for days. What the key is not allowed to do is noted on the connection:
    a sync goes on without.
    """
    there = registry.endpoints(tenant, connection, prefix(connection.provider, tenant))
    try:
        if connection.endpoint_ref and there.bring_up_to_date(connection.endpoint_ref):
            there.remove(but=connection.endpoint_ref)
        else:
            renew(tenant, connection, there, actor="system", cause=Cause.SYNC, now=clock())
    except (KeyRefused, RequestRefused) as refusal:
        authorisation.note(tenant, connection.id, refusal, clock)

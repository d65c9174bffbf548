"""Connecting a firm's provider account: check the key, make the webhook endpoint, keep both."""

import secrets as random
from datetime import datetime

from balie.ground.aws import secrets, settings
from balie.ground.aws.work import open_work
from balie.ground.core.errors import Invalid
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers import connections
from balie.outside.providers.connections import Connection, Endpoint
from balie.outside.providers.stripe import client, notifications


class WrongMode(Invalid):
    """A test key for a firm that is live, or the other way round."""

    code = "wrong_mode"


class KeyUnusable(Invalid):
    """Not the form of a secret or restricted key."""

    code = "key_unusable"


def connect_stripe(
    tenant: str, *, api_key: str, live: bool, actor: str, now: datetime
) -> Connection:
    """Connect the account that `api_key` belongs to; its webhooks come in from then on.

    The key is kept before the endpoint is made: should the call fail or its answer be lost, the
    connection stands without an endpoint, and connecting again makes a new one.
    Raises KeyUnusable, WrongMode, or what the provider's client raises.
    """
    if not api_key.startswith(("sk_", "rk_")):
        raise KeyUnusable("A Stripe key begins with sk_ or rk_.")
    if live != api_key.startswith(("sk_live_", "rk_live_")):
        raise WrongMode("The key's mode (test or live) is not that of the firm.")
    account = client.Account(api_key, settings.stripe_api_base())
    connection_id = new_id("con")
    connection = Connection(
        id=connection_id,
        provider="stripe",
        account_ref=account.get("/v1/account")["id"],
        live=live,
        api_key=secrets.encrypt(api_key, tenant=tenant, connection_id=connection_id, purpose="api"),
    )
    with open_work(tenant, actor, Cause.PERSON, now) as work:
        connections.save(work, connection)
        work.record("connection.created", connection_id, provider="stripe")
    token = random.token_urlsafe(16)
    made = account.post(
        "/v1/webhook_endpoints",
        idempotency_key=connection_id,
        url=f"{settings.public_url()}/webhooks/stripe/{tenant}/{token}",
        enabled_events=sorted(notifications.POINTS_AT),
        api_version=client.API_VERSION,
        description="Balie",
    )
    endpoint = Endpoint(
        connection_id=connection_id,
        provider="stripe",
        account_ref=connection.account_ref,
        live=live,
        webhook_secrets=(
            secrets.encrypt(
                made["secret"], tenant=tenant, connection_id=connection_id, purpose="webhook"
            ),
        ),
    )
    with open_work(tenant, actor, Cause.PERSON, now) as work:
        connections.save_endpoint(work, token, endpoint)
    return connection

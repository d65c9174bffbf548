"""Connecting a firm's provider account: check the key, make the webhook endpoint, keep both."""

import secrets as random
from dataclasses import replace
from datetime import datetime

from balie.ground.aws import secrets, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core.errors import Invalid
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers import connections
from balie.outside.providers.connections import Connection, Endpoint
from balie.outside.providers.refusals import KeyRefused
from balie.outside.providers.stripe import client, webhook_events


class WrongMode(Invalid):
    """A test key for a firm that is live, or the other way round."""

    code = "wrong_mode"


class KeyUnusable(Invalid):
    """Not a secret or restricted key, or one that the provider refuses."""

    code = "key_unusable"


def connect_stripe(
    tenant: str, *, api_key: str, live: bool, actor: str, now: datetime
) -> Connection:
    """Connect the account that `api_key` belongs to; its webhooks come in from then on.

    Connecting an account again replaces its key and its endpoint: so a key is rotated, and what a
    lost answer left half done is mended. Raises KeyUnusable, WrongMode, or what the provider's
    client raises.
    """
    if not api_key.startswith(("sk_", "rk_")):
        raise KeyUnusable("A Stripe key begins with sk_ or rk_.")
    if live != api_key.startswith(("sk_live_", "rk_live_")):
        raise WrongMode("The key's mode (test or live) is not that of the firm.")
    account = client.Account(api_key, settings.stripe_api_base())
    account_ref = _account_ref(account)
    with open_work(tenant, actor, Cause.PERSON, now) as work:
        kept = _keep_key(work, account_ref, live, api_key)
    token = random.token_urlsafe(16)
    endpoint_ref, endpoint = _make_endpoint(account, tenant, kept, token)
    with open_work(tenant, actor, Cause.PERSON, now) as work:
        connected = replace(connections.get(work, kept.id), endpoint_ref=endpoint_ref)
        connections.save(work, connected)
        connections.save_endpoint(work, token, endpoint)
    if kept.endpoint_ref:
        account.delete(f"/v1/webhook_endpoints/{kept.endpoint_ref}")
    return connected


def _keep_key(work: Work, account_ref: str, live: bool, api_key: str) -> Connection:
    before = connections.of_account(work, "stripe", account_ref, live)
    connection_id = before.id if before else new_id("con")
    sealed = secrets.encrypt(
        api_key, tenant=work.tenant, connection_id=connection_id, purpose="api"
    )
    if before:
        kept = replace(before, api_key=sealed)
    else:
        kept = Connection(
            id=connection_id,
            provider="stripe",
            account_ref=account_ref,
            live=live,
            api_key=sealed,
        )
    connections.save(work, kept)
    work.record("connection.key_replaced" if before else "connection.created", connection_id)
    return kept


def _account_ref(account: client.Account) -> str:
    try:
        return str(account.get("/v1/account")["id"])
    except KeyRefused as error:
        raise KeyUnusable(error.detail) from error


def _make_endpoint(
    account: client.Account, tenant: str, connection: Connection, token: str
) -> tuple[str, Endpoint]:
    """The provider's id of the endpoint, and what verifying needs."""
    made = account.post(
        "/v1/webhook_endpoints",
        idempotency_key=new_id("req"),
        url=f"{settings.public_url()}/webhooks/stripe/{tenant}/{token}",
        enabled_events=sorted(webhook_events.POINTS_AT),
        api_version=client.API_VERSION,
        description="Balie",
    )
    secret = secrets.encrypt(
        made["secret"], tenant=tenant, connection_id=connection.id, purpose="webhook"
    )
    return made["id"], Endpoint(
        connection_id=connection.id,
        provider="stripe",
        account_ref=connection.account_ref,
        live=connection.live,
        webhook_secrets=(secret,),
    )

"""Connecting a firm's provider account and disconnecting it."""

from dataclasses import replace
from datetime import datetime

from balie.ground.aws import secrets, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core.errors import Invalid
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers import connections, endpoints, registry, timetable
from balie.outside.providers.connections import Connection, Status
from balie.outside.providers.refusals import (
    KeyRefused,
    ObjectMissing,
    ProviderUnavailable,
    RequestRefused,
)
from balie.outside.providers.stripe import permissions
from balie.outside.providers.stripe.client import Account, JsonObject
from balie.outside.providers.stripe.endpoints import Endpoints


class WrongMode(Invalid):
    """A test key for a firm that is live, or the other way round."""

    code = "wrong_mode"


class KeyUnusable(Invalid):
    """Not a secret or restricted key, or one that the provider refuses."""

    code = "key_unusable"


class PermissionMissing(Invalid):
    """The key may not do all that is needed; names: what it lacks, in the provider's names."""

    code = "permission_missing"

    def __init__(self, detail: str, names: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.names = names


def connect_stripe(
    tenant: str,
    *,
    api_key: str,
    live: bool,
    actor: str,
    now: datetime,
    write_back: bool = False,
) -> Connection:
    """Connect the account that `api_key` belongs to; its webhooks come in from then on.

    Connecting an account again replaces its key and its endpoint: so a key is rotated, an account
    that was disconnected is connected again, and what a lost answer left half done is mended.
    write_back: whether the key must let us tell Stripe of what happens here. Raises KeyUnusable,
    WrongMode or PermissionMissing before anything is kept, or what the provider's client raises.
    """
    if not api_key.startswith(("sk_", "rk_")):
        raise KeyUnusable("A Stripe key begins with sk_ or rk_.")
    if live != api_key.startswith(("sk_live_", "rk_live_")):
        raise WrongMode("The key's mode (test or live) is not that of the firm.")
    account = Account(api_key, settings.stripe_api_base())
    found = _checked(account, live=live, write_back=write_back)
    with open_work(tenant, actor, Cause.OPERATOR, now) as work:
        kept = _keep_key(work, found, api_key, live=live, write_back=write_back)
    there = Endpoints(account, endpoints.prefix("stripe", tenant))
    return endpoints.renew(tenant, kept, there, actor=actor, cause=Cause.OPERATOR, now=now)


def disconnect(tenant: str, connection_id: str, *, actor: str, now: datetime) -> bool:
    """Forget the account's key and close its webhook address; what it brought stays.

    Whether its endpoint is gone at the provider: a key that is dead cannot delete it, and does not
    stand in the way. Raises ConnectionMissing.
    """
    with open_work(tenant, actor, Cause.OPERATOR, now) as work:
        connection = connections.get(work, connection_id)
    if connection.status is Status.DISCONNECTED:
        return True
    tokens = _remove_endpoints(tenant, connection)
    with open_work(tenant, actor, Cause.OPERATOR, now) as work:
        before = connections.get(work, connection_id)
        connections.close(work, before, Status.DISCONNECTED, also=tuple(tokens or ()))
        there = "left" if tokens is None else "removed"
        work.record("connection.disconnected", connection_id, endpoint=there)
    return tokens is not None


def _checked(account: Account, *, live: bool, write_back: bool) -> JsonObject:
    """The account, once the key is known to be allowed all that it must be."""
    wanted = permissions.needed(write_back=write_back)
    try:
        lacking = permissions.missing(account, wanted)
    except KeyRefused as refused:
        raise KeyUnusable(refused.detail) from refused
    if lacking:
        page = permissions.page_for_a_key(wanted, live=live)
        raise PermissionMissing(
            f"The key lacks {permissions.told(lacking)}. Make one that has all: {page}", lacking
        )
    return account.itself()


def _keep_key(
    work: Work, found: JsonObject, api_key: str, *, live: bool, write_back: bool
) -> Connection:
    before = connections.of_account(work, "stripe", found["id"], live)
    connection_id = before.id if before else new_id("con")
    sealed = secrets.encrypt(
        api_key, tenant=work.tenant, connection_id=connection_id, purpose="api"
    )
    kept = replace(
        before
        or Connection(
            id=connection_id, provider="stripe", account_ref=found["id"], live=live, api_key=""
        ),
        api_key=sealed,
        account_name=_name(found),
        status=Status.CONNECTED,
        connected_at=work.now,
        disconnected_at=None,
        write_back=write_back,
        missing_permissions=(),
        last_error_code=None,
        last_error_at=None,
    )
    connections.save(work, kept)
    timetable.plan(work, connection_id)
    work.record(_what_happened(before), connection_id)
    return kept


def _what_happened(before: Connection | None) -> str:
    if before is None:
        return "connection.created"
    return "connection.key_replaced" if before.is_open else "connection.reconnected"


def _name(found: JsonObject) -> str:
    """As the firm sees it in Stripe's dashboard."""
    shown = (found.get("settings") or {}).get("dashboard") or {}
    return str(shown.get("display_name") or (found.get("business_profile") or {}).get("name") or "")


def _remove_endpoints(tenant: str, connection: Connection) -> list[str] | None:
    """The tokens of those removed; None when the provider did not let us."""
    if not connection.is_open:
        return None
    there = registry.endpoints(tenant, connection, endpoints.prefix(connection.provider, tenant))
    try:
        return there.remove(also=connection.endpoint_ref)
    except (KeyRefused, ObjectMissing, ProviderUnavailable, RequestRefused):
        return None

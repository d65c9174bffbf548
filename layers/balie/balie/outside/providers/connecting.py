"""Connecting a firm's provider account and disconnecting it.

Connecting calls the provider with the key as it was typed in, and keeps it encrypted: whoever does
that need not decrypt any. Disconnecting deletes our endpoint there with the key that is kept; the
desk, which cannot read it, asks for that with a message to a worker that can.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypedDict

from balie.ground.aws import queues, secrets, settings
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock, to_text
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

if TYPE_CHECKING:
    from balie.outside.providers.stripe.client import Account, JsonObject


class WrongMode(Invalid):
    """A test key for a firm that is live, or the other way round."""

    code = "wrong_mode"


class KeyUnusable(Invalid):
    """Not a secret or restricted key, or one that the provider refuses."""

    code = "key_unusable"


class OtherAccount(Invalid):
    """The key is of another account than the one whose key it should replace."""

    code = "other_account"


class PermissionMissing(Invalid):
    """The key may not do all that is needed; names: what it lacks, in the provider's names."""

    code = "permission_missing"

    def __init__(self, detail: str, names: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.names = names


class DisconnectMessage(TypedDict):
    """actor: who asked for it, as events name them."""

    tenant: str
    kind: Literal["disconnect"]
    connection_id: str
    actor: str


def connect_stripe(
    tenant: str,
    *,
    api_key: str,
    live: bool,
    actor: str,
    now: datetime,
    cause: Cause = Cause.OPERATOR,
    write_back: bool = False,
    only: Connection | None = None,
) -> Connection:
    """Connect the account that `api_key` belongs to; its webhooks come in from then on.

    Connecting an account again replaces its key and its endpoint: so a key is rotated, an account
    that was disconnected is connected again, and what a lost answer left half done is mended.
    write_back: whether the key must let us tell Stripe of what happens here. only: the connection
    whose account it must be. Raises KeyUnusable, WrongMode, PermissionMissing or OtherAccount
    before anything is kept, or what the provider's client raises.
    """
    if not api_key.startswith(("sk_", "rk_")):
        raise KeyUnusable("A Stripe key begins with sk_ or rk_.")
    if live != api_key.startswith(("sk_live_", "rk_live_")):
        raise WrongMode("The key's mode (test or live) is not that of the firm.")
    account = registry.account_of(api_key)
    found = _checked(account, live=live, write_back=write_back)
    if only and found["id"] != only.account_ref:
        raise OtherAccount(f"This key is not one of {only.account_name or only.account_ref}.")
    with open_work(tenant, actor, cause, now) as work:
        kept = _keep_key(work, found, api_key, live=live, write_back=write_back)
    there = registry.endpoints_of(account, endpoints.prefix("stripe", tenant))
    return endpoints.renew(tenant, kept, there, actor=actor, cause=cause, now=now)


def ask_to_disconnect(work: Work, connection_id: str) -> Connection:
    """The worker does it, within moments. Raises ConnectionMissing or ConnectionClosed."""
    connection = connections.require_open(work, connection_id)
    asked = replace(connection, disconnect_asked_at=work.now)
    connections.save(work, asked)
    work.record("connection.disconnect_asked", connection_id)
    work.commit()  # before the worker is asked: whoever loses a race asks nobody
    message: DisconnectMessage = {
        "tenant": work.tenant,
        "kind": "disconnect",
        "connection_id": connection_id,
        "actor": work.actor,
    }
    queues.send_in_order(
        work.tenant,
        settings.catch_up_queue(),
        message,
        group=connection_id,
        deduplication=f"{connection_id}:{to_text(work.now)}",
    )
    return asked


def take_disconnect(message: DisconnectMessage, clock: Clock) -> None:
    """What was asked for. Not when the account has been connected again since."""
    tenant, connection_id = message["tenant"], message["connection_id"]
    with open_work(tenant, message["actor"], Cause.PERSON, clock()) as work:
        if connections.get(work, connection_id).disconnect_asked_at is None:
            return
    disconnect(tenant, connection_id, actor=message["actor"], now=clock(), cause=Cause.PERSON)


def disconnect(
    tenant: str,
    connection_id: str,
    *,
    actor: str,
    now: datetime,
    cause: Cause = Cause.OPERATOR,
) -> bool:
    """Forget the account's key and close its webhook address; what it brought stays.

    Whether its endpoint is gone at the provider: a key that is dead cannot delete it, and does not
    stand in the way. Raises ConnectionMissing.
    """
    with open_work(tenant, actor, cause, now) as work:
        connection = connections.get(work, connection_id)
    if connection.status is Status.DISCONNECTED:
        return True
    tokens = _remove_endpoints(tenant, connection)
    with open_work(tenant, actor, cause, now) as work:
        before = connections.get(work, connection_id)
        connections.close(work, before, Status.DISCONNECTED, also=tuple(tokens or ()))
        there = "left" if tokens is None else "removed"
        work.record("connection.disconnected", connection_id, endpoint=there)
    return tokens is not None


def _checked(account: "Account", *, live: bool, write_back: bool) -> "JsonObject":
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
    work: Work, found: "JsonObject", api_key: str, *, live: bool, write_back: bool
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
        disconnect_asked_at=None,
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


def _name(found: "JsonObject") -> str:
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

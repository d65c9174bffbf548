"""From a connection to its provider, whose SDK is loaded on first use and by nobody else."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from balie.ground.aws import secrets, settings
from balie.ground.core.clock import Clock
from balie.outside.providers.connections import Connection
from balie.outside.providers.figures import CustomerFigures
from balie.outside.providers.hints import Hint
from balie.outside.providers.listing import ListPage
from balie.outside.providers.refusals import KeyRefused
from balie.outside.providers.snapshots import Snapshot

if TYPE_CHECKING:
    from balie.outside.providers.stripe.client import Account
    from balie.outside.providers.stripe.endpoints import Endpoints

WAITED_FOR_SECONDS = 3.0  # some tries that fail at once, or one time-out


def fetch(tenant: str, connection: Connection, hint: Hint, clock: Clock) -> list[Snapshot]:
    """What the hint points at, as the provider has it now, parents first."""
    from balie.outside.providers.stripe import fetch as stripe

    return stripe.fetch(_account(tenant, connection), hint, clock)


def list_page(
    tenant: str, connection: Connection, name: str, *, after: str | None, since: datetime | None
) -> ListPage:
    """A page of one of the provider's lists; the names are in `catch_up.LISTS`."""
    from balie.outside.providers.stripe import lists

    return lists.page(_account(tenant, connection), name, after=after, since=since)


def invoice_pdf(tenant: str, connection: Connection, ref: str) -> bytes | None:
    """An invoice's document; None when the provider has none. Somebody waits for it.

    Raises DownloadRefused beside what the provider's client raises.
    """
    from balie.outside.providers.stripe import invoice_pdf as stripe

    account = _account(tenant, connection, patience_seconds=WAITED_FOR_SECONDS)
    return stripe.fetch(account, ref, settings.stripe_api_base())


def figures(tenant: str, connection: Connection, clock: Clock) -> Callable[[str], CustomerFigures]:
    """What tells of one customer after another, by the provider's ref, over one line."""
    from balie.outside.providers.stripe import figures as stripe

    return partial(stripe.of_customer, _account(tenant, connection), clock=clock)


def lets_in(tenant: str, connection: Connection) -> bool:
    """Whether the key still opens this account. Raises ProviderUnavailable when nobody says."""
    try:
        return _account(tenant, connection).own_ref() == connection.account_ref
    except KeyRefused as refused:
        return not refused.is_dead


def endpoints(tenant: str, connection: Connection, prefix: str) -> "Endpoints":
    """The firm's webhook endpoints at the provider, by what their addresses begin with."""
    return endpoints_of(_account(tenant, connection), prefix)


def endpoints_of(account: "Account", prefix: str) -> "Endpoints":
    from balie.outside.providers.stripe.endpoints import Endpoints

    return Endpoints(account, prefix)


def account_of(api_key: str) -> "Account":
    """By a key as it was typed in: nothing is known of it yet."""
    from balie.outside.providers.stripe.client import Account

    return Account(api_key, settings.stripe_api_base())


def _account(
    tenant: str, connection: Connection, *, patience_seconds: float | None = None
) -> "Account":
    """patience_seconds: None for that of whom nobody waits for."""
    from balie.outside.providers.stripe.client import PATIENCE_SECONDS, Account

    key = secrets.decrypt(
        connection.api_key, tenant=tenant, connection_id=connection.id, purpose="api"
    )
    return Account(
        key,
        settings.stripe_api_base(),
        ref=connection.account_ref,
        patience_seconds=patience_seconds or PATIENCE_SECONDS,
    )

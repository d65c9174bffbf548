"""From a connection to its provider, whose SDK is loaded on first use and by nobody else."""

from datetime import datetime

from balie.ground.aws import secrets, settings
from balie.ground.core.clock import Clock
from balie.outside.providers.connections import Connection
from balie.outside.providers.hints import Hint
from balie.outside.providers.listing import ListPage
from balie.outside.providers.snapshots import Snapshot


def fetch(tenant: str, connection: Connection, hint: Hint, clock: Clock) -> list[Snapshot]:
    """What the hint points at, as the provider has it now, parents first."""
    from balie.outside.providers.stripe import client
    from balie.outside.providers.stripe import fetch as stripe

    key = _api_key(tenant, connection)
    account = client.Account(key, settings.stripe_api_base(), ref=connection.account_ref)
    return stripe.fetch(account, hint, clock)


def list_page(
    tenant: str, connection: Connection, name: str, *, after: str | None, since: datetime | None
) -> ListPage:
    """A page of one of the provider's lists; the names are in `catch_up.LISTS`."""
    from balie.outside.providers.stripe import client, lists

    account = client.Account(_api_key(tenant, connection), settings.stripe_api_base())
    return lists.page(account, name, after=after, since=since)


def _api_key(tenant: str, connection: Connection) -> str:
    return secrets.decrypt(
        connection.api_key, tenant=tenant, connection_id=connection.id, purpose="api"
    )

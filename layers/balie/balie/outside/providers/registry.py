"""From a connection to its provider, whose SDK is loaded on first use and by nobody else."""

from collections.abc import Callable
from datetime import datetime

from balie.ground.aws import secrets, settings
from balie.outside.providers.connections import Connection
from balie.outside.providers.hints import Hint
from balie.outside.providers.snapshots import Snapshot


def fetch(
    tenant: str, connection: Connection, hint: Hint, clock: Callable[[], datetime]
) -> list[Snapshot]:
    """What the hint points at, as the provider has it now, parents first."""
    from balie.outside.providers.stripe import client
    from balie.outside.providers.stripe import fetch as stripe

    key = secrets.decrypt(
        connection.api_key, tenant=tenant, connection_id=connection.id, purpose="api"
    )
    return stripe.fetch(client.Account(key, settings.stripe_api_base()), hint, clock)

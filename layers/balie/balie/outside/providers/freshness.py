"""An answer of a provider that was asked for earlier never overwrites one asked for later."""

from datetime import datetime

from balie.ground.core.errors import Changed
from balie.outside.providers.snapshots import Snapshot


def refuse_older(snapshot: Snapshot, as_of: datetime | None) -> None:
    """Raises Changed when what stands here was asked for later than the snapshot.

    The hint is then looked at afresh, and only a look that is newer marks it seen: the clocks of
    two workers differ, so "older" may be an error, and dropping it would lose a fact for good.
    """
    if as_of is not None and snapshot.requested_at < as_of:
        raise Changed("A later answer of the provider has been applied meanwhile.")

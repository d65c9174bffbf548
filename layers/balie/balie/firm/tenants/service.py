"""Tenants: creating one, reading one."""

import time
from datetime import date, datetime

from balie.firm.tenants import store
from balie.firm.tenants.model import Tenant
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.ground.core.errors import NotFound

KEPT_SECONDS = 60

_timezones: dict[str, tuple[float, str]] = {}


class TenantMissing(NotFound):
    code = "tenant_missing"


def current(work: Work) -> Tenant:
    """The tenant that the work is for. Raises TenantMissing."""
    tenant = store.get(work)
    if tenant is None:
        raise TenantMissing("There is no such firm here.")
    return tenant


def today(work: Work) -> date:
    """The day that it is where the firm is, to be shown: by its time zone of a minute ago."""
    until, timezone = _timezones.get(work.tenant, (0.0, ""))
    if time.monotonic() >= until:
        timezone = current(work).timezone
        _timezones[work.tenant] = (time.monotonic() + KEPT_SECONDS, timezone)
    return day_in(timezone, work.now)


def save(work: Work, tenant: Tenant) -> None:
    """Who changes a firm records what was changed."""
    store.save(work, tenant)
    _timezones.pop(tenant.id, None)


def create(work: Work, tenant: Tenant) -> None:
    store.save(work, tenant)
    work.record("tenant.created", tenant.id)


def is_news(work: Work, occurred_at: datetime) -> bool:
    """Not what happened before a backup was restored: it may have been told of already."""
    tenant = store.get(work)
    return tenant is None or tenant.restored_at is None or occurred_at > tenant.restored_at


def begin_restoring(work: Work) -> None:
    """First of all: nothing that happened until now leaves the house any more."""
    save(work, current(work).model_copy(update={"restored_at": work.now}))


def note_restored(work: Work, table: str) -> None:
    """Last of all, so that it stands in the log that was restored."""
    work.record("tenant.restored", work.tenant, table=table)

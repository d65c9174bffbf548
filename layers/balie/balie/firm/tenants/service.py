"""Tenants: creating one, reading one."""

from balie.firm.tenants import store
from balie.firm.tenants.model import Tenant
from balie.ground.aws.work import Work
from balie.ground.core.errors import NotFound


class TenantMissing(NotFound):
    code = "tenant_missing"


def current(work: Work) -> Tenant:
    """The tenant that the work is for. Raises TenantMissing."""
    tenant = store.get(work)
    if tenant is None:
        raise TenantMissing("There is no such firm here.")
    return tenant


def save(work: Work, tenant: Tenant) -> None:
    """Who changes a firm records what was changed."""
    store.save(work, tenant)


def create(work: Work, tenant: Tenant) -> None:
    store.save(work, tenant)
    work.record("tenant.created", tenant.id)

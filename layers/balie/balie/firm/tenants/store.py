"""The tenant's own row."""

from balie.firm.tenants.model import Tenant
from balie.ground.aws import keys, stored
from balie.ground.aws.work import Work


def get(work: Work) -> Tenant | None:
    row = work.get(keys.tenant())
    return stored.read(Tenant, row) if row else None


def save(work: Work, tenant: Tenant) -> None:
    work.put(keys.tenant(), stored.data(tenant), version=tenant.version)

"""The tenant's own row."""

from balie.firm.tenants.model import Tenant
from balie.ground.aws import keys, rows
from balie.ground.aws.work import Work


def get(work: Work) -> Tenant | None:
    row = work.get(keys.tenant())
    if row is None:
        return None
    tenant = Tenant.model_validate_json(rows.text(row, "data"))
    return tenant.model_copy(update={"version": rows.number(row, "version")})


def save(work: Work, tenant: Tenant) -> None:
    work.put(keys.tenant(), {"data": tenant.model_dump_json()}, version=tenant.version)

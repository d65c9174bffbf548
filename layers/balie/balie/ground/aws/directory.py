"""The directory: which tenant a host belongs to. The only rows that belong to no tenant."""

from typing import Any

from balie.ground.aws import clients, guard, keys, rows, settings
from balie.ground.aws.direct import Refused
from balie.ground.aws.rows import Value
from balie.ground.core.errors import Conflict


class HostTaken(Conflict):
    code = "host_taken"


def tenant_of_host(host: str) -> str | None:
    """host: as the browser sent it, port included when it is not the usual one."""
    with guard.scope(guard.DIRECTORY):
        answer = clients.clients_for("").dynamodb.get_item(
            TableName=settings.table_name(), Key=rows.encode(_key(host))
        )
    item = answer.get("Item")
    return rows.text(rows.decode(item), "tenant") if item else None


def bind_host(host: str, tenant: str) -> None:
    """Let `host` show the portal of `tenant`; the caller has proof that the tenant owns it.

    Raises HostTaken.
    """
    put: Any = {
        "TableName": settings.table_name(),
        "Item": rows.encode({**_key(host), "tenant": tenant}),
        "ConditionExpression": "attribute_not_exists(pk) OR tenant = :tenant",
        "ExpressionAttributeValues": rows.encode({":tenant": tenant}),
    }
    try:
        with guard.scope(guard.DIRECTORY):
            clients.clients_for("").dynamodb.transact_write_items(TransactItems=[{"Put": put}])
    except Refused as error:
        if error.code != "TransactionCanceledException":
            raise
        raise HostTaken(f"{host} shows the portal of another firm.") from error


def _key(host: str) -> dict[str, Value]:
    return dict(keys.directory_host(host.lower())._asdict())

"""The ledger's laws, checked over all rows of a tenant, and against what the provider says."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import boto3

from balie.ground.aws import clients, guard, rows, settings
from balie.ground.aws.rows import Row
from balie.ground.core.clock import from_text
from balie.ground.core.money import Money
from balie.money.ledger import rules
from balie.money.ledger.model import Transfer
from tests.house import compared, dated
from tests.house.house import House


def every_row(tenant: str) -> list[Row]:
    """All rows of the tenant; only tests may read a table this way."""
    prefix = guard.prefix_of(tenant)
    dynamodb: Any = clients.clients_for(tenant).dynamodb
    in_memory = getattr(dynamodb, "items", None)
    items = in_memory.values() if in_memory else _scanned()
    found = [rows.decode(item) for item in items]
    return [row for row in found if str(row["pk"]).startswith(prefix)]


def unguarded_table() -> Any:
    return boto3.resource("dynamodb").Table(settings.table_name())


def _scanned() -> Iterable[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=settings.table_name())
    for page in pages:
        yield from page["Items"]


def check(house: House) -> None:
    """Every law holds, and every figure is the provider's."""
    found = every_row(house.tenant)
    transfers = [_transfer(row) for row in found if "debit" in row]
    check_balances(found, transfers)
    check_invoices(found, transfers)
    check_refunds(transfers)
    check_against_provider(house, found, transfers)


def check_balances(found: list[Row], transfers: list[Transfer]) -> None:
    """Balances on rows are the sums of the transfers; no credit is negative."""
    expected: Counter[tuple[str, str, str]] = Counter()
    for transfer in transfers:
        assert transfer.amount.minor > 0, transfer
        assert transfer.debit != transfer.credit, transfer
        for account, minor in rules.changes([transfer]).items():
            owner = transfer.customer_id if rules.of_customer(account) else "tenant"
            expected[owner, account, transfer.amount.currency] += minor
    held: Counter[tuple[str, str, str]] = Counter()
    for row in found:
        if "BALANCE#" not in str(row["sk"]):
            continue
        pk = str(row["pk"])
        owner = pk.rpartition("#")[2] if "#CUSTOMER#" in pk else "tenant"
        for name, value in row.items():
            if isinstance(value, int) and not name.startswith("due"):
                held[owner, name, str(row["currency"])] += value
    assert _without_zeros(held) == _without_zeros(expected)
    for (_, account, _), minor in expected.items():
        assert account != "unapplied" or minor >= 0, "credit that was never received"


def check_invoices(found: list[Row], transfers: list[Transfer]) -> None:
    """What remains of an invoice is what its transfers leave, and what is due is what remains."""
    receivable: Counter[str] = Counter()
    for transfer in transfers:
        change = rules.changes([transfer]).get("receivable", 0)
        assert transfer.invoice_id or not change, transfer
        receivable[transfer.invoice_id or ""] += change
    due: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for invoice in invoices_in(found):
        remaining = _remaining(invoice.get("posted", {}))
        assert receivable[invoice["id"]] == remaining, invoice
        if remaining > 0:
            automatic = bool(invoice.get("in_flight") or invoice.get("contested")) or (
                invoice["collection"] == "charge_automatically" and invoice["next_attempt_date"]
            )
            name = "due_by_itself#" if automatic else "due#"
            day = invoice["due_date"] or invoice["issued_date"]
            bucket = due[invoice["customer_id"], invoice["total"]["currency"]]
            bucket[name + day] += remaining
    for row in found:
        if "BALANCE#" in str(row["sk"]) and "#CUSTOMER#" in str(row["pk"]):
            held = Counter({name: rows.number(row, name) for name in row if name.startswith("due")})
            assert 0 not in held.values(), "a day on which nothing is due"
            customer = str(row["pk"]).rpartition("#")[2]
            assert _without_zeros(held) == _without_zeros(due[customer, str(row["currency"])])


def check_refunds(transfers: list[Transfer]) -> None:
    """No more of a payment is refunded than came in; only a dispute may take more."""
    left: Counter[str | None] = Counter()
    for transfer in transfers:
        if transfer.id.split(":")[2] in ("captured", "refunds"):
            came_in = transfer.debit.startswith("clearing:")
            left[transfer.payment_id] += transfer.amount.minor * (1 if came_in else -1)
    assert min(left.values(), default=0) >= 0, "more was refunded than came in"


def check_against_provider(house: House, found: list[Row], transfers: list[Transfer]) -> None:
    """house: everything that its provider has told is worked off."""
    store = house.simulator.world.store
    compared.check_invoices(store, invoices_in(found), transfers)
    compared.check_payments(store, payments_in(found))
    compared.check_money(store, owners_in(found), transfers)
    dated.check_dates(store, transfers)


def invoices_in(found: list[Row]) -> list[dict[str, Any]]:
    return [json.loads(str(row["data"])) for row in found if str(row["sk"]).startswith("INVOICE#")]


def payments_in(found: list[Row]) -> list[dict[str, Any]]:
    return [
        json.loads(str(row["data"])) for row in found if str(row["sk"]).startswith("A#PAYMENT#")
    ]


def owners_in(found: list[Row]) -> dict[str, str]:
    """The provider's ref of each customer, by our id."""
    heads = (json.loads(str(row["data"])) for row in found if row["sk"] == "A#CUSTOMER")
    return {customer["id"]: customer["ref"] for customer in heads}


def events_in(found: list[Row], name: str) -> list[dict[str, Any]]:
    return [
        json.loads(str(row["data"]))
        for row in found
        if str(row["sk"]).startswith("EVENT#") and row["name"] == name
    ]


def _remaining(posted: dict[str, Any]) -> int:
    """What is nothing is not in the row."""
    asked = sum(posted.get(name, 0) for name in ("issued", "overpaid"))
    asked += sum(posted.get("debit_charged", {}).values())
    taken = sum(posted.get(name, 0) for name in ("reduced", "out_of_band", "voided", "written_off"))
    for name in ("allocated", "conceded", "credited", "credit_applied"):
        taken += sum(posted.get(name, {}).values())
    return int(asked - taken)


def _transfer(row: Row) -> Transfer:
    data = json.loads(rows.text(row, "data"))
    return Transfer(
        id=rows.text(row, "transfer_id"),
        debit=rows.text(row, "debit"),
        credit=rows.text(row, "credit"),
        amount=Money(rows.number(row, "minor"), rows.text(row, "currency")),
        customer_id=str(row["pk"]).rpartition("#")[2],
        occurred_at=from_text(data["occurred_at"]),
        invoice_id=data["invoice_id"],
        payment_id=data["payment_id"],
    )


def _without_zeros(counted: Counter[Any]) -> dict[Any, int]:
    return {name: value for name, value in counted.items() if value}

"""The portal's overview with pydantic alone: no framework and no unit of work.

The same rows and the same answer. `dynamodb` is set by who calls it.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

Data = dict[str, Any]
dynamodb: Any = None
table = "table"


class Amount(BaseModel):
    value: str
    currency: str


class Invoice(BaseModel):
    id: str
    number: str
    status: str
    description: str
    issued_date: date
    due_date: date | None
    days_overdue: int
    total: Amount
    amount_paid: Amount
    amount_remaining: Amount
    collection: str
    next_attempt_date: date | None
    processing: bool
    disputed: bool
    paid_date: date | None
    pay_url: str | None


class Method(BaseModel):
    type: str
    label: str


class Payment(BaseModel):
    id: str
    date: date
    status: str
    amount: Amount
    amount_refunded: Amount
    disputed: bool
    method: Method
    invoice_numbers: list[str]
    failure: str | None


class Standing(BaseModel):
    currency: str
    open: Amount
    overdue: Amount
    overdue_since: date | None
    collected: Amount
    due_later: Amount
    credit: Amount
    carried: Amount


class Customer(BaseModel):
    name: str


class Overview(BaseModel):
    customer: Customer
    today: date
    balances: list[Standing]
    open_invoices: list[Invoice]
    more_open: bool
    payments: list[Payment]


def handler(event: Data, context: Any) -> Data:
    route = ROUTES.get((event["requestContext"]["http"]["method"], event["rawPath"]))
    if route is None:
        return {"statusCode": 404, "body": "{}"}
    answer = route(event)
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": 200, "headers": headers, "body": answer.model_dump_json()}


def overview(event: Data) -> Overview:
    host = event["headers"]["x-balie-host"]
    tenant = get(f"DIRECTORY#HOST#{host}", "HOST")["tenant"]["S"]
    cookies = dict(each.split("=", 1) for each in event["cookies"])
    digest = hashlib.sha256(cookies["__Host-balie_session"].encode()).hexdigest()
    session = data(get(f"T#{tenant}#SESSION#{digest}", "SESSION"))
    now = datetime.now(UTC)
    if now >= datetime.fromisoformat(session["expires_at"]):
        raise PermissionError
    own = f"T#{tenant}#CUSTOMER#{session['customer_id']}"
    contact = data(get(own, f"CONTACT#{session['contact_id']}"))
    if data(get(own, "A#CUSTOMER"))["deleted"] or not contact["email"]:
        raise PermissionError
    firm = data(get(f"T#{tenant}#TENANT", "TENANT"))
    today = now.astimezone(ZoneInfo(firm["timezone"])).date()
    head = query("pk = :pk AND sk BETWEEN :low AND :high", own, "A#", "A#\uffff", 24)["Items"]
    due = "list_pk = :pk AND list_sk BETWEEN :low AND :high"
    listed = query(due, f"{own}#INVOICES#open", "\x00", "\uffff", 10, IndexName="lists")
    payments = [data(row) for row in head if row["sk"]["S"].startswith("A#PAYMENT#")]
    (customer,) = (data(row) for row in head if row["sk"]["S"] == "A#CUSTOMER")
    return Overview(
        customer=Customer(name=customer["name"]),
        today=today,
        balances=[standing(row, today) for row in head if "A#BALANCE#" in row["sk"]["S"]],
        open_invoices=[invoice(data(row), today) for row in listed["Items"]],
        more_open="LastEvaluatedKey" in listed,
        payments=[payment(said) for said in payments[:5]],
    )


def get(pk: str, sk: str) -> Data:
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    found: Data = dynamodb.get_item(TableName=table, Key=key)["Item"]
    return found


def query(condition: str, pk: str, low: str, high: str, limit: int, **more: str) -> Data:
    values = {":pk": {"S": pk}, ":low": {"S": low}, ":high": {"S": high}}
    found: Data = dynamodb.query(
        TableName=table,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        Limit=limit,
        **more,
    )
    return found


def data(row: Data) -> Data:
    found: Data = json.loads(row["data"]["S"])
    return found


def amount(minor: int, currency: str) -> Amount:
    return Amount(value=f"{Decimal(minor).scaleb(-2):.2f}", currency=currency)


def standing(row: Data, today: date) -> Standing:
    currency = row["currency"]["S"]
    due = {name: int(row[name]["N"]) for name in row if name.startswith("due")}
    late = {
        name[4:]: minor
        for name, minor in due.items()
        if minor and name.startswith("due#") and name[4:] < today.isoformat()
    }
    collected = sum(minor for name, minor in due.items() if name.startswith("due_by_itself#"))
    receivable = int(row["receivable"]["N"])
    later = receivable - sum(late.values()) - collected
    return Standing(
        currency=currency,
        open=amount(receivable, currency),
        overdue=amount(sum(late.values()), currency),
        overdue_since=date.fromisoformat(min(late)) if late else None,
        collected=amount(collected, currency),
        due_later=amount(later, currency),
        credit=amount(int(row.get("unapplied", {"N": "0"})["N"]), currency),
        carried=amount(int(row.get("reclaim", {"N": "0"})["N"]), currency),
    )


def invoice(said: Data, today: date) -> Invoice:
    posted, total = {**UNPOSTED, **said.get("posted", {})}, said["total"]
    paid = sum(posted["allocated"].values()) + sum(posted["conceded"].values())
    taken_off = sum(posted["credited"].values()) + sum(posted["credit_applied"].values())
    asked = posted["issued"] + posted["overpaid"] + sum(posted["debit_charged"].values())
    left = asked - taken_off - posted["reduced"] - posted["out_of_band"]
    remaining = left - paid - posted["voided"] - posted["written_off"]
    late = remaining > 0 and said["due_date"] and not said.get("in_flight")
    days = (today - date.fromisoformat(said["due_date"])).days if late else 0
    return Invoice(
        **{name: said[name] for name in COPIED},
        days_overdue=max(0, days),
        total=amount(total["minor"], total["currency"]),
        amount_paid=amount(paid + posted["out_of_band"], total["currency"]),
        amount_remaining=amount(remaining, total["currency"]),
        processing=bool(said.get("in_flight")),
        disputed=bool(said.get("contested")),
        pay_url=said["pay_url"] if remaining > 0 and not said.get("in_flight") else None,
    )


def payment(said: Data) -> Payment:
    return Payment(
        id=said["id"],
        date=said["made_date"],
        status=said["status"],
        amount=amount(said["amount"]["minor"], said["amount"]["currency"]),
        amount_refunded=amount(said["refunded"]["minor"], said["refunded"]["currency"]),
        disputed=said["disputed"],
        method=Method(type=said["method_type"], label=said["method_label"]),
        invoice_numbers=said["invoice_numbers"],
        failure=said["failure"],
    )


BY_REF = ("allocated", "conceded", "credited", "credit_applied", "debit_charged")
AMOUNTS = ("issued", "overpaid", "reduced", "out_of_band", "voided", "written_off")
UNPOSTED: Data = {**dict.fromkeys(BY_REF, {}), **dict.fromkeys(AMOUNTS, 0)}
COPIED = (
    "id",
    "number",
    "status",
    "description",
    "issued_date",
    "due_date",
    "collection",
    "next_attempt_date",
    "paid_date",
)
ROUTES: dict[tuple[str, str], Callable[[Data], Overview]] = {("GET", "/api/overview"): overview}

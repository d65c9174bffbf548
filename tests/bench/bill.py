"""What a deployment costs in a month, from counted requests and the price table.

A customer-month is one invoice, from its draft until it is paid, with all that is told of it, and
two visits. prices.json has the prices, where each is from, and what is assumed beside the counts.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from balie.ground.aws import settings
from tests.bench.billed import BilledDynamoDB
from tests.bench.furnished import Furnished, furnish, in_memory
from tests.bench.row import Row
from tests.house import stream
from tests.house.memory_aws import MemoryAws

PRICES = Path(__file__).with_name("prices.json")
SIZES = (200, 20_000, 2_000_000)
MOST = 0.0003  # of a customer-month, without mail
VISITED = ("/branding/portal.json", "/branding/portal.css", "/api/session", "/api/overview")
VISITS = 2
Counts = Counter[str]


def row() -> Row:
    table = json.loads(PRICES.read_text())
    counted = count()
    month = _with_assumed(counted, table["assumed"])
    each = priced(month, table)
    told = {size: _told(size, table, sum(each.values())) for size in SIZES}
    one = told[SIZES[-1]] / SIZES[-1]
    shown = "; ".join(f"{size:,}: {usd:,.2f} USD a month" for size, usd in told.items())
    return Row(
        id="bill",
        measured=f"{sum(each.values()):.6f} USD a customer-month; {shown}, each with a mail",
        goal=f"<= {MOST} USD a customer-month + mail and letters",
        met=sum(each.values()) <= MOST,
        against=f"counted requests, list prices of {table['region']} as of {table['written_on']}; "
        f"with all that runs by itself and a mail {one:.6f}",
        figures={"counted": dict(counted), "month": month, "usd": each, "by_size": told},
    )


def count() -> Counts:
    """Requests of one customer-month."""
    aws = MemoryAws()
    table = aws.dynamodb = BilledDynamoDB()
    with in_memory(aws) as simulator:
        furnished = furnish(aws, simulator, still_open=1, paid=5)
        _look_around(furnished)
        table.taken()
        found = Counter[str]()
        _invoice(furnished, aws, found)
        for _ in range(VISITS):
            _look_around(furnished)
        found["portal_api"] = VISITS * len(VISITED)
        for request in table.taken():
            found["table_read_units"] += round(request.read_units * 10)
            found["table_write_units"] += round(request.write_units * 10)
    for name in ("table_read_units", "table_write_units"):
        found[name] = -(-found[name] // 10)
    return found


def _invoice(furnished: Furnished, aws: MemoryAws, found: Counts) -> None:
    """All news of one paid invoice, each by itself, and what follows from the events in it."""
    house = furnished.house
    known = {row["sk"]["S"] for row in stream.stream_of(house)}
    for delivery in furnished.news:
        house.hear([delivery])
        hints = house.hints()
        assert not house.work_off(hints)
        found["webhook_in"] += 1
        found["provider_events"] += len(hints)
        found["fifo_requests"] += 3 * len(hints)  # sent, received, deleted
        new = [row for row in stream.stream_of(house) if row["sk"]["S"] not in known]
        known |= {row["sk"]["S"] for row in new}
        if new:
            assert not stream.chain(new)
            found["stream_out"] += 1
            found["audit_chain"] += 1
    found["key_requests"] = 2  # the webhook's secret and the firm's key, kept for five minutes
    aws.sqs.take(settings.mail_queue())


def _look_around(furnished: Furnished) -> None:
    for path in VISITED:
        assert furnished.visitor.get(path).status == 200, path


def _with_assumed(counted: Counts, assumed: dict[str, Any]) -> dict[str, float]:
    calls = {name: counted[name] for name in assumed["seconds"]}
    seconds = sum(n * assumed["seconds"][name] for name, n in calls.items())
    kept = assumed["row_bytes_kept_a_month"] / 1e9
    return {
        "table_read_units": counted["table_read_units"],
        "table_write_units": counted["table_write_units"],
        "table_gigabyte_months": kept,
        "backup_gigabyte_months": kept,
        "function_calls": sum(calls.values()),
        "function_gigabyte_seconds": seconds * assumed["function_gigabytes"],
        "api_requests": counted["webhook_in"] + counted["portal_api"],
        "fifo_requests": counted["fifo_requests"],
        "key_requests": counted["key_requests"],
        "cdn_requests": VISITS * assumed["cdn_requests_a_visit"] + counted["webhook_in"],
        "cdn_gigabytes": VISITS * assumed["cdn_bytes_a_visit"] / 1e9,
        "log_gigabytes": sum(calls.values()) * assumed["log_bytes_a_call"] / 1e9,
    }


def priced(amounts: dict[str, float], table: dict[str, Any]) -> dict[str, float]:
    prices = table["prices"]
    return {name: n * prices[name]["usd"] / prices[name]["per"] for name, n in amounts.items()}


def _told(customers: int, table: dict[str, Any], each: float) -> float:
    """Of a month, with what runs though nobody comes, and the mail."""
    assumed = table["assumed"]
    ticks = assumed["ticks_a_month"]
    standing = {
        "queue_requests": assumed["empty_receives_a_month"],
        "function_calls": ticks,
        "function_gigabyte_seconds": ticks
        * assumed["tick_seconds"]
        * assumed["function_gigabytes"],
        "table_read_units": ticks * assumed["tick_read_units"],
        "alarms": assumed["alarms"],
        "keys": assumed["keys"],
    }
    mails = {"mails": customers * assumed["mails_a_customer"]}
    by_itself = sum(priced({**standing, **mails}, table).values())
    return round(customers * each + by_itself, 2)

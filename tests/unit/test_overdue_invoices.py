"""The late invoices of a customer are found behind however many that collect themselves."""

from datetime import date
from typing import Any

import pytest

from balie.ground.core.money import Money
from balie.money.invoices import service
from balie.money.invoices.model import Invoice, Posted
from balie.outside.providers.snapshots import Collection

VERY_MANY = 3000
LONG_AGO, TODAY = date(2026, 1, 1), date(2026, 11, 23)


def invoice(number: int, collection: Collection) -> Invoice:
    said: Any = {
        "id": str(number),
        "collection": collection,
        "next_attempt_date": TODAY,
        "due_date": LONG_AGO,
        "total": Money(100, "EUR"),
        "posted": Posted(issued=100),
    }
    return Invoice.model_construct(**said)


def test_a_late_one_stands_behind_very_many_that_collect_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = [invoice(number, Collection.AUTOMATIC) for number in range(VERY_MANY)]
    kept.append(invoice(VERY_MANY, Collection.BY_CUSTOMER))

    def page(*_: Any, limit: int, after: str = "") -> tuple[list[Invoice], bool]:
        first = int(after) + 1 if after else 0
        return kept[first : first + limit], first + limit < len(kept)

    monkeypatch.setattr(service, "page", page)
    work: Any = None
    late, more = service.overdue(work, ("cus_1",), TODAY, limit=1)
    assert ([one.id for one in late], more) == ([str(VERY_MANY)], False)

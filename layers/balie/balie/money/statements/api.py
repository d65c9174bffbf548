"""A customer's statement of account, for any period: as a page, and as a file."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from balie.firm.tenants import service as tenants
from balie.ground.core.errors import Invalid
from balie.ground.core.money import WireAmount, to_wire
from balie.ground.web.requests import TenantWork
from balie.money.ledger import service as ledger
from balie.money.statements import service, spreadsheet
from balie.money.statements.model import Entry
from balie.relation.auth.api import FOR_CALLERS, SignedInCaller

router = APIRouter(prefix="/api", tags=["statement"])

MOST_IN_A_FILE = 1000  # each invoice of it is read for its number
CSV = "text/csv; charset=utf-8"
Currency = Annotated[str, Query(pattern=r"^[A-Z]{3}$")]
Place = Annotated[str, Query(max_length=300, pattern=r"^([0-9]{4}-[0-9T:.Z-]+#[\x21-\x7e]+)?$")]
Limit = Annotated[int, Query(ge=1, le=200)]


class StatementTooLong(Invalid):
    code = "statement_too_long"


class WireEntry(BaseModel):
    """amount: signed; positive makes that more is owed. what: the figure, as docs/ledger.md has it.

    balance: owed after it; negative when the firm has money of theirs.
    """

    date: date
    what: str
    invoice_id: str | None
    invoice_number: str | None
    payment_id: str | None
    amount: WireAmount
    balance: WireAmount


class WireStatement(BaseModel):
    """currencies: all that the customer has an account in. next_cursor: None at the end."""

    today: date
    first: date
    last: date
    currency: str
    currencies: list[str]
    opening: WireAmount
    entries: list[WireEntry]
    closing: WireAmount
    next_cursor: str | None


@router.get("/statement", responses=FOR_CALLERS)
async def read_statement(
    work: TenantWork,
    caller: SignedInCaller,
    first: date,
    last: date,
    currency: Currency = "",
    cursor: Place = "",
    limit: Limit = 100,
) -> WireStatement:
    """Without a currency: the first that the customer has an account in, euro if there is none."""
    group = caller.customer.group
    currencies = sorted({one.currency for of in group for one in ledger.figures(work, of)})
    chosen = currency or next(iter(currencies), "EUR")
    of = service.statement(work, group, chosen, first=first, last=last, limit=limit, after=cursor)
    return WireStatement(
        today=tenants.today(work),
        first=first,
        last=last,
        currency=chosen,
        currencies=currencies,
        opening=to_wire(of.opening),
        entries=[_entry(entry) for entry in of.entries],
        closing=to_wire(of.closing),
        next_cursor=of.next_after,
    )


@router.get(
    "/statement.csv",
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **FOR_CALLERS},
    response_class=Response,
)
async def download_statement(
    work: TenantWork,
    caller: SignedInCaller,
    first: date,
    last: date,
    currency: Currency,
    decimals: Literal["comma", "point"] = "point",
    language: Literal["nl", "en"] = "en",
) -> Response:
    """All of the period in one file. Raises StatementTooLong."""
    of = service.statement(
        work, caller.customer.group, currency, first=first, last=last, limit=MOST_IN_A_FILE
    )
    if of.next_after:
        raise StatementTooLong("This period has more entries than one file takes. Choose less.")
    name = f"statement-{first}-{last}-{currency}.csv"
    return Response(
        spreadsheet.written(of, decimals=decimals, language=language),
        media_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _entry(of: Entry) -> WireEntry:
    return WireEntry(
        date=of.date,
        what=of.what,
        invoice_id=of.invoice_id,
        invoice_number=of.invoice_number,
        payment_id=of.payment_id,
        amount=to_wire(of.amount),
        balance=to_wire(of.balance),
    )

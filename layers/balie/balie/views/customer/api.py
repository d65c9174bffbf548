"""One customer in the desk: what its own portal shows, said by the same routes, and more."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from balie.firm.users.api import DeskWork, SessionClaim, may
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.ground.core.errors import SignedOut
from balie.money.invoice_pdfs import api as invoice_pdfs
from balie.money.invoices import api as invoices
from balie.money.payment_methods import api as payment_methods
from balie.money.payments import api as payments
from balie.money.statements import api as statements
from balie.money.subscriptions import api as subscriptions
from balie.relation.customers import groups, merging
from balie.relation.customers.model import Contact, Customer
from balie.relation.viewing import service as viewing
from balie.relation.viewing.model import eyes_of as its_eyes
from balie.views.activity import service as activity
from balie.views.activity import wire as events
from balie.views.activity.api import EventCursor, EventLimit
from balie.views.customer import service, wire
from balie.views.invoice import api as invoice
from balie.views.invoice.wire import WireInvoiceStory

router = APIRouter(prefix="/desk/customers/{customer_id}", tags=["customer"])

Reader = Annotated[Caller, may(Operation.SEE_CUSTOMERS)]
Changer = Annotated[Caller, may(Operation.CHANGE_CUSTOMERS)]
CUSTOMER_ID = r"^cus_[0-9A-HJKMNP-TV-Z]{26}$"
CustomerId = Annotated[str, Path(pattern=CUSTOMER_ID)]


class NewMember(BaseModel):
    customer_id: Annotated[str, Field(pattern=CUSTOMER_ID)]


class Eyes(NamedTuple):
    """Stand for an owner who is signed in to the portal. Its routes for bills ask only whose bills
    and which role: one that asks more of its caller fails here."""

    customer: Customer
    contact: Contact


async def eyes_of(work: DeskWork, customer_id: CustomerId, _: Reader) -> Any:
    """Raises CustomerMissing."""
    customer = groups.of(work, customer_id)
    return Eyes(customer, its_eyes(customer))


InItsOwnEyes = Annotated[Any, Depends(eyes_of)]


@router.get("")
async def profile(work: DeskWork, customer_id: CustomerId, _: Reader) -> wire.WireProfile:
    return wire.profile(service.profile(work, customer_id))


@router.post("/members")
async def merge(
    work: DeskWork, customer_id: CustomerId, body: NewMember, _: Changer
) -> wire.WireProfile:
    """Show another customer within this one from now on."""
    merging.merge(work, customer_id, body.customer_id)
    return wire.profile(service.profile(work, customer_id))


@router.delete("/members/{member_id}")
async def split(
    work: DeskWork, customer_id: CustomerId, member_id: CustomerId, _: Changer
) -> wire.WireProfile:
    """Let both stand alone again."""
    merging.split(work, customer_id, member_id)
    return wire.profile(service.profile(work, customer_id))


@router.get("/invoices")
async def list_invoices(
    work: DeskWork,
    eyes: InItsOwnEyes,
    status: invoices.Shown | None = None,
    number: invoices.Number = "",
    cursor: invoices.Cursor = "",
    limit: invoices.Limit = 20,
) -> invoices.WireInvoices:
    return await invoices.list_invoices(
        work, eyes, status=status, number=number, cursor=cursor, limit=limit
    )


@router.get("/invoices/{invoice_id}")
async def read_invoice(
    work: DeskWork, eyes: InItsOwnEyes, invoice_id: invoice.InvoiceId
) -> WireInvoiceStory:
    return await invoice.read_invoice(work, eyes, invoice_id)


@router.get("/invoices/{invoice_id}/pdf")
async def download_pdf(
    work: DeskWork, eyes: InItsOwnEyes, invoice_id: invoice.InvoiceId
) -> invoice_pdfs.WireDownload:
    return await invoice_pdfs.download_pdf(work, eyes, invoice_id)


@router.get("/payments")
async def list_payments(
    work: DeskWork,
    eyes: InItsOwnEyes,
    cursor: payments.Place = "",
    limit: payments.Limit = 20,
) -> payments.WirePayments:
    return await payments.list_payments(work, eyes, cursor=cursor, limit=limit)


@router.get("/statement")
async def read_statement(
    work: DeskWork,
    eyes: InItsOwnEyes,
    first: date,
    last: date,
    currency: statements.Currency = "",
    cursor: statements.Place = "",
    limit: statements.Limit = 100,
) -> statements.WireStatement:
    """Whatever changed what is owed: credit notes and disputes as well."""
    return await statements.read_statement(
        work, eyes, first=first, last=last, currency=currency, cursor=cursor, limit=limit
    )


@router.get("/subscriptions")
async def list_subscriptions(work: DeskWork, eyes: InItsOwnEyes) -> subscriptions.WireSubscriptions:
    return await subscriptions.list_subscriptions(work, eyes)


@router.get("/payment-methods")
async def list_payment_methods(
    work: DeskWork, eyes: InItsOwnEyes
) -> payment_methods.WirePaymentMethods:
    return await payment_methods.list_payment_methods(work, eyes)


@router.post("/view", status_code=201)
async def view_as_customer(
    work: DeskWork,
    customer_id: CustomerId,
    caller: Annotated[Caller, may(Operation.VIEW_AS_CUSTOMER)],
    claim: SessionClaim,
) -> wire.WireViewAddress:
    """Where its portal can be looked at, read only: to be opened at once, and once."""
    if claim is None:
        raise SignedOut("You are not signed in.")
    return wire.WireViewAddress(address=viewing.begin(work, caller, claim, customer_id))


@router.get("/activity")
async def list_activity(
    work: DeskWork,
    customer_id: CustomerId,
    _: Reader,
    cursor: EventCursor = "",
    limit: EventLimit = 50,
) -> events.WireEvents:
    """Of the customer and all that is its own, the newest first."""
    return events.events(activity.of_customer(work, customer_id, limit=limit, after=cursor))

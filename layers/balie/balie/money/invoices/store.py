"""Rows of invoices: in the customer's partition newest first, and in a list by status."""

from collections.abc import Iterator

from balie.ground.aws import keys, rows, stored, together
from balie.ground.aws.keys import Key, ListKey
from balie.ground.aws.rows import Row
from balie.ground.aws.stored import Kept
from balie.ground.aws.work import Work
from balie.ground.core.ids import newest_first
from balie.money.invoices import model
from balie.money.invoices.model import Invoice
from balie.outside.providers.snapshots import InvoiceStatus


def get(work: Work, customer_id: str, invoice_id: str) -> Invoice | None:
    row = work.get(keys.invoice(customer_id, invoice_id))
    return stored.read(Invoice, row) if row else None


def by_ref(work: Work, connection_id: str, ref: str) -> Invoice | None:
    found = work.get(keys.provider_ref(connection_id, ref))
    if found is None:
        return None
    return get(work, rows.text(found, "customer_id"), rows.text(found, "invoice_id"))


def save(work: Work, invoice: Invoice) -> None:
    work.put(
        keys.invoice(invoice.customer_id, invoice.id),
        {**_listed(invoice)._asdict(), **stored.data(invoice)},
        version=invoice.version,
    )
    if invoice.version == 0:
        work.put(
            keys.provider_ref(invoice.connection_id, invoice.ref),
            {"customer_id": invoice.customer_id, "invoice_id": invoice.id},
            version=0,
        )


def with_number(work: Work, begins_with: str, *, limit: int) -> list[Invoice]:
    """Of any customer, a moment behind; in the order of their numbers."""
    found = work.query_list(keys.NUMBERED, model.sorts_as(begins_with), limit=limit).rows
    read = (get(work, _owner(row), rows.text(row, "invoice_id")) for row in found)
    return [invoice for invoice in read if invoice]


def keep_findable(work: Work, invoice: Invoice) -> Invoice:
    """With a row under its number, in place of the one under the number that it had."""
    sorts_as = model.sorts_as(invoice.number)
    if sorts_as == invoice.found_as:
        return invoice
    of = (invoice.customer_id, invoice.id)
    if invoice.found_as is not None:
        work.delete(keys.invoice_number(of[0], invoice.found_as, of[1]), version=1)
    listed = keys.invoices_by_number(sorts_as, invoice.id)._asdict()
    row = {**listed, "invoice_id": invoice.id}
    work.put(keys.invoice_number(of[0], sorts_as, of[1]), row, version=0)
    return invoice.model_copy(update={"found_as": sorts_as})


def numbered(
    work: Work, group: tuple[str, ...], prefix: str, *, limit: int, after: Invoice | None
) -> tuple[list[Invoice], bool]:
    """Those whose number begins so, in the order of their numbers; whether there are more."""
    past = keys.invoice_number("", model.sorts_as(after.number), after.id).sk if after else ""
    begins_with = keys.INVOICE_NUMBERS + model.sorts_as(prefix)
    page = together.query(work, _of(group), begins_with, limit=limit, after=past)
    found = (get(work, _owner(row), rows.text(row, "invoice_id")) for row in page.rows)
    return [invoice for invoice in found if invoice], page.next_after is not None


def every(work: Work, customer_id: str) -> Iterator[Kept[Invoice]]:
    """All of a customer's, as committed now, to be checked."""
    return map(_checked, work.every(keys.customer_rows(customer_id), keys.INVOICES))


def newest(
    work: Work, group: tuple[str, ...], *, limit: int, after: Invoice | None
) -> tuple[list[Invoice], bool]:
    """Second: whether there are more."""
    past = keys.invoice("", after.id).sk if after else ""
    page = together.query(work, _of(group), keys.INVOICES, limit=limit, after=past)
    return [stored.read(Invoice, row) for row in page.rows], page.next_after is not None


def with_status(
    work: Work, group: tuple[str, ...], status: InvoiceStatus, *, limit: int, after: Invoice | None
) -> tuple[list[Invoice], bool]:
    """The open ones by the day they are due, the others newest first; whether there are more."""
    past = f"{_listed_by(after, status)}#{after.id}" if after else ""
    lists = [keys.invoices_with_status(one, status) for one in group]
    page = together.query_lists(work, lists, limit=limit, after=past)
    return [stored.read(Invoice, row) for row in page.rows], page.next_after is not None


def _of(group: tuple[str, ...]) -> list[str]:
    return [keys.customer_rows(customer_id) for customer_id in group]


def _owner(row: Row) -> str:
    return rows.text(row, "pk").removeprefix(keys.customer_rows(""))


def _listed(invoice: Invoice) -> ListKey:
    standing = invoice.standing
    place = _listed_by(invoice, standing)
    return keys.invoices_by_status(invoice.customer_id, standing, place, invoice.id)


def _checked(row: Row) -> Kept[Invoice]:
    return stored.checked(row, lambda row: stored.read(Invoice, row), _belongs)


def _belongs(invoice: Invoice) -> tuple[Key, ListKey]:
    return keys.invoice(invoice.customer_id, invoice.id), _listed(invoice)


def _listed_by(invoice: Invoice, status: InvoiceStatus) -> str:
    if status is InvoiceStatus.OPEN:
        return (invoice.due_date or invoice.issued_date).isoformat()
    return newest_first(invoice.id)

"""Rows of customers and contacts, and how they are found."""

from collections.abc import Callable, Iterable

from balie.ground.aws import keys, rows, stored
from balie.ground.aws.rows import Row
from balie.ground.aws.table import Page
from balie.ground.aws.work import Work
from balie.relation.customers import model
from balie.relation.customers.model import Contact, Customer, email_digest


def get(work: Work, customer_id: str) -> Customer | None:
    row = work.get(keys.customer(customer_id))
    return stored.read(Customer, row) if row else None


def from_head(head: Iterable[Row]) -> Customer | None:
    """From the head of a customer's partition, as read."""
    own = keys.customer("").sk
    found = (stored.read(Customer, row) for row in head if row["sk"] == own)
    return next(found, None)


def id_of_ref(work: Work, connection_id: str, ref: str) -> str | None:
    row = work.get(keys.provider_ref(connection_id, ref))
    return rows.text(row, "customer_id") if row else None


def by_name(
    work: Work, prefix: str, *, limit: int, after: Customer | None
) -> tuple[list[Customer], bool]:
    """Second: whether more follow."""
    page = work.query_list(
        keys.CUSTOMERS,
        model.sorts_as(prefix),
        limit=limit,
        after=_listed(after).list_sk if after else "",
    )
    return [stored.read(Customer, row) for row in page.rows], page.next_after is not None


def save(work: Work, customer: Customer) -> None:
    work.put(
        keys.customer(customer.id),
        {**_listed(customer)._asdict(), **stored.data(customer)},
        version=customer.version,
    )
    if customer.version == 0:
        work.put(
            keys.provider_ref(customer.connection_id, customer.ref),
            {"customer_id": customer.id},
            version=0,
        )


def save_contact(work: Work, contact: Contact) -> None:
    digest = email_digest(contact.email)
    listed = keys.contacts_by_email(digest, contact.customer_id, contact.id)
    work.put(
        keys.contact(contact.customer_id, contact.id),
        {**listed._asdict(), **stored.data(contact)},
        version=contact.version,
    )


def delete_contact(work: Work, contact: Contact) -> None:
    work.delete(keys.contact(contact.customer_id, contact.id), version=contact.version)


def contact(work: Work, customer_id: str, contact_id: str) -> Contact | None:
    row = work.get(keys.contact(customer_id, contact_id))
    return stored.read(Contact, row) if row else None


def contacts(work: Work, customer_id: str) -> list[Contact]:
    own = keys.customer_rows(customer_id)
    return _every(lambda after: work.query(own, keys.CONTACTS, after=after))


def contacts_with_email(work: Work, email: str) -> list[Contact]:
    listed = keys.contacts_with_email(email_digest(email))
    return _every(lambda after: work.query_list(listed, after=after))


def _listed(customer: Customer) -> keys.ListKey:
    return keys.customers_by_name(model.sorts_as(customer.name), customer.id)


def _every(page_past: Callable[[str], Page]) -> list[Contact]:
    """page_past: the page that follows this place, "" for the first."""
    page = page_past("")
    found = page.rows
    while page.next_after:
        page = page_past(page.next_after)
        found = found + page.rows
    return [stored.read(Contact, row) for row in found]

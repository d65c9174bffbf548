"""Customers: keeping them as the provider has them, and finding who may sign in."""

from collections.abc import Iterable
from typing import Any

from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.ground.core.errors import NotFound
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import CustomerSnapshot
from balie.relation.customers import model, store
from balie.relation.customers.model import Contact, Customer, email_digest


class CustomerMissing(NotFound):
    code = "customer_missing"


def apply(work: Work, connection_id: str, snapshot: CustomerSnapshot) -> None:
    """Bring the customer to what the provider says. The first e-mail makes the first contact."""
    known = store.id_of_ref(work, connection_id, snapshot.ref)
    if known is not None:
        _update(work, get(work, known), snapshot)
    elif snapshot.name:
        _create(work, connection_id, snapshot)


def get(work: Work, customer_id: str) -> Customer:
    """Raises CustomerMissing."""
    customer = store.get(work, customer_id)
    if customer is None:
        raise CustomerMissing("There is no such customer.")
    return customer


def find(work: Work, customer_id: str) -> Customer | None:
    return store.get(work, customer_id)


def from_head(head: Iterable[Row]) -> Customer:
    """From the head of a customer's partition, as read. Raises CustomerMissing."""
    customer = store.from_head(head)
    if customer is None:
        raise CustomerMissing("There is no such customer.")
    return customer


def id_of_ref(work: Work, connection_id: str, ref: str) -> str | None:
    return store.id_of_ref(work, connection_id, ref)


def contact(work: Work, customer_id: str, contact_id: str) -> Contact | None:
    return store.contact(work, customer_id, contact_id)


def contacts(work: Work, customer_id: str) -> list[Contact]:
    return store.contacts(work, customer_id)


def contacts_with_email(work: Work, email: str) -> list[Contact]:
    """Who this address belongs to: one person may act for several customers, deleted ones not."""
    found = store.contacts_with_email(work, email)
    return [contact for contact in found if not get(work, contact.customer_id).deleted]


def _create(work: Work, connection_id: str, snapshot: CustomerSnapshot) -> None:
    customer = Customer(
        id=model.customer_id(connection_id, snapshot.ref, snapshot.created_at),
        connection_id=connection_id,
        ref=snapshot.ref,
        **_said(snapshot),
        deleted=snapshot.deleted,
        as_of=snapshot.requested_at,
    )
    store.save(work, customer)
    work.record(
        "customer.created",
        customer.id,
        customer_id=customer.id,
        occurred_at=snapshot.created_at,
    )
    make_first_contact(work, customer)


def _update(work: Work, customer: Customer, snapshot: CustomerSnapshot) -> None:
    refuse_older(snapshot, customer.as_of)
    said = {"deleted": True} if snapshot.deleted else _said(snapshot)
    changed = customer.model_copy(update=said)
    store.save(work, changed.model_copy(update={"as_of": snapshot.requested_at}))
    if changed == customer:
        return
    work.record(
        "customer.deleted" if changed.deleted else "customer.updated",
        customer.id,
        customer_id=customer.id,
    )
    if customer.email != changed.email:
        _follow_email(work, customer, changed)


def _said(snapshot: CustomerSnapshot) -> dict[str, Any]:
    """Tax ids that were not asked for stay as they are."""
    said = {
        "name": snapshot.name,
        "email": snapshot.email,
        "phone": snapshot.phone,
        "address": snapshot.address,
        "language": snapshot.language,
        "default_method_ref": snapshot.default_method_ref,
    }
    return said if snapshot.tax_ids is None else {**said, "tax_ids": snapshot.tax_ids}


def _follow_email(work: Work, before: Customer, after: Customer) -> None:
    """The first contact goes with the firm's own record of whom it writes to.

    Not to an address of another contact: it is one person's, who has a role of their own.
    """
    first = store.contact(work, after.id, model.first_contact_id(after.id))
    if (other := _other_with_email(work, after)) is not None:
        work.record("contact.email_kept", other.id, customer_id=after.id)
    elif first is None:
        make_first_contact(work, after)
    elif after.email is None and before.email == first.email:
        store.delete_contact(work, first)
        work.record("contact.removed", first.id, customer_id=after.id)
    elif after.email and before.email in (None, first.email):
        store.save_contact(work, first.model_copy(update={"email": after.email}))
        work.record("contact.updated", first.id, customer_id=after.id)


def _other_with_email(work: Work, customer: Customer) -> Contact | None:
    """Who has the customer's address and is not its first contact."""
    if customer.email is None:
        return None
    wanted, first = email_digest(customer.email), model.first_contact_id(customer.id)
    others = (one for one in store.contacts(work, customer.id) if one.id != first)
    return next((one for one in others if email_digest(one.email) == wanted), None)


def make_first_contact(work: Work, customer: Customer) -> None:
    """An owner with the address that the provider has, if it has any."""
    if customer.email is None:
        return
    contact = Contact(
        id=model.first_contact_id(customer.id),
        customer_id=customer.id,
        name=customer.name,
        email=customer.email,
        language=customer.language,
    )
    store.save_contact(work, contact)
    work.record("contact.created", contact.id, customer_id=customer.id)

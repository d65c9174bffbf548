"""Customers that stand together: one that others were merged into, the head, and its members.

Whoever reads asks for the head, and then for what is of its `group`. A customer that stands alone
is a group of one, and costs no read more.
"""

from balie.ground.aws.work import Work
from balie.relation.customers import service, store
from balie.relation.customers.model import Contact, Customer, email_digest


def of(work: Work, customer_id: str) -> Customer:
    """The head of the customer's group. Raises CustomerMissing."""
    return head_of(work, service.get(work, customer_id))


def head_of(work: Work, customer: Customer) -> Customer:
    """Both rows must say so: a customer that is split off at this moment stands alone."""
    if customer.merged_into is None:
        return customer
    head = store.get(work, customer.merged_into)
    return head if head and customer.id in head.members else customer


def every(work: Work, head: Customer) -> list[Customer]:
    """The head, then its members."""
    return [head, *members(work, head)]


def members(work: Work, head: Customer) -> list[Customer]:
    found = (store.get(work, customer_id) for customer_id in head.members)
    return [one for one in found if one]


def heads_of_members(work: Work) -> dict[str, str]:
    """Of every customer that is shown within another, that one's id; a moment behind."""
    return {one.id: one.merged_into for one in store.merged(work) if one.merged_into}


def contacts(work: Work, head: Customer) -> list[Contact]:
    """All who act for the group: each address once, the head's contact first.

    Not those of a member that the provider has deleted, who cannot sign in.
    """
    if not head.members:
        return store.contacts(work, head.id)
    living = [one for one in every(work, head) if not one.deleted]
    persons: dict[str, Contact] = {}
    for one in (contact for of in living for contact in store.contacts(work, of.id)):
        persons.setdefault(email_digest(one.email), one)
    return list(persons.values())


def contact(work: Work, head: Customer, contact_id: str) -> Contact | None:
    """Of whichever of the group."""
    found = (store.contact(work, customer_id, contact_id) for customer_id in head.group)
    return next((one for one in found if one), None)


def same_person(work: Work, contact: Contact) -> list[Contact]:
    """The contact, and all others of its group with the same address."""
    head = of(work, contact.customer_id)
    if not head.members:
        return [contact]
    found = (one for customer_id in head.group for one in store.contacts(work, customer_id))
    return [one for one in found if _is_same(one, contact)]


def acting(work: Work, head: Customer, contact: Contact) -> Contact:
    """The contact that counts of this person: the head's, or of the first member that has one.

    The list by address is a moment behind; a contact that it names is read again.
    """
    if contact.customer_id == head.id:
        return contact
    listed = {one.customer_id: one for one in service.contacts_with_email(work, contact.email)}
    for customer_id in head.group[: head.group.index(contact.customer_id)]:
        if customer_id in listed:
            now = store.contact(work, customer_id, listed[customer_id].id)
            if now and _is_same(now, contact):
                return now
    return contact


def _is_same(one: Contact, other: Contact) -> bool:
    return email_digest(one.email) == email_digest(other.email)

"""Contacts of a customer: bringing in, giving a role, removing; what each changes of its own.

Of customers that were merged, the contacts act for all of them; who is a contact of several counts
once, and what changes of a person changes of each.
"""

from typing import Any

from balie.ground.aws.work import Work
from balie.ground.core.errors import Conflict, NotFound
from balie.ground.core.ids import new_id
from balie.relation.customers import groups, store
from balie.relation.customers.model import Contact, email_digest
from balie.relation.customers.roles import Role

MOST = 50


class ContactMissing(NotFound):
    code = "contact_missing"


class ContactExists(Conflict):
    code = "contact_exists"


class TooManyContacts(Conflict):
    code = "too_many_contacts"


class LastOwner(Conflict):
    code = "last_owner_of_customer"


def get(work: Work, customer_id: str, contact_id: str) -> Contact:
    """Of the customer's group: the contact that counts of this person, under whichever of its ids.

    Raises CustomerMissing, ContactMissing.
    """
    head = groups.of(work, customer_id)
    found = groups.contact(work, head, contact_id)
    if found is None:
        raise ContactMissing("There is no such contact.")
    return groups.acting(work, head, found)


def add(
    work: Work, customer_id: str, *, name: str, email: str, role: Role, language: str | None
) -> Contact:
    """Raises ContactExists, TooManyContacts."""
    others = groups.contacts(work, groups.of(work, customer_id))
    refuse_known_email(others, email)
    if len(others) >= MOST:
        raise TooManyContacts(f"A company has at most {MOST} contacts. Remove one first.")
    contact = Contact(
        id=new_id("con"),
        customer_id=customer_id,
        name=name,
        email=email,
        language=language,
        role=role.value,
    )
    store.save_contact(work, contact)
    work.record("contact.created", contact.id, customer_id=customer_id, role=role.value)
    return contact


def change_role(work: Work, contact: Contact, role: Role) -> Contact:
    """Raises LastOwner."""
    if role.value == contact.role:
        return contact
    _refuse_last_owner(work, contact)
    for one in _changed(work, contact, role=role.value):
        work.record("contact.role_changed", one.id, customer_id=one.customer_id, role=role)
    return contact.model_copy(update={"role": role.value})


def remove(work: Work, contact: Contact) -> None:
    """Its sessions end with it. Raises LastOwner."""
    _refuse_last_owner(work, contact)
    for one in groups.same_person(work, contact):
        store.delete_contact(work, one)
        work.record("contact.removed", one.id, customer_id=one.customer_id)


def describe(work: Work, contact: Contact, **said: str) -> Contact:
    """said: name or language, or both."""
    for one in _changed(work, contact, **said):
        work.record("contact.updated", one.id, customer_id=one.customer_id)
    return contact.model_copy(update=said)


def change_email(work: Work, contact: Contact, email: str) -> Contact:
    """All sessions of the old address end. Raises ContactExists."""
    refuse_known_email(groups.contacts(work, groups.of(work, contact.customer_id)), email)
    for one in _changed(work, contact, email=email):
        work.record("contact.email_changed", one.id, customer_id=one.customer_id)
    return contact.model_copy(update={"email": email})


def sign_out(work: Work, contact: Contact) -> None:
    """Of every session that has begun by now."""
    store.save_contact(work, contact.model_copy(update={"signed_out_at": work.now}))
    work.record("contact.signed_out_everywhere", contact.id, customer_id=contact.customer_id)


def refuse_known_email(contacts: list[Contact], email: str) -> None:
    """Raises ContactExists."""
    if email_digest(email) in (email_digest(contact.email) for contact in contacts):
        raise ContactExists("Somebody with this e-mail address is among the contacts already.")


def _refuse_last_owner(work: Work, contact: Contact) -> None:
    """Every owner's row is written, so that of two at once, one leaves an owner."""
    if contact.role != Role.OWNER:
        return
    same = {one.id for one in groups.same_person(work, contact)}
    known = groups.contacts(work, groups.of(work, contact.customer_id))
    owners = [one for one in known if one.role == Role.OWNER and one.id not in same]
    if not owners:
        raise LastOwner("A company keeps at least one owner. Make somebody else owner first.")
    store.save_contact(work, owners[0])


def _changed(work: Work, contact: Contact, **said: Any) -> list[Contact]:
    """What this person now is, wherever that is something else than before."""
    before = groups.same_person(work, contact)
    after = [one.model_copy(update=said) for one in before]
    for one in after:
        store.save_contact(work, one)
    return [one for one in after if one not in before]

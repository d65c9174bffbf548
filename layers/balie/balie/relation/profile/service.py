"""A person's own profile, and the contacts of its company."""

from typing import Literal, TypedDict

from balie.ground.aws import limits, queues, settings
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.relation.auth import model as auth
from balie.relation.auth import service as signing_in
from balie.relation.auth import sessions
from balie.relation.auth.service import Holder
from balie.relation.customers import contacts, groups
from balie.relation.customers.model import Contact
from balie.relation.customers.roles import Operation, Role

INVITATIONS_AN_HOUR = 20  # of one customer: each is a mail to an address that somebody typed


class InvitationMail(TypedDict):
    """On the mail queue: somebody may sign in from now on."""

    tenant: str
    mail: Literal["contact_invited"]
    once: str
    customer_id: str
    contact_id: str
    invited_by: str


class ProofMail(TypedDict):
    """On the mail queue: a link that proves who it is. email: where it goes.

    For "change_email" that is the address that the contact shall have.
    """

    tenant: str
    mail: Literal["prove", "change_email"]
    customer_id: str
    contact_id: str
    email: str
    nonce_digest: str
    asked_at: str


def describe(work: Work, caller: Holder, **said: str) -> Contact:
    """said: name or language, or both."""
    return contacts.describe(work, caller.contact, **said)


def invite(work: Work, caller: Holder, *, name: str, email: str, role: Role) -> Contact:
    """Raises ContactMayNot, FreshSignInNeeded, ContactExists, TooManyContacts, TooMany."""
    sessions.require(work, caller, Operation.MANAGE_CONTACTS)
    limits.count(work, f"invite:{caller.customer.id}", INVITATIONS_AN_HOUR)
    language = caller.contact.language
    contact = contacts.add(
        work, caller.contact.customer_id, name=name, email=email, role=role, language=language
    )
    work.commit()  # before the mail is asked for, so that nobody is invited who is not there
    message: InvitationMail = {
        "tenant": work.tenant,
        "mail": "contact_invited",
        "once": f"invited:{contact.id}",
        "customer_id": contact.customer_id,
        "contact_id": contact.id,
        "invited_by": caller.contact.name,
    }
    queues.send(work.tenant, settings.mail_queue(), message)
    return contact


def change_role(work: Work, caller: Holder, contact_id: str, role: Role) -> Contact:
    """Raises ContactMayNot, FreshSignInNeeded, ContactMissing, LastOwner."""
    sessions.require(work, caller, Operation.MANAGE_CONTACTS)
    return contacts.change_role(work, contacts.get(work, caller.customer.id, contact_id), role)


def remove(work: Work, caller: Holder, contact_id: str) -> None:
    """Raises ContactMayNot, FreshSignInNeeded, ContactMissing, LastOwner."""
    sessions.require(work, caller, Operation.MANAGE_CONTACTS)
    contacts.remove(work, contacts.get(work, caller.customer.id, contact_id))


def ask_for_proof(work: Work, caller: Holder, visitor: str) -> str:
    """A link to the caller's own address; the answer is the nonce for this browser's cookie."""
    return _ask(work, caller, "prove", caller.contact.email, visitor)


def ask_for_email(work: Work, caller: Holder, email: str, visitor: str) -> str:
    """A link to the address that the caller wants to have, and word of it to the one it has.

    Raises FreshSignInNeeded, ContactExists, TooMany.
    """
    sessions.require(work, caller, Operation.CHANGE_OWN_EMAIL)
    contacts.refuse_known_email(groups.contacts(work, caller.customer), email)
    return _ask(work, caller, "change_email", email, visitor)


def _ask(
    work: Work, caller: Holder, mail: Literal["prove", "change_email"], email: str, visitor: str
) -> str:
    nonce = signing_in.prepare_link(work, email, visitor)
    message: ProofMail = {
        "tenant": work.tenant,
        "mail": mail,
        "customer_id": caller.contact.customer_id,
        "contact_id": caller.contact.id,
        "email": email,
        "nonce_digest": auth.digest(nonce),
        "asked_at": to_text(work.now),
    }
    queues.send(work.tenant, settings.mail_queue(), message)
    return nonce

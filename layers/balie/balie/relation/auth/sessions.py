"""The sessions of one person: on which devices, for which customer, proved how long ago."""

from balie.ground.aws.work import Work
from balie.ground.core.errors import Forbidden, NotFound
from balie.relation.auth import model, store
from balie.relation.auth.model import Session
from balie.relation.auth.service import Caller, Holder
from balie.relation.customers import contacts, groups, roles
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact, Customer
from balie.relation.customers.roles import Operation

WRITES_A_COMMIT = 90  # of a hundred; each contact takes two


class ContactMayNot(Forbidden):
    code = "contact_may_not"


class FreshSignInNeeded(Forbidden):
    code = "fresh_sign_in_needed"


class DeviceMissing(NotFound):
    code = "device_missing"


class OtherCustomerMissing(NotFound):
    code = "other_customer_missing"


def require(work: Work, caller: Holder, operation: Operation) -> None:
    """Raises ContactMayNot; FreshSignInNeeded where who it is must have been proved just now."""
    if not roles.may(caller.contact.role, operation):
        raise ContactMayNot("Your role does not allow this. An owner of your company can.")
    if operation in roles.STEPPED_UP and not caller.session.was_proved(work.now):
        raise FreshSignInNeeded("Confirm who you are first, by a new link.")


def operations_of(caller: Caller) -> list[Operation]:
    """What the role allows; of a view, only to look."""
    allowed = roles.operations_of(caller.contact.role)
    if isinstance(caller, Holder):
        return allowed
    return [operation for operation in allowed if operation in roles.LOOKING]


def of_caller(work: Work, caller: Caller) -> list[Session]:
    """Those in force, the newest first; a moment behind. A view has none, and shows nobody's."""
    if not isinstance(caller, Holder):
        return []
    return [session for _, session in _in_force(work, caller)]


def end(work: Work, caller: Holder, session_id: str) -> None:
    """Raises DeviceMissing."""
    for token_digest, session in _in_force(work, caller):
        if session.id == session_id:
            store.end_session(work, token_digest, session)
            contact_id, customer_id = session.contact_id, session.customer_id
            work.record("contact.signed_out", contact_id, customer_id=customer_id)
            return
    raise DeviceMissing("This device is signed out already.")


def end_everywhere(work: Work, caller: Holder) -> None:
    """Of this person, for whichever customer. The list is a moment behind, so it is not gone by.

    The caller's own contact is the last, so that what was refused half-way can be asked for again.
    """
    for contact in reversed(_everywhere(work, caller)):
        contacts.sign_out(work, contact)
        if work.size >= WRITES_A_COMMIT:
            work.commit()  # one person may act for more customers than a transaction takes


def others(work: Work, caller: Caller) -> list[Customer]:
    """Customers for which this person may also act, by name."""
    if not isinstance(caller, Holder):
        return []
    found = [groups.of(work, one.customer_id) for one in _everywhere(work, caller)]
    each_once = {customer.id: customer for customer in found if customer.id != caller.customer.id}
    return sorted(each_once.values(), key=lambda customer: customer.name.casefold())


def switch(work: Work, caller: Holder, customer_id: str) -> str:
    """Act for another customer from now on: a session as old as this one, with a new token.

    Raises OtherCustomerMissing.
    """
    known = _everywhere(work, caller)
    found = [one for one in known if groups.of(work, one.customer_id).id == customer_id]
    if not found:
        raise OtherCustomerMissing("There is no such customer that you act for.")
    contact = found[0]
    session = caller.session.model_copy(
        update={"customer_id": contact.customer_id, "contact_id": contact.id, "version": 0}
    )
    store.end_session(work, caller.token_digest, caller.session)
    token = model.new_token()
    store.save_session(work, model.digest(token), session)
    work.record("contact.signed_in", contact.id, customer_id=contact.customer_id)
    return token


def _in_force(work: Work, caller: Holder) -> list[tuple[str, Session]]:
    """A device may be signed in for a customer whose contact has signed out everywhere since."""
    listed = store.sessions(work, caller.session.email_digest)
    ended_at = caller.contact.signed_out_at
    found = [
        (token_digest, session)
        for token_digest, session in listed
        if work.now < min(session.expires_at, session.ends_at)
        and (ended_at is None or session.created_at > ended_at)
    ]
    return sorted(found, key=lambda one: one[1].created_at, reverse=True)


def _everywhere(work: Work, caller: Holder) -> list[Contact]:
    """This person's contacts, the caller's own first even where the list lags behind."""
    found = customers.contacts_with_email(work, caller.contact.email)
    return [caller.contact, *(one for one in found if one.id != caller.contact.id)]

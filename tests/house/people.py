"""Contacts of one customer at the portal's door, each in a role, signed in just now or long ago."""

from datetime import timedelta

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.auth import model as auth
from balie.relation.auth import store
from balie.relation.customers import contacts
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact
from balie.relation.customers.roles import Role
from tests.house.house import House
from tests.house.signing_in import host
from tests.house.visitor import Visitor

LONG_AGO = timedelta(days=2)


def colleague(house: House, ref: str, role: Role, email: str = "") -> Contact:
    """Another contact of the customer."""
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        customer_id = customers.id_of_ref(work, house.connection, ref)
        assert customer_id
        return contacts.add(
            work,
            customer_id,
            name=f"A {role}",
            email=email or f"{role}@vandijk.example",
            role=role,
            language="en",
        )


def contact_of(house: House, ref: str, email: str = "") -> Contact:
    """With this address; the first contact without one."""
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        customer_id = customers.id_of_ref(work, house.connection, ref)
        assert customer_id
        found = customers.contacts(work, customer_id)
    return next(one for one in found if email in ("", one.email))


def browser_of(
    house: House, contact: Contact, *, ago: timedelta = timedelta(0), device: str = "Firefox"
) -> Visitor:
    """Signed in that long ago."""
    token = auth.new_token()
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        session = auth.new_session(contact, work.now - ago, device)
        store.save_session(work, auth.digest(token), session)
    visitor = Visitor(host(house))
    visitor.jar["__Host-balie_session"] = token
    return visitor

"""No contact is left out of a list because it stands past the first page of it."""

from datetime import UTC, datetime

from balie.ground.aws.work import open_work
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.relation.customers import store
from balie.relation.customers.model import Contact
from tests.house.house import House

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EMAIL = "administratie@vandijk.example"
COMMITS, A_COMMIT = 3, 70


def save_contacts(house: House, customer_id: str) -> set[str]:
    """Their ids: more than two pages of them, all with one address."""
    made = [new_id("con") for _ in range(COMMITS * A_COMMIT)]
    for first in range(0, len(made), A_COMMIT):
        with open_work(house.tenant, "test", Cause.PERSON, NOW) as work:
            for id in made[first : first + A_COMMIT]:
                contact = Contact(id=id, customer_id=customer_id, name="Sanne", email=EMAIL)
                store.save_contact(work, contact)
    return set(made)


def test_all_contacts_are_listed_by_customer_and_by_address(either: House) -> None:
    customer_id = new_id("cus")
    made = save_contacts(either, customer_id)
    with open_work(either.tenant, "test", Cause.PERSON, NOW) as work:
        assert {found.id for found in store.contacts(work, customer_id)} == made
        assert {found.id for found in store.contacts_with_email(work, EMAIL)} == made
        assert not store.contacts(work, new_id("cus"))


def test_another_tenants_contacts_are_in_no_list(memory_house: House) -> None:
    customer_id = new_id("cus")
    save_contacts(memory_house, customer_id)
    with open_work(new_id("ten"), "test", Cause.PERSON, NOW) as work:
        assert not store.contacts(work, customer_id)
        assert not store.contacts_with_email(work, EMAIL)

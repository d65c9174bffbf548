"""The first contact goes with the address that the firm keeps of its customer."""

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import model, store
from balie.relation.customers import service as customers
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import SANNE, ask, host, let_in, recipients
from tests.house.visitor import Visitor

NEW = "jan@vandijk.example"


def set_email(house: House, ref: str, email: str) -> None:
    house.call("post", f"/v1/customers/{ref}", email=email)
    house.settle()


def remove_email(house: House, ref: str) -> None:
    """In the dashboard: the API cannot unset it."""
    world = house.simulator.world
    with house.simulator.acting():
        world.change(world.store.by_id[ref], "customer.updated", email=None)
    house.settle()


def linked(house: House, memory: MemoryAws, *addresses: str) -> list[str]:
    """Those of the addresses that a link was mailed to."""
    before = len(recipients(memory))
    for address in addresses:
        assert ask(Visitor(host(house)), address).status == 202
    return recipients(memory)[before:]


def test_a_corrected_address_gets_the_link_and_the_wrong_one_none(
    memory_house: House, memory: MemoryAws
) -> None:
    ref = customer(memory_house, email="stranger@typo.example")
    memory_house.settle()
    set_email(memory_house, ref, SANNE)
    assert linked(memory_house, memory, "stranger@typo.example", SANNE) == [SANNE]
    set_email(memory_house, ref, NEW)
    assert linked(memory_house, memory, SANNE, NEW) == [NEW]


def test_a_removed_address_that_is_set_again_is_followed(
    memory_house: House, memory: MemoryAws
) -> None:
    ref = customer(memory_house, email=SANNE)
    memory_house.settle()
    for address in (SANNE, NEW):
        remove_email(memory_house, ref)
        set_email(memory_house, ref, address)
        assert linked(memory_house, memory, address) == [address]
    assert linked(memory_house, memory, SANNE) == []


def test_an_address_that_comes_and_goes_holds_up_no_payment(memory_house: House) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, of=ref)
    memory_house.settle()
    remove_email(memory_house, ref)
    set_email(memory_house, ref, SANNE)
    pay(memory_house, invoice)
    memory_house.settle()
    oracle.check(memory_house)


def test_a_customer_without_an_address_gets_a_contact_with_its_first(
    memory_house: House, memory: MemoryAws
) -> None:
    ref = memory_house.call("post", "/v1/customers", name="Van Dijk")["id"]
    memory_house.settle()
    assert linked(memory_house, memory, SANNE) == []
    set_email(memory_house, ref, SANNE)
    assert linked(memory_house, memory, SANNE) == [SANNE]


def test_sessions_of_the_old_address_end(firm: House, memory: MemoryAws) -> None:
    visitor = let_in(firm, memory)
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    firm.call("post", f"/v1/customers/{ref}", name="Van Dijk B.V.")
    firm.settle()
    assert visitor.get("/api/session").status == 200
    set_email(firm, ref, NEW)
    assert visitor.get("/api/session").status == 401
    assert let_in(firm, memory, NEW).get("/api/session").json["contact"]["email"] == NEW


def test_a_contact_with_an_address_of_its_own_is_not_moved(firm: House, memory: MemoryAws) -> None:
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    with open_work(firm.tenant, "test", Cause.PERSON, clock.now()) as work:
        customer_id = customers.id_of_ref(work, firm.connection, ref)
        assert customer_id
        first = customers.contact(work, customer_id, model.first_contact_id(customer_id))
        assert first
        store.save_contact(work, first.model_copy(update={"email": "own@sanne.example"}))
    set_email(firm, ref, NEW)
    assert linked(firm, memory, NEW, "own@sanne.example") == ["own@sanne.example"]


def test_another_firms_contact_with_the_same_address_stays(
    memory_house: House, memory: MemoryAws
) -> None:
    ref = customer(memory_house, email=SANNE)
    memory_house.settle()
    other = open_house(memory_house.simulator)
    memory_house.call("post", f"/v1/customers/{ref}", name="Told to both")
    memory_house.settle()
    (theirs,) = endpoint_of(other)
    memory_house.call("delete", f"/v1/webhook_endpoints/{theirs}")
    set_email(memory_house, ref, NEW)
    assert linked(other, memory, SANNE, NEW) == [SANNE]
    assert linked(memory_house, memory, SANNE, NEW) == [NEW]


def endpoint_of(house: House) -> list[str]:
    listed = house.call("get", "/v1/webhook_endpoints")["data"]
    return [raw["id"] for raw in listed if house.tenant in raw["url"]]

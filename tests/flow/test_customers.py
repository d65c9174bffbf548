"""A customer as the firm's bills need it: tax ids, address and what is charged by default."""

import json

from balie.ground.aws import keys
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers.snapshots import TaxId
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer
from tests.house import oracle
from tests.house.catching_up import run
from tests.house.house import House
from tests.house.invoices import customer, open_invoice

EU_VAT = {"type": "eu_vat", "value": "NL123456789B01"}


def ours(house: House, ref: str) -> Customer:
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        found = customers.id_of_ref(work, house.connection, ref)
        assert found is not None
        return customers.get(work, found)


def events(house: House, name: str) -> int:
    return len(oracle.events_in(oracle.every_row(house.tenant), name))


def test_a_tax_id_comes_and_goes_with_what_the_provider_says(either: House) -> None:
    ref = customer(either)
    either.settle()
    assert ours(either, ref).tax_ids == ()
    made = either.call("post", f"/v1/customers/{ref}/tax_ids", **EU_VAT)["id"]
    either.settle()
    assert ours(either, ref).tax_ids == (TaxId(**EU_VAT, verification="verified"),)
    assert events(either, "customer.updated") == 1
    either.call("delete", f"/v1/customers/{ref}/tax_ids/{made}")
    either.settle()
    assert ours(either, ref).tax_ids == ()
    assert events(either, "customer.updated") == 2


def test_more_tax_ids_than_the_provider_shows_at_once(memory_house: House) -> None:
    ref = customer(memory_house)
    for number in range(12):
        given = {"type": "eu_vat", "value": f"NL1234567{number:02d}B01"}
        memory_house.call("post", f"/v1/customers/{ref}/tax_ids", **given)
    memory_house.settle()
    assert len(set(ours(memory_house, ref).tax_ids)) == 12


def test_an_invoice_that_tells_of_its_customer_takes_no_tax_id_away(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.call("post", f"/v1/customers/{ref}/tax_ids", **EU_VAT)
    memory_house.settle()
    open_invoice(memory_house, of=ref)
    memory_house.settle()
    assert len(ours(memory_house, ref).tax_ids) == 1


def test_an_address_follows_the_provider(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.call(
        "post",
        f"/v1/customers/{ref}",
        phone="+31201234567",
        address={"line1": "Herengracht 1", "city": "Amsterdam", "country": "NL"},
    )
    memory_house.settle()
    found = ours(memory_house, ref)
    assert found.address is not None
    assert (found.address.line1, found.address.country) == ("Herengracht 1", "NL")
    assert found.phone == "+31201234567"


def test_a_customer_of_an_older_release_has_no_tax_ids_yet(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    before = ours(memory_house, ref)
    newer = ("tax_ids", "address", "phone", "default_method_ref")
    kept = before.model_dump_json(exclude=set(newer))
    assert not set(newer) & json.loads(kept).keys()
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        work.put(keys.customer(before.id), {"data": kept}, version=before.version)
    found = ours(memory_house, ref)
    assert (found.tax_ids, found.address, found.default_method_ref) == ((), None, None)


def test_what_an_address_says_is_no_other_tenants(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.call("post", f"/v1/customers/{ref}/tax_ids", **EU_VAT)
    memory_house.settle()
    with open_work(new_id("ten"), "test", Cause.PERSON, clock.now()) as work:
        assert customers.id_of_ref(work, memory_house.connection, ref) is None


def test_an_import_finds_credit_in_a_second_currency(memory_house: House) -> None:
    """Stripe's `balance` is in the customer's own currency alone."""
    ref = customer(memory_house)
    path = f"/v1/customers/{ref}/balance_transactions"
    for minor, currency in ((-500, "eur"), (500, "eur"), (-300, "usd")):
        memory_house.call("post", path, amount=minor, currency=currency)
    memory_house.simulator.take()
    assert memory_house.call("get", f"/v1/customers/{ref}")["balance"] == 0
    assert run(memory_house, Cause.IMPORT).is_complete
    rows = oracle.every_row(memory_house.tenant)
    (held,) = (row for row in rows if row["sk"] == "A#BALANCE#USD")
    assert held["unapplied"] == 300
    oracle.check(memory_house)

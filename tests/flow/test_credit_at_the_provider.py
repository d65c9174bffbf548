"""What the provider keeps for a customer between invoices, found whichever way it is heard of."""

from balie.ground.core.events import Cause
from tests.house import oracle
from tests.house.catching_up import run
from tests.house.house import House
from tests.house.invoices import adjust, customer, open_invoice, pay, pay_part, refund


def test_an_import_finds_a_debit_that_a_credit_note_paid_off(memory_house: House) -> None:
    """Nothing is left of either: neither the customer nor the invoice shows that there was one."""
    house, owner = memory_house, customer(memory_house)
    invoice = pay(house, open_invoice(house, of=owner))
    adjust(house, owner, 900)
    house.call("post", "/v1/credit_notes", invoice=invoice, amount=900, credit_amount=900)
    house.simulator.take()
    run(house, Cause.IMPORT)
    oracle.check(house)


def test_an_import_finds_credit_in_another_currency(memory_house: House) -> None:
    house, owner = memory_house, customer(memory_house)
    open_invoice(house, of=owner)
    adjust(house, owner, -900, "usd")
    house.simulator.take()
    run(house, Cause.IMPORT)
    oracle.check(house)


def test_too_much_paid_elsewhere_is_credit_and_came_from_elsewhere(memory_house: House) -> None:
    house = memory_house
    invoice = open_invoice(house, 10_000)
    record = house.call(
        "post",
        "/v1/payment_records/report_payment",
        amount_requested={"value": 12_500, "currency": "eur"},
        initiated_at=1_790_000_000,
        payment_method_details={"type": "custom", "custom": {"display_name": "Bank"}},
        outcome="guaranteed",
        guaranteed={"guaranteed_at": 1_790_000_000},
    )["id"]
    house.call("post", f"/v1/invoices/{invoice}/attach_payment", payment_record=record)
    house.settle()
    oracle.check(house)


def test_what_a_deleted_customer_had_used_stays_used(memory_house: House) -> None:
    """The provider shows no balance of a deleted customer, while its invoices live on."""
    house, owner = memory_house, customer(memory_house)
    adjust(house, owner, -900)
    invoice = open_invoice(house, 10_000, of=owner)
    pay_part(house, invoice, 12_000)
    house.settle()
    before = transfers(house)
    house.call("delete", f"/v1/customers/{owner}")
    house.settle()
    refund(house, invoice, 1_000)
    house.settle()
    added = [name for name in transfers(house) if name not in before]
    assert {name.split(":")[2] for name in added} == {"refunds", "allocated", "conceded"}
    oracle.check(house)


def transfers(house: House) -> list[str]:
    rows = oracle.every_row(house.tenant)
    return [str(row["transfer_id"]) for row in rows if "transfer_id" in row]

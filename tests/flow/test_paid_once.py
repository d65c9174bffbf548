"""`invoice.paid` is recorded once, with what was paid for it, whatever happens to it afterwards."""

from collections.abc import Callable

import pytest

from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import (
    confirm,
    customer,
    open_invoice,
    pay,
    pay_part,
    pay_two_at_once,
    prepared,
    refund,
)


def told(house: House) -> list[str]:
    """What each `invoice.paid` says was paid."""
    oracle.check(house)
    found = oracle.events_in(oracle.every_row(house.tenant), "invoice.paid")
    assert all(event["data"]["currency"] == "EUR" for event in found)
    return [event["data"]["value"] for event in found]


def nothing_to_pay(house: House) -> str:
    return open_invoice(house, 0)


def credited(house: House) -> str:
    invoice = open_invoice(house, 10_000)
    house.settle()
    house.call("post", "/v1/credit_notes", invoice=invoice, amount=10_000)
    return invoice


def credited_in_part(house: House) -> str:
    invoice = open_invoice(house, 10_000)
    house.settle()
    house.call("post", "/v1/credit_notes", invoice=invoice, amount=4_000)
    return pay(house, invoice)


def with_credit(house: House, cents: int) -> str:
    ref = customer(house)
    path = f"/v1/customers/{ref}/balance_transactions"
    house.call("post", path, amount=-cents, currency="eur")
    return open_invoice(house, 10_000, of=ref)


def paid_from_credit(house: House) -> str:
    return with_credit(house, 10_000)


def paid_from_credit_in_part(house: House) -> str:
    return pay(house, with_credit(house, 2_500))


def paid_elsewhere(house: House) -> str:
    invoice = open_invoice(house, 10_000)
    house.call("post", f"/v1/invoices/{invoice}/pay", paid_out_of_band=True)
    return invoice


def paid_in_parts(house: House) -> str:
    return pay_two_at_once(house)


SETTLED: dict[Callable[[House], str], str] = {
    nothing_to_pay: "0.00",
    credited: "0.00",
    credited_in_part: "60.00",
    paid_from_credit: "0.00",
    paid_from_credit_in_part: "75.00",
    paid_elsewhere: "100.00",
    paid_in_parts: "100.00",
}


@pytest.mark.parametrize("settle", SETTLED, ids=lambda settle: settle.__name__)
def test_it_says_what_was_paid_and_not_what_was_billed(
    memory_house: House, settle: Callable[[House], str]
) -> None:
    settle(memory_house)
    news = memory_house.simulator.take()
    for _ in range(2):
        memory_house.hear(news)
        assert not memory_house.work_off()
    assert told(memory_house) == [SETTLED[settle]]


def test_a_part_payment_is_not_told_as_paid(memory_house: House) -> None:
    invoice = open_invoice(memory_house, 10_000)
    pay_part(memory_house, invoice, 4_000)
    memory_house.settle()
    assert told(memory_house) == []
    pay(memory_house, invoice)
    memory_house.settle()
    assert told(memory_house) == ["100.00"]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_payment_that_comes_in_after_the_invoice_was_settled_is_not_told_again(
    memory_house: House, elsewhere: bool
) -> None:
    invoice = open_invoice(memory_house, 10_000)
    late = prepared(memory_house, invoice, 5_000)
    path = f"/v1/invoices/{invoice}"
    memory_house.call("post", f"{path}/attach_payment", payment_intent=late)
    if elsewhere:
        memory_house.call("post", f"{path}/pay", paid_out_of_band=True)
    else:
        pay_part(memory_house, invoice, 10_000)
    memory_house.settle()
    assert told(memory_house) == ["100.00"]
    confirm(memory_house, late)
    memory_house.settle()
    assert told(memory_house) == ["100.00"]


def test_a_refund_and_a_second_payment_tell_nothing_more(memory_house: House) -> None:
    invoice = pay(memory_house, open_invoice(memory_house, 10_000))
    memory_house.settle()
    refund(memory_house, invoice, 2_500)
    memory_house.settle()
    refund(memory_house, invoice)
    memory_house.settle()
    assert told(memory_house) == ["100.00"]


def test_an_overpayment_is_credit_and_told_once(memory_house: House) -> None:
    invoice = open_invoice(memory_house, 10_000)
    pay_part(memory_house, invoice, 12_000)
    memory_house.settle()
    assert len(told(memory_house)) == 1
    (payment,) = oracle.payments_in(oracle.every_row(memory_house.tenant))
    assert payment["posted"]["captured"] == 12_000

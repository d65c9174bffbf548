"""One Stripe payment, from the webhook to the ledger."""

from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.customers import service as customers
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import open_invoice, pay, pay_part, pay_two_at_once, refund


def posted(house: House) -> dict[str, int]:
    """What stands posted for the house's one invoice; allocations summed."""
    oracle.check(house)
    (invoice,) = oracle.invoices_in(oracle.every_row(house.tenant))
    figures = invoice["posted"]
    summed = {name: sum(figures.get(name, {}).values()) for name in ("allocated", "conceded")}
    found = {**figures, **summed}
    return {name: n for name, n in found.items() if n and name != "number"}


def events(house: House, name: str) -> int:
    return len(oracle.events_in(oracle.every_row(house.tenant), name))


def test_an_open_invoice_is_owed(either: House) -> None:
    open_invoice(either)
    either.settle()
    assert posted(either) == {"issued": 12100}
    assert events(either, "invoice.issued") == 1


def test_a_paid_invoice_is_settled_once_however_often_it_is_told(either: House) -> None:
    pay(either, open_invoice(either))
    news = either.simulator.take()
    for _ in range(2):
        either.hear(news)
        hints = either.hints()
        assert not either.work_off(hints)
        assert not either.work_off(hints)
    assert posted(either) == {"issued": 12100, "allocated": 12100}
    assert events(either, "invoice.paid") == 1
    assert events(either, "payment.succeeded") == 1


def test_two_part_payments_settle_an_invoice(either: House) -> None:
    pay_two_at_once(either)
    either.settle()
    assert posted(either) == {"issued": 10_000, "allocated": 10_000}


def test_a_part_payment_leaves_the_rest_open(either: House) -> None:
    invoice = open_invoice(either)
    either.settle()
    pay_part(either, invoice, 2_100)
    either.settle()
    assert posted(either) == {"issued": 12_100, "allocated": 2_100}


def test_a_refund_goes_back_and_does_not_reopen_the_invoice(either: House) -> None:
    invoice = pay(either, open_invoice(either))
    either.settle()
    refund(either, invoice, 5_000)
    either.settle()
    assert posted(either) == {"issued": 12_100, "allocated": 7_100, "conceded": 5_000}
    assert events(either, "payment.refunded") == 1


def test_a_voided_invoice_is_owed_no_more(either: House) -> None:
    invoice = open_invoice(either)
    either.settle()
    either.call("post", f"/v1/invoices/{invoice}/void")
    either.settle()
    assert posted(either) == {"issued": 12_100, "voided": 12_100}


def test_a_written_off_invoice_that_is_paid_after_all_is_no_loss(either: House) -> None:
    invoice = open_invoice(either)
    either.call("post", f"/v1/invoices/{invoice}/mark_uncollectible")
    either.settle()
    assert posted(either) == {"issued": 12_100, "written_off": 12_100}
    pay(either, invoice)
    either.settle()
    assert posted(either) == {"issued": 12_100, "allocated": 12_100}


def test_an_invoice_paid_elsewhere_is_settled(either: House) -> None:
    invoice = open_invoice(either)
    either.call("post", f"/v1/invoices/{invoice}/pay", paid_out_of_band=True)
    either.settle()
    assert posted(either) == {"issued": 12_100, "out_of_band": 12_100}
    assert events(either, "invoice.paid") == 1


def test_a_draft_is_no_claim(either: House) -> None:
    customer = either.call("post", "/v1/customers", name="Draft", email="a@draft.example")["id"]
    draft = either.call("post", "/v1/invoices", customer=customer)["id"]
    either.settle()
    either.call("delete", f"/v1/invoices/{draft}")
    either.settle()
    assert oracle.invoices_in(oracle.every_row(either.tenant)) == []


def test_a_deleted_customer_keeps_its_name(either: House) -> None:
    ref = either.call("post", "/v1/customers", name="Gone", email="a@gone.example")["id"]
    either.settle()
    either.call("delete", f"/v1/customers/{ref}")
    either.settle()
    with open_work(either.tenant, "test", Cause.PERSON, clock.now()) as work:
        kept = customers.get(work, customers.id_of_ref(work, either.connection, ref) or "")
    assert (kept.name, kept.deleted) == ("Gone", True)
    assert events(either, "customer.deleted") == 1

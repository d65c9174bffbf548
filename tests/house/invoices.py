"""Small stories at the provider."""

from typing import Any

from dev.stripe.resources import invoice_payments
from tests.house.house import House


def customer(house: House, *, name: str = "Van Dijk", email: str = "sanne@vandijk.example") -> str:
    return str(house.call("post", "/v1/customers", name=name, email=email)["id"])


def open_invoice(house: House, cents: int = 12100, *, of: str = "", **fields: Any) -> str:
    """A finalized invoice, due in 14 days unless said otherwise. of: a customer's ref."""
    owner = of or customer(house)
    asked = {"collection_method": "send_invoice", "days_until_due": 14, **fields}
    invoice = str(house.call("post", "/v1/invoices", customer=owner, **asked)["id"])
    house.call(
        "post",
        "/v1/invoiceitems",
        customer=owner,
        invoice=invoice,
        amount=cents,
        currency=fields.get("currency", "eur"),
        description="Website, part 2",
    )
    house.call("post", f"/v1/invoices/{invoice}/finalize")
    return invoice


def invoice_of(house: House, lines: int) -> str:
    """A finalized one; its lines are of 1, 2, 3 … cents. Of its time as a draft nobody hears."""
    owner = customer(house)
    asked = {"collection_method": "send_invoice", "days_until_due": 14}
    invoice = str(house.call("post", "/v1/invoices", customer=owner, **asked)["id"])
    for cents in range(1, lines + 1):
        given = {"amount": cents, "currency": "eur", "description": f"Day {cents}"}
        house.call("post", "/v1/invoiceitems", customer=owner, invoice=invoice, **given)
    house.simulator.take()
    house.call("post", f"/v1/invoices/{invoice}/finalize")
    return invoice


def pay(house: House, invoice: str) -> str:
    house.call("post", f"/v1/invoices/{invoice}/pay", payment_method="pm_card_visa")
    return invoice


def pay_part(house: House, invoice: str, cents: int) -> str:
    """A payment of its own, attached to the invoice."""
    intent = prepared(house, invoice, cents)
    confirm(house, intent)
    house.call("post", f"/v1/invoices/{invoice}/attach_payment", payment_intent=intent)
    return intent


def prepared(house: House, invoice: str, cents: int) -> str:
    """A payment by the invoice's customer that nobody has tried yet, attached to nothing."""
    intent = house.call(
        "post",
        "/v1/payment_intents",
        customer=house.call("get", f"/v1/invoices/{invoice}")["customer"],
        amount=cents,
        currency="eur",
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )
    return str(intent["id"])


def confirm(house: House, intent: str) -> None:
    path = f"/v1/payment_intents/{intent}/confirm"
    house.call("post", path, payment_method="pm_card_visa")


def pay_together(house: House, invoices: list[str], each: int) -> str:
    """One payment over several invoices: Stripe's own doing, its API attaches to one alone."""
    intent = prepared(house, invoices[0], each * len(invoices))
    world = house.simulator.world
    with house.simulator.acting():
        for ref in invoices:
            invoice_payments.make(world, world.store.by_id[ref], world.store.by_id[intent], each)
    confirm(house, intent)
    return intent


def pay_two_at_once(house: House) -> str:
    invoice = open_invoice(house, 10_000)
    pay_part(house, invoice, 4_000)
    pay_part(house, invoice, 6_000)
    return invoice


def refund(house: House, invoice: str, cents: int | None = None) -> None:
    paid = house.call("get", "/v1/invoice_payments", invoice=invoice, status="paid")["data"]
    asked = {"amount": cents} if cents else {}
    intent = paid[0]["payment"]["payment_intent"]
    house.call("post", "/v1/refunds", payment_intent=intent, **asked)


def adjust(house: House, owner: str, cents: int, currency: str = "eur") -> None:
    """The balance that the provider keeps. cents: negative is in the customer's favour."""
    path = f"/v1/customers/{owner}/balance_transactions"
    house.call("post", path, amount=cents, currency=currency)


def credit_and_dispute(house: House) -> str:
    """Credit is used, too much is paid, some is credited, and the bank takes the payment back."""
    owner = customer(house)
    adjust(house, owner, -900)
    invoice = open_invoice(house, 10_000, of=owner)
    intent = pay_part(house, invoice, 12_000)
    house.call("post", "/v1/credit_notes", invoice=invoice, amount=500, credit_amount=500)
    charge = house.call("get", f"/v1/payment_intents/{intent}")["latest_charge"]
    house.simulator.people.dispute(charge)
    return invoice

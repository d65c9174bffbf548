"""The customers' side: whole, in parts, too much, elsewhere, or not at all."""

from dev.stripe.resources import invoice_payments
from dev.stripe.store import Obj
from tests.house.histories.life import Life, NothingToDo

LEAST = 50
"""In minor units, of any currency here."""


def card_pays(history: Life) -> None:
    history.post(f"invoices/{_unpaid(history)['id']}/pay", payment_method="pm_card_visa")


def card_is_declined(history: Life) -> None:
    history.house.simulator.people.fail(_unpaid(history)["id"])


def debit_is_handed_in(history: Life) -> None:
    invoice = _unpaid(history, lambda one: one["currency"] == "eur")
    history.house.simulator.people.pay(invoice["id"], "sepa_debit")


def debit_bounces(history: Life) -> None:
    invoice = _unpaid(history, lambda one: one["currency"] == "eur")
    history.house.simulator.people.pay(invoice["id"], "sepa_debit", outcome="insufficient_funds")


def part_is_paid(history: Life) -> None:
    invoice = _unpaid(history, lambda one: one["amount_remaining"] > LEAST)
    _attach(history, invoice, history.random.randint(LEAST, invoice["amount_remaining"]))


def part_is_handed_in(history: Life) -> None:
    """A direct debit for a part; another payment may overtake it."""
    invoice = _unpaid(history, lambda one: one["currency"] == "eur")
    amount = history.random.randint(LEAST, max(LEAST, invoice["amount_remaining"]))
    history.house.simulator.people.pay(invoice["id"], "sepa_debit", amount=amount)


def too_much_is_paid(history: Life) -> None:
    invoice = _unpaid(history)
    _attach(history, invoice, invoice["amount_remaining"] + history.random.randint(50, 9_000))


def payment_waits_for_its_invoice(history: Life) -> None:
    """It comes in first and is attached later, if ever."""
    invoice = _unpaid(history)
    history.post(
        "payment_intents",
        customer=invoice["customer"],
        amount=max(LEAST, invoice["amount_remaining"]),
        currency=invoice["currency"],
        payment_method="pm_card_visa",
        confirm=True,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )


def waiting_payment_is_attached(history: Life) -> None:
    intent = history.some(
        "payment_intent", lambda one: one["status"] == "succeeded" and not one.get("_payments")
    )
    invoice = _unpaid(
        history,
        lambda one: (one["customer"], one["currency"]) == (intent["customer"], intent["currency"]),
    )
    history.post(f"invoices/{invoice['id']}/attach_payment", payment_intent=intent["id"])


def invoices_are_paid_together(history: Life) -> None:
    """One payment over several invoices: Stripe's own doing, its API attaches to one alone."""
    first = _unpaid(history)
    among = [
        invoice
        for invoice in history.store.where("invoice", lambda one: one["status"] == "open")
        if (invoice["customer"], invoice["currency"]) == (first["customer"], first["currency"])
    ]
    if len(among) < 2:
        raise NothingToDo
    intent = history.post(
        "payment_intents",
        customer=first["customer"],
        amount=sum(invoice["amount_remaining"] for invoice in among),
        currency=first["currency"],
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )["id"]
    world = history.house.simulator.world
    with history.house.simulator.acting():
        for invoice in among:
            wanted = invoice["amount_remaining"]
            invoice_payments.make(world, invoice, history.store.by_id[intent], wanted)
    history.post(f"payment_intents/{intent}/confirm", payment_method="pm_card_visa")


def invoice_is_paid_elsewhere(history: Life) -> None:
    history.post(f"invoices/{_unpaid(history)['id']}/pay", paid_out_of_band=True)


def part_is_paid_elsewhere(history: Life) -> None:
    """Told to the provider as a payment record: less, or too much."""
    invoice = _unpaid(history)
    at = history.house.simulator.clock.now()
    record = history.post(
        "payment_records/report_payment",
        amount_requested={
            "value": history.part_of(invoice["amount_remaining"] + 500),
            "currency": invoice["currency"],
        },
        initiated_at=at,
        payment_method_details={"type": "custom", "custom": {"display_name": "Bank"}},
        outcome="guaranteed",
        guaranteed={"guaranteed_at": at},
    )
    history.post(f"invoices/{invoice['id']}/attach_payment", payment_record=record["id"])


def given_up_invoice_is_paid(history: Life) -> None:
    invoice = history.some("invoice", lambda one: one["status"] == "uncollectible")
    history.house.simulator.people.pay(invoice["id"])


def given_up_invoice_is_paid_in_part(history: Life) -> None:
    invoice = history.some("invoice", lambda one: one["status"] == "uncollectible")
    amount = history.random.randint(LEAST, max(LEAST, invoice["amount_remaining"]))
    history.house.simulator.people.pay(invoice["id"], amount=amount)


def _unpaid(history: Life, wanted: object = None) -> Obj:
    def is_it(invoice: Obj) -> bool:
        return invoice["status"] == "open" and (not callable(wanted) or bool(wanted(invoice)))

    return history.some("invoice", is_it)


def _attach(history: Life, invoice: Obj, amount: int) -> None:
    """A payment of its own, attached to the invoice."""
    intent = history.post(
        "payment_intents",
        customer=invoice["customer"],
        amount=amount,
        currency=invoice["currency"],
        payment_method="pm_card_visa",
        confirm=True,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )["id"]
    history.post(f"invoices/{invoice['id']}/attach_payment", payment_intent=intent)


HAPPENINGS = [
    (card_pays, 7),
    (card_is_declined, 2),
    (debit_is_handed_in, 3),
    (debit_bounces, 2),
    (part_is_paid, 4),
    (part_is_handed_in, 2),
    (too_much_is_paid, 2),
    (payment_waits_for_its_invoice, 3),
    (waiting_payment_is_attached, 7),
    (invoices_are_paid_together, 4),
    (invoice_is_paid_elsewhere, 2),
    (part_is_paid_elsewhere, 2),
    (given_up_invoice_is_paid, 9),
    (given_up_invoice_is_paid_in_part, 5),
]

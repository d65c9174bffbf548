"""The firm's side: customers, invoices of every kind, balances, and time that passes."""

from dev.stripe.store import Obj
from tests.house.histories.life import Life

CURRENCIES = ("eur", "eur", "eur", "usd", "gbp")
IBANS = ("NL39RABO0300065264", "NL91ABNA0417164300", "NL14RABO0300065265")
"""One settles, one bounces, one is taken back."""


def customer_comes(history: Life) -> None:
    number = len(history.store.kinds.get("customer", {})) + len(history.store.deleted) + 1
    email = f"finance{number}@firm{number}.example"
    history.post("customers", name=f"Firm {number}", email=email)


def customer_is_renamed(history: Life) -> None:
    ref = history.some("customer")["id"]
    history.post(f"customers/{ref}", name=f"Firm {history.random.randint(100, 999)} B.V.")


def customer_is_deleted(history: Life) -> None:
    if len(history.store.kinds["customer"]) > 1:
        history.house.call("delete", f"/v1/customers/{history.some('customer')['id']}")


def customer_hands_in_a_mandate(history: Life) -> None:
    """From now on invoices may be collected from this account."""
    owner = history.some("customer")["id"]
    method = history.post(
        "payment_methods",
        type="sepa_debit",
        sepa_debit={"iban": history.random.choice(IBANS)},
        billing_details={"name": "Firm", "email": "finance@firm.example"},
    )["id"]
    history.post(f"payment_methods/{method}/attach", customer=owner)
    history.post(f"customers/{owner}", invoice_settings={"default_payment_method": method})


def invoice_is_sent(history: Life) -> None:
    _finalize(history, _draft(history, history.random.randint(100, 500_000)))


def invoice_is_collected(history: Life) -> None:
    """By itself, from the account that the customer has named."""
    owner = history.some("customer", lambda one: one["invoice_settings"]["default_payment_method"])
    invoice = history.post("invoices", customer=owner["id"], currency="eur", auto_advance=True)
    _line(history, invoice, history.random.randint(100, 50_000))
    _finalize(history, invoice)
    history.house.simulator.advance(seconds=3_700)


def invoice_is_in_the_customers_favour(history: Life) -> None:
    _finalize(history, _draft(history, -history.random.randint(50, 20_000)))


def invoice_is_too_small(history: Life) -> None:
    _finalize(history, _draft(history, history.random.randint(1, 29)))


def draft_is_deleted(history: Life) -> None:
    history.house.call("delete", f"/v1/invoices/{_draft(history, 1_000)['id']}")


def invoice_is_voided(history: Life) -> None:
    history.post(f"invoices/{_open(history)['id']}/void")


def invoice_is_given_up(history: Life) -> None:
    history.post(f"invoices/{_open(history)['id']}/mark_uncollectible")


def credit_is_given(history: Life) -> None:
    _adjust(history, -history.random.randint(1, 20_000))


def debit_is_put_on(history: Life) -> None:
    _adjust(history, history.random.randint(1, 20_000))


def days_go_by(history: Life) -> None:
    history.house.simulator.advance(days=history.random.randint(1, 9))


def _open(history: Life) -> Obj:
    return history.some("invoice", lambda one: one["status"] == "open")


def _draft(history: Life, amount: int) -> Obj:
    invoice = history.post(
        "invoices",
        customer=history.some("customer")["id"],
        currency=history.random.choice(CURRENCIES),
        collection_method="send_invoice",
        days_until_due=history.random.choice((0, 14, 30)),
        auto_advance=False,
    )
    _line(history, invoice, amount)
    return invoice


def _line(history: Life, invoice: Obj, amount: int) -> None:
    history.post(
        "invoiceitems",
        customer=invoice["customer"],
        invoice=invoice["id"],
        amount=amount,
        currency=invoice["currency"],
        description="Retainer",
    )


def _finalize(history: Life, invoice: Obj) -> None:
    history.post(f"invoices/{invoice['id']}/finalize")


def _adjust(history: Life, amount: int) -> None:
    owner = history.some("customer")["id"]
    currency = history.random.choice(CURRENCIES)
    history.post(f"customers/{owner}/balance_transactions", amount=amount, currency=currency)


HAPPENINGS = [
    (customer_comes, 1),
    (customer_is_renamed, 1),
    (customer_is_deleted, 1),
    (customer_hands_in_a_mandate, 3),
    (invoice_is_sent, 8),
    (invoice_is_collected, 5),
    (invoice_is_in_the_customers_favour, 2),
    (invoice_is_too_small, 2),
    (draft_is_deleted, 1),
    (invoice_is_voided, 3),
    (invoice_is_given_up, 4),
    (credit_is_given, 2),
    (debit_is_put_on, 2),
    (days_go_by, 4),
]

"""What a hint points at, fetched and translated: the object, and what it cannot stand without.

In the order to apply it: customers, invoices, payments. Each call is preceded by a reading of the
clock, because an older answer must never overwrite a newer one.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from balie.outside.providers.hints import Hint, Kind
from balie.outside.providers.snapshots import CustomerSnapshot, PaymentSnapshot, Snapshot
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import Account, JsonObject

Clock = Callable[[], datetime]


def fetch(account: Account, hint: Hint, clock: Clock) -> list[Snapshot]:
    """Empty when the provider has no such object: a draft that was deleted."""
    if hint.kind is Kind.CUSTOMER:
        return [_customer(account, hint.ref, clock)]
    if hint.kind is Kind.INVOICE:
        return list(_invoices(account, [hint.ref], clock))
    return list(_payment(account, hint.ref, clock))


def _customer(account: Account, ref: str, clock: Clock) -> CustomerSnapshot:
    requested_at = clock()
    found = account.find(f"/v1/customers/{ref}")
    return translate.customer(found or {"id": ref, "deleted": True}, requested_at)


def _invoices(account: Account, refs: list[str], clock: Clock) -> Iterator[Snapshot]:
    """The invoices with their customer, then every payment that one of them names."""
    customers: dict[str, CustomerSnapshot] = {}
    invoices: list[Snapshot] = []
    payments: dict[str, None] = {}
    for ref in refs:
        requested_at = clock()
        raw = account.find(f"/v1/invoices/{ref}", expand=["customer", "payments"])
        if raw is None:
            continue
        links = _links(account, raw)
        snapshot = translate.invoice(raw, links, requested_at)
        if snapshot is None:
            continue
        invoices.append(snapshot)
        customers[snapshot.customer_ref] = translate.customer(raw["customer"], requested_at)
        payments.update(dict.fromkeys(filter(None, map(translate.payment_intent_of, links))))
    yield from customers.values()
    yield from invoices
    for ref in payments:
        yield _payment_alone(account, ref, clock)


def _links(account: Account, raw: JsonObject) -> list[JsonObject]:
    """All InvoicePayments of an invoice; the expanded list holds the first few only."""
    links = raw["payments"]
    if not links["has_more"]:
        return list(links["data"])
    return list(account.pages("/v1/invoice_payments", invoice=raw["id"]))


def _payment(account: Account, ref: str, clock: Clock) -> Iterator[Snapshot]:
    payment = _payment_alone(account, ref, clock)
    if payment.invoice_refs:
        yield from _invoices(account, list(payment.invoice_refs), clock)
    elif payment.customer_ref:
        yield _customer(account, payment.customer_ref, clock)
        yield payment


def _payment_alone(account: Account, ref: str, clock: Clock) -> PaymentSnapshot:
    requested_at = clock()
    raw = account.get(f"/v1/payment_intents/{ref}", expand=["latest_charge"])
    links = account.pages(
        "/v1/invoice_payments", payment={"type": "payment_intent", "payment_intent": ref}
    )
    return translate.payment(raw, links, requested_at)

"""Which object a Stripe event points at. Only refs are read: never an amount, never a status."""

from typing import Any

from balie.outside.providers.hints import REF, Kind

# Event types that change what we keep, by the object that they point at, and where in `data.object`
# its id stands. https://docs.stripe.com/api/events/types
CUSTOMER = ("customer.created", "customer.updated", "customer.deleted")
TAX_ID = ("customer.tax_id.created", "customer.tax_id.updated", "customer.tax_id.deleted")
INVOICE = (
    "invoice.created",
    "invoice.finalized",
    "invoice.updated",
    "invoice.sent",
    "invoice.overdue",
    "invoice.overpaid",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.payment_attempt_required",
    "invoice.marked_uncollectible",
    "invoice.voided",
    "invoice.deleted",
)
PAYMENT_INTENT = (
    "payment_intent.created",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.partially_funded",
    "payment_intent.payment_failed",
    "payment_intent.succeeded",
    "payment_intent.canceled",
)
OF_AN_INVOICE = (
    "invoice_payment.paid",
    "credit_note.created",
    "credit_note.updated",
    "credit_note.voided",
)
OF_A_PAYMENT = (
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
)
SUBSCRIPTION = (
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
)
PAYMENT_METHOD = (
    "payment_method.attached",
    "payment_method.automatically_updated",
    "payment_method.detached",
    "payment_method.updated",
)
POINTS_AT: dict[str, tuple[Kind, str]] = {
    "account.application.deauthorized": (Kind.CONNECTION, "id"),
    **dict.fromkeys(CUSTOMER, (Kind.CUSTOMER, "id")),
    **dict.fromkeys(TAX_ID, (Kind.CUSTOMER, "customer")),
    **dict.fromkeys(INVOICE, (Kind.INVOICE, "id")),
    **dict.fromkeys(PAYMENT_INTENT, (Kind.PAYMENT, "id")),
    **dict.fromkeys(OF_A_PAYMENT, (Kind.PAYMENT, "payment_intent")),
    **dict.fromkeys(OF_AN_INVOICE, (Kind.INVOICE, "invoice")),
    **dict.fromkeys(PAYMENT_METHOD, (Kind.PAYMENT_METHOD, "id")),
    "mandate.updated": (Kind.MANDATE, "id"),
    "setup_intent.succeeded": (Kind.MANDATE, "mandate"),  # of a card it has none: nothing new
    **dict.fromkeys(SUBSCRIPTION, (Kind.SUBSCRIPTION, "id")),
}

# Those of invoices, payments and customers that endpoints are not made for, and why.
IGNORED = {
    "cash_balance.funds_available": "money that is on no invoice; a payment tells of it once it is",
    "checkout.session.async_payment_failed": "its payment intent tells",
    "checkout.session.async_payment_succeeded": "its payment intent tells",
    "checkout.session.completed": "the payment, subscription or mandate that it made tells",
    "checkout.session.expired": "nothing came of it",
    "customer_cash_balance_transaction.created": "money that is on no invoice, as above",
    "invoice.finalization_failed": "it stays a draft, and drafts are not kept",
    "invoice.payment_succeeded": "the same as invoice.paid",
    "invoice.upcoming": "there is no such invoice yet",
    "invoice.will_be_due": "nothing has changed; what is due when is known here",
    "setup_intent.setup_failed": "no way to pay has come of it",
}


def subject(event: dict[str, Any]) -> tuple[Kind, str] | None:
    """event: a verified event as parsed. None when it points at nothing that we keep."""
    found = POINTS_AT.get(str(event.get("type")))
    if found is None:
        return None
    kind, field = found
    data = event.get("data")
    named = data.get("object") if isinstance(data, dict) else None
    ref = named.get(field) if isinstance(named, dict) else None
    ref = ref.get("id") if isinstance(ref, dict) else ref
    return (kind, ref) if isinstance(ref, str) and REF.fullmatch(ref) else None

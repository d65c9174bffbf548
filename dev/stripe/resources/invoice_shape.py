"""The shape of an invoice before anything is on it."""

from dev.stripe.errors import invalid
from dev.stripe.store import Obj
from dev.stripe.world import World


def blank(world: World, customer: Obj, currency: str | None) -> Obj:
    """A draft for this customer, with the customer's data as they are now."""
    settings, now = world.settings, world.now()
    money = currency or customer["currency"] or settings.currency
    _may_bill_in(world, customer, money)
    return {
        "object": "invoice",
        "account_country": settings.country,
        "account_name": settings.account_name,
        "account_tax_ids": None,
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_paid_off_stripe": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "created": now,
        "currency": money,
        "custom_fields": None,
        **_customer(world, customer),
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "livemode": settings.livemode,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": None,
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "draft",
        "status_details": None,
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": 0,
        "subtotal_excluding_tax": 0,
        "test_clock": None,
        "total": 0,
        "total_discount_amounts": [],
        "total_excluding_tax": 0,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": now,
        "_lines": [],
        "_payment_intent": None,
        "_default_payment": None,
        "_secret": None,
    }


def _customer(world: World, customer: Obj) -> Obj:
    tax_ids = world.store.where("tax_id", lambda obj: obj["customer"] == customer["id"])
    return {
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": customer["shipping"],
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [{"type": t["type"], "value": t["value"]} for t in tax_ids],
    }


def _may_bill_in(world: World, customer: Obj, currency: str) -> None:
    """Stripe refuses a second currency only while a subscription runs in another."""
    other = world.store.where(
        "subscription",
        lambda sub: (
            sub["customer"] == customer["id"]
            and sub["status"] not in ("canceled", "incomplete_expired")
            and sub["currency"] != currency
        ),
    )
    if other:
        raise invalid(
            "You cannot combine currencies on a single customer. This customer has an active "
            f"subscription with currency {other[0]['currency']}.",
            "currency",
        )

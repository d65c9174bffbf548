"""Parameters Stripe has and this simulator does not act on: refused rather than ignored."""

from dev.stripe.errors import not_simulated
from dev.stripe.store import Obj

NAMES = frozenset(
    {
        "add_invoice_items",
        "application_fee_amount",
        "application_fee_percent",
        "backdate_start_date",
        "billing_cycle_anchor",
        "billing_cycle_anchor_config",
        "billing_schedules",
        "billing_thresholds",
        "cancel_at",
        "coupon",
        "customer_account",
        "discounts",
        "from_invoice",
        "on_behalf_of",
        "pending_invoice_item_interval",
        "promotion_code",
        "shipping_cost",
        "transfer_data",
        "trial_end",
        "trial_from_plan",
        "trial_period_days",
    }
)


def refuse(params: Obj) -> None:
    for name in params:
        if name in NAMES and params[name]:
            raise not_simulated(f"The parameter {name}", name)
    if (params.get("automatic_tax") or {}).get("enabled"):
        raise not_simulated("Automatic tax", "automatic_tax")

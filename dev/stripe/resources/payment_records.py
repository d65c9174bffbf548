"""Payment records: money that was received outside Stripe, told to Stripe."""

from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.metadata import merged
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def report(world: World, params: Obj) -> Obj:
    amount = params["amount_requested"]
    outcome = params.get("outcome")
    if outcome == "guaranteed" and "guaranteed_at" not in params.get("guaranteed", {}):
        raise invalid(
            "Missing required param: guaranteed.", "guaranteed[guaranteed_at]", "parameter_missing"
        )
    if amount["value"] <= 0:
        raise invalid("Invalid positive integer", "amount_requested[value]")

    def money(value: int) -> Obj:
        return {"currency": amount["currency"].lower(), "value": value}

    reached = {name: money(amount["value"] if outcome == name else 0) for name in OUTCOMES}
    record: dict[str, Any] = {
        "object": "payment_record",
        "amount": money(amount["value"]),
        "amount_authorized": money(0),
        "amount_canceled": reached["canceled"],
        "amount_failed": reached["failed"],
        "amount_guaranteed": reached["guaranteed"],
        "amount_refunded": money(0),
        "amount_requested": money(amount["value"]),
        "application": None,
        "created": world.now(),
        "customer_details": params.get("customer_details"),
        "customer_presence": params.get("customer_presence"),
        "description": params.get("description"),
        "latest_payment_attempt_record": f"par_1{world.store.token(23)}",
        "livemode": world.settings.livemode,
        "metadata": merged({}, params),
        "payment_method_details": params["payment_method_details"],
        "processor_details": params.get("processor_details", {"type": "custom"}),
        "reported_by": "self",
        "shipping_details": None,
    }
    return world.add("pr", record)


OUTCOMES = ("canceled", "failed", "guaranteed")
ROUTES = [
    Route(
        "POST",
        "/v1/payment_records/report_payment",
        report,
        "PaymentRecordReportPaymentParams",
        "payment_records_write",
    ),
    Route(
        "GET",
        "/v1/payment_records/{id}",
        retrieve("payment_record"),
        "PaymentRecordRetrieveParams",
        "payment_records_read",
    ),
]

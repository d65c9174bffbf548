"""Charges: each attempt to take money, how it ended, and what of it went back."""

from typing import Any

from dev.stripe.lists import page
from dev.stripe.metadata import take
from dev.stripe.resources import account, test_methods
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World

ACCEPTED = {
    "advice_code": None,
    "network_advice_code": None,
    "network_decline_code": None,
    "network_status": "approved_by_network",
    "reason": None,
    "risk_level": "normal",
    "seller_message": "Payment complete.",
    "type": "authorized",
}


def make(world: World, intent: Obj, method: Obj) -> Obj:
    """A charge for the intent's whole amount, pending until `succeed` or `fail`."""
    charge: dict[str, Any] = {
        "object": "charge",
        "id": f"{'ch' if method['type'] == 'card' else 'py'}_3{world.store.token(23)}",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "STUDIO NOORD",
        "captured": False,
        "created": world.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": world.settings.livemode,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": ACCEPTED,
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: _details(world, method)},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "pending",
        "transfer_data": None,
        "transfer_group": None,
    }
    return world.add("ch", charge)


def _details(world: World, method: Obj) -> Obj:
    kept: dict[str, Any] = dict(method[method["type"]])
    if method["type"] == "card":
        kept |= {"network": kept["brand"], "mandate": None, "three_d_secure": None}
        kept |= {"installments": None, "amount_authorized": None, "authorization_code": None}
        for name in ("display_brand", "generated_from", "networks", "three_d_secure_usage"):
            kept.pop(name)
    elif method["type"] == "sepa_debit":
        kept.pop("generated_from")
        kept |= {"mandate": method.get("_mandate"), "expected_debit_date": None}
    else:
        kept |= {"generated_sepa_debit": None, "generated_sepa_debit_mandate": None}
        kept |= {
            "iban_last4": "5264",
            "transaction_id": world.store.token(16),
            "verified_name": None,
        }
    return kept


def succeed(world: World, charge: Obj) -> None:
    fee = 25 + charge["amount"] * 15 // 1000 if charge["id"].startswith("ch_") else 35
    world.change(
        charge,
        "charge.succeeded",
        status="succeeded",
        paid=True,
        captured=True,
        amount_captured=charge["amount"],
        balance_transaction=account.book(world, "charge", charge["amount"], charge, fee=fee),
        receipt_url=f"{world.settings.base_url}/receipt/{charge['id']}",
    )


def wait(world: World, charge: Obj) -> None:
    """Handed to the bank: paid in good faith, the money known only when it settles."""
    outcome = ACCEPTED | {"network_status": "approved_by_network"}
    world.change(charge, "charge.pending", paid=False, captured=True, outcome=outcome)


def fail(world: World, charge: Obj, outcome: str) -> None:
    again = "do_not_try_again" if outcome in test_methods.NEVER_AGAIN else "try_again_later"
    world.change(
        charge,
        "charge.failed",
        status="failed",
        paid=False,
        captured=False,
        failure_code=test_methods.CODES.get(outcome, "card_declined")
        if charge["id"].startswith("ch_")
        else outcome,
        failure_message=test_methods.MESSAGES.get(outcome, "The payment failed."),
        outcome=ACCEPTED
        | {
            "advice_code": again,
            "network_status": "declined_by_network",
            "reason": outcome,
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        },
    )


def update(world: World, params: Obj, ref: str) -> Obj:
    charge = world.store.get("charge", ref)
    return world.change(
        charge, "charge.updated", **take(charge, params, ("description", "receipt_email"))
    )


def listed(world: World, params: Obj) -> Obj:
    return page(world, "charge", params, "/v1/charges")


ROUTES = [
    Route("GET", "/v1/charges", listed, "ChargeListParams", "charge_read"),
    Route("GET", "/v1/charges/{id}", retrieve("charge"), "ChargeRetrieveParams", "charge_read"),
    Route("POST", "/v1/charges/{id}", update, "ChargeUpdateParams", "charge_write"),
]

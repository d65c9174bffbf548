"""What an invoice adds up to: lines, taxes, credit, and what is left to pay."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from dev.stripe.resources.customer_balance import balance_in
from dev.stripe.store import Obj
from dev.stripe.world import World


def taxes_of(world: World, invoice: Obj, line: Obj) -> list[Obj]:
    rates = line["_tax_rates"] or [rate["id"] for rate in invoice["default_tax_rates"]]
    return [_tax(world.store.by_id[rate], invoice, line["amount"]) for rate in rates]


def _tax(rate: Obj, invoice: Obj, amount: int) -> Obj:
    share = Decimal(str(rate["percentage"])) / 100
    taxed = invoice["customer_tax_exempt"] == "none"
    base = amount / (1 + share) if rate["inclusive"] else Decimal(amount)
    exact = base * share if taxed else Decimal(0)
    tax = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    reasons = {"none": "standard_rated", "exempt": "customer_exempt", "reverse": "reverse_charge"}
    return {
        "amount": tax,
        "tax_behavior": "inclusive" if rate["inclusive"] else "exclusive",
        "tax_rate_details": {"tax_rate": rate["id"]},
        "taxability_reason": reasons[invoice["customer_tax_exempt"]],
        "taxable_amount": amount - tax if rate["inclusive"] else amount,
        "type": "tax_rate_details",
    }


def summed(taxes: Iterable[Obj]) -> list[Obj]:
    """One entry for each rate."""
    totals: dict[str, Obj] = {}
    for tax in taxes:
        total = totals.setdefault(
            tax["tax_rate_details"]["tax_rate"], tax | {"amount": 0, "taxable_amount": 0}
        )
        total["amount"] += tax["amount"]
        total["taxable_amount"] += tax["taxable_amount"]
    return list(totals.values())


def refresh(world: World, invoice: Obj) -> None:
    """Recompute a draft from its lines; it shows what finalizing now would make due."""
    for line in invoice["_lines"]:
        line["taxes"] = taxes_of(world, invoice, line)
    taxes = summed(tax for line in invoice["_lines"] for tax in line["taxes"])
    added = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    included = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "inclusive")
    subtotal = sum(line["amount"] for line in invoice["_lines"])
    total = subtotal + added
    world.change(
        invoice,
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal - included,
        total=total,
        total_excluding_tax=total - added - included,
        total_taxes=taxes,
        starting_balance=_balance(world, invoice),
    )
    due = amount_due(invoice)
    world.change(invoice, amount_due=due, amount_remaining=due)


def _balance(world: World, invoice: Obj) -> int:
    return balance_in(world.store.by_id[invoice["customer"]], invoice["currency"])


MINIMUM = {"dkk": 250, "gbp": 30, "nok": 300, "sek": 300}
"""The least that Stripe charges, where it is not 50.

https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
"""


def after_balance(invoice: Obj) -> int:
    """The total with the customer's balance in it, never below zero."""
    after: int = max(0, invoice["total"] + invoice["starting_balance"])
    return after


def amount_due(invoice: Obj) -> int:
    """Nothing when it is too little to be charged: the customer owes it with the next invoice.

    https://docs.stripe.com/billing/customer/balance#types
    """
    due = after_balance(invoice)
    return 0 if due < minimum(invoice["currency"]) else due


def minimum(currency: str) -> int:
    return MINIMUM.get(currency, 50)


def reduced_by_credit_note(world: World, invoice: Obj, amount: int) -> None:
    world.change(
        invoice,
        amount_due=invoice["amount_due"] - amount,
        amount_remaining=invoice["amount_remaining"] - amount,
        pre_payment_credit_notes_amount=invoice["pre_payment_credit_notes_amount"] + amount,
    )

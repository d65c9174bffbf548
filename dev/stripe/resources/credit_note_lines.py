"""The lines of a credit note, from an amount or from given lines."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.resources.invoice_amounts import summed
from dev.stripe.store import Obj
from dev.stripe.world import World


def build(world: World, invoice: Obj, params: Obj) -> list[Obj]:
    if ("amount" in params) == ("lines" in params):
        raise invalid("You must specify exactly one of amount and lines.", "amount")
    if "amount" in params:
        return [_whole(world, invoice, params["amount"])]
    return [_line(world, invoice, given) for given in params["lines"]]


def totals(lines: list[Obj]) -> Obj:
    taxes = summed(tax for line in lines for tax in line["taxes"])
    added = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    included = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "inclusive")
    subtotal = sum(line["amount"] for line in lines)
    return {
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - included,
        "total": subtotal + added,
        "total_excluding_tax": subtotal - included,
        "total_taxes": taxes,
    }


def _whole(world: World, invoice: Obj, amount: int) -> Obj:
    """An amount with tax in it, spread over the invoice's taxes in proportion."""
    taxes = [_scaled(tax, amount, invoice["total"]) for tax in invoice["total_taxes"]]
    added = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    return _shape(world, amount - added, taxes, kind="custom_line_item")


def _line(world: World, invoice: Obj, given: Obj) -> Obj:
    if given["type"] == "invoice_line_item":
        ref = given.get("invoice_line_item")
        line = next((line for line in invoice["_lines"] if line["id"] == ref), None)
        if line is None:
            raise invalid(f"No such invoice line item: '{ref}'", "lines", "resource_missing")
        quantity = given.get("quantity") or line["quantity"] or 1
        part = line["amount"] * quantity // (line["quantity"] or 1)
        amount = given.get("amount", part)
        taxes = [_scaled(tax, amount, line["amount"]) for tax in line["taxes"]]
        fields = {"description": line["description"], "invoice_line_item": ref}
        return _shape(world, amount, taxes, kind="invoice_line_item", quantity=quantity, **fields)
    if given.get("tax_rates"):
        raise invalid("Tax rates on custom lines are not simulated.", "lines", "not_simulated")
    unit = given.get("unit_amount", 0)
    quantity = given.get("quantity", 1)
    return _shape(
        world,
        unit * quantity,
        [],
        kind="custom_line_item",
        quantity=quantity,
        unit_amount=unit,
        unit_amount_decimal=str(unit),
        description=given.get("description"),
    )


def _scaled(tax: Obj, part: int, whole: int) -> Obj:
    """The tax that belongs to this part of the whole amount."""

    def share(amount: int) -> int:
        return int((Decimal(amount) * part / whole).quantize(Decimal(1), ROUND_HALF_UP))

    return tax | {"amount": share(tax["amount"]), "taxable_amount": share(tax["taxable_amount"])}


def _shape(world: World, amount: int, taxes: list[Obj], *, kind: str, **fields: Any) -> Obj:
    return {
        "id": f"cnli_1{world.store.token(23)}",
        "object": "credit_note_line_item",
        "amount": amount,
        "description": None,
        "discount_amount": 0,
        "discount_amounts": [],
        "livemode": world.settings.livemode,
        "metadata": {},
        "pretax_credit_amounts": [],
        "quantity": 1,
        "tax_rates": [],
        "taxes": taxes,
        "type": kind,
        "unit_amount": None,
        "unit_amount_decimal": None,
    } | fields

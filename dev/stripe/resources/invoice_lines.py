"""Invoice items, and the lines they become on an invoice."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.lists import cut, page
from dev.stripe.metadata import merged, take
from dev.stripe.resources import products
from dev.stripe.resources.invoice_amounts import refresh
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def line(world: World, invoice: Obj, amount: int, **fields: Any) -> Obj:
    """A line not yet on the invoice. fields: what differs from a plain line."""
    return {
        "id": f"il_1{world.store.token(23)}",
        "object": "line_item",
        "amount": amount,
        "currency": invoice["currency"],
        "description": None,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice["id"],
        "livemode": world.settings.livemode,
        "metadata": {},
        "parent": None,
        "period": {"end": world.now(), "start": world.now()},
        "pretax_credit_amounts": [],
        "pricing": None,
        "quantity": 1,
        "quantity_decimal": "1",
        "subscription": None,
        "subtotal": amount,
        "taxes": [],
        "_tax_rates": [],
    } | fields


def of_item(world: World, invoice: Obj, item: Obj) -> Obj:
    return line(
        world,
        invoice,
        item["amount"],
        description=item["description"],
        metadata=item["metadata"],
        parent={
            "invoice_item_details": {
                "invoice_item": item["id"],
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": None,
            },
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        period=item["period"],
        pricing=item["pricing"],
        quantity=item["quantity"],
        quantity_decimal=item["quantity_decimal"],
        _tax_rates=[rate["id"] for rate in item["tax_rates"]],
    )


def create(world: World, params: Obj) -> Obj:
    invoice = _draft(world, params)
    customer = params.get("customer") or (invoice and invoice["customer"])
    if not customer:
        raise invalid("Missing required param: customer.", "customer", "parameter_missing")
    owner = world.store.referred("customer", customer, "customer")
    item = world.add(
        "ii",
        {
            "object": "invoiceitem",
            "customer": customer,
            "customer_account": None,
            "date": world.now(),
            "description": params.get("description"),
            "discountable": params.get("discountable", True),
            "discounts": [],
            "invoice": invoice and invoice["id"],
            "livemode": world.settings.livemode,
            "metadata": merged({}, params),
            "parent": None,
            "period": params.get("period") or {"end": world.now(), "start": world.now()},
            "proration": False,
            "proration_details": None,
            "tax_rates": rates(world, params.get("tax_rates")),
            "test_clock": None,
        }
        | _priced(world, params, owner),
        None,
    )
    if invoice is not None:
        _same_currency(item, invoice["currency"])
        invoice["_lines"].append(of_item(world, invoice, item))
        refresh(world, invoice)
    if owner["currency"] is None:
        world.change(owner, currency=item["currency"])
    world.emit("invoiceitem.created", item)
    if invoice is not None:
        world.emit("invoice.updated", invoice, {})
    return item


def _draft(world: World, params: Obj) -> Obj | None:
    if not params.get("invoice"):
        return None
    invoice = world.store.referred("invoice", params["invoice"], "invoice")
    if invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable", "invoice", "invoice_not_editable")
    if params.get("customer", invoice["customer"]) != invoice["customer"]:
        raise invalid("The invoice belongs to another customer.", "customer")
    return invoice


def _same_currency(item: Obj, currency: str) -> None:
    if item["currency"] != currency:
        raise invalid(
            f"The currency of the invoice item ({item['currency']}) must be the invoice's "
            f"({currency}).",
            "currency",
        )


def _priced(world: World, params: Obj, customer: Obj) -> Obj:
    """Amount, currency, quantity and pricing from whichever way they were given."""
    quantity = Decimal(str(params.get("quantity_decimal") or params.get("quantity") or 1))
    currency = params.get("currency") or customer["currency"] or world.settings.currency
    details = None
    if "amount" in params:
        unit, quantity = Decimal(params["amount"]), Decimal(1)
    elif "pricing" in params or "price_data" in params:
        price = _price(world, params)
        unit, currency = Decimal(price["unit_amount_decimal"]), price["currency"]
        details = {"price": price["id"], "product": price["product"]}
    elif "unit_amount_decimal" in params:
        unit = Decimal(params["unit_amount_decimal"])
    else:
        raise invalid("Missing required param: amount.", "amount", "parameter_missing")
    amount = int((unit * quantity).quantize(Decimal(1), ROUND_HALF_UP))
    return {
        "amount": amount,
        "currency": currency.lower(),
        "net_amount": amount,
        "pricing": {
            "price_details": details,
            "type": "price_details",
            "unit_amount_decimal": str(unit),
        },
        "quantity": int(quantity),
        "quantity_decimal": str(quantity),
    }


def _price(world: World, params: Obj) -> Obj:
    if "price_data" in params:
        return products.create_price(world, params["price_data"])
    ref = params["pricing"].get("price") or ""
    price = world.store.referred("price", ref, "pricing[price]")
    if price["type"] == "recurring":
        raise invalid("The price specified is recurring; use a one-time price.", "pricing[price]")
    return price


def rates(world: World, refs: list[str] | None) -> list[Obj]:
    return [world.store.referred("tax_rate", ref, "tax_rates") for ref in refs or []]


def update(world: World, params: Obj, ref: str) -> Obj:
    item = world.store.get("invoiceitem", ref)
    invoice = world.store.by_id.get(item["invoice"] or "")
    if invoice is not None and invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable", None, "invoice_not_editable")
    changes = take(item, params, ("description", "discountable", "period"))
    if "tax_rates" in params:
        changes["tax_rates"] = rates(world, params["tax_rates"])
    if {"amount", "quantity", "quantity_decimal", "pricing", "unit_amount_decimal"} & set(params):
        kept = {"unit_amount_decimal": item["pricing"]["unit_amount_decimal"]}
        replaced = {"amount", "pricing", "unit_amount_decimal"} & set(params)
        given = params if replaced else params | kept
        owner = world.store.by_id[item["customer"]]
        changes |= _priced(world, given | {"currency": item["currency"]}, owner)
    world.change(item, **changes)
    if invoice is not None:
        invoice["_lines"] = [
            of_item(world, invoice, item) | {"id": old["id"]} if _is_of(old, ref) else old
            for old in invoice["_lines"]
        ]
        refresh(world, invoice)
        world.emit("invoice.updated", invoice, {})
    return item


def _is_of(line_: Obj, item: str) -> bool:
    details = (line_["parent"] or {}).get("invoice_item_details")
    return bool(details and details["invoice_item"] == item)


def delete(world: World, params: Obj, ref: str) -> Obj:
    item = world.store.get("invoiceitem", ref)
    invoice = world.store.by_id.get(item["invoice"] or "")
    if invoice is not None:
        if invoice["status"] != "draft":
            raise invalid("This invoice is no longer editable", None, "invoice_not_editable")
        invoice["_lines"] = [old for old in invoice["_lines"] if not _is_of(old, ref)]
        refresh(world, invoice)
        world.emit("invoice.updated", invoice, {})
    world.emit("invoiceitem.deleted", item)
    return world.store.delete(item)


def listed(world: World, params: Obj) -> Obj:
    pending = params.pop("pending", None)

    def wanted(item: Obj) -> bool:
        return pending is None or (item["invoice"] is None) == pending

    return page(world, "invoiceitem", params, "/v1/invoiceitems", wanted)


def lines(world: World, params: Obj, ref: str) -> Obj:
    invoice = world.store.get("invoice", ref)
    url = f"/v1/invoices/{ref}/lines"
    return cut(invoice["_lines"], "line_item", params, url, lambda line_: True)


ALL, ONE = "/v1/invoiceitems", "/v1/invoiceitems/{id}"
ROUTES = [
    Route("POST", ALL, create, "InvoiceItemCreateParams", "invoice_write"),
    Route("GET", ALL, listed, "InvoiceItemListParams", "invoice_read"),
    Route("GET", ONE, retrieve("invoiceitem"), "InvoiceItemRetrieveParams", "invoice_read"),
    Route("POST", ONE, update, "InvoiceItemUpdateParams", "invoice_write"),
    Route("DELETE", ONE, delete, "InvoiceItemDeleteParams", "invoice_write"),
    Route("GET", "/v1/invoices/{id}/lines", lines, "InvoiceLineItemListParams", "invoice_read"),
]

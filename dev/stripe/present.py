"""Objects as the API shows them: private fields dropped, embedded lists built."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dev.stripe.store import Obj

if TYPE_CHECKING:
    from dev.stripe.world import World

Includable = Callable[["World", Obj], object]


def present(world: "World", obj: Obj) -> Obj:
    """A new top-level dict; nested values are still shared with the store."""
    shown = {name: value for name, value in obj.items() if name[0] != "_"}
    kind = obj.get("object")
    if obj.get("deleted"):
        return shown
    if kind == "invoice":
        shown["lines"] = embedded(obj["_lines"], f"/v1/invoices/{obj['id']}/lines")
    elif kind == "credit_note":
        shown["lines"] = embedded(obj["_lines"], f"/v1/credit_notes/{obj['id']}/lines")
    elif kind == "subscription":
        items = [present(world, world.store.by_id[ref]) for ref in obj["_items"]]
        shown["items"] = embedded(items, f"/v1/subscription_items?subscription={obj['id']}")
    elif kind == "subscription_item":
        shown["price"] = world.store.by_id[obj["price"]["id"]]
    return shown


def embedded(objects: list[Obj], url: str) -> Obj:
    """A list inside an object: its first ten, as Stripe does it; the rest is paged at `url`."""
    data = [{name: value for name, value in obj.items() if name[0] != "_"} for obj in objects[:10]]
    return {"object": "list", "data": data, "has_more": len(objects) > 10, "url": url}


def _listed(world: "World", objects: Iterable[Obj], url: str) -> Obj:
    return embedded([present(world, obj) for obj in objects], url)


def _payments(world: "World", invoice: Obj) -> Obj:
    found = world.store.where("invoice_payment", lambda obj: obj["invoice"] == invoice["id"])
    return _listed(world, reversed(found), f"/v1/invoice_payments?invoice={invoice['id']}")


def _confirmation_secret(world: "World", invoice: Obj) -> Obj | None:
    payment = world.store.by_id.get(world.store.by_id[invoice["id"]]["_payment_intent"] or "")
    if payment is None or payment["status"] in ("succeeded", "canceled"):
        return None
    return {"client_secret": payment["client_secret"], "type": "payment_intent"}


def _refunds(world: "World", charge: Obj) -> Obj:
    found = world.store.where("refund", lambda obj: obj["charge"] == charge["id"])
    return _listed(world, reversed(found), f"/v1/charges/{charge['id']}/refunds")


def _tax_ids(world: "World", customer: Obj) -> Obj:
    found = world.store.where("tax_id", lambda obj: obj["customer"] == customer["id"])
    return _listed(world, found, f"/v1/customers/{customer['id']}/tax_ids")


def _subscriptions(world: "World", customer: Obj) -> Obj:
    found = world.store.where(
        "subscription",
        lambda obj: obj["customer"] == customer["id"] and obj["status"] != "canceled",
    )
    return _listed(world, found, f"/v1/customers/{customer['id']}/subscriptions")


def _invoice_credit_balance(world: "World", customer: Obj) -> Obj:
    """Positive is the customer's credit here, the reverse of `balance`.

    https://docs.stripe.com/api/customers/object#customer_object-invoice_credit_balance
    """
    balances: Obj = world.store.by_id[customer["id"]]["_balances"]
    return {currency: -amount for currency, amount in balances.items()}


INCLUDABLE: dict[tuple[str, str], Includable] = {
    ("invoice", "payments"): _payments,
    ("invoice", "confirmation_secret"): _confirmation_secret,
    ("charge", "refunds"): _refunds,
    ("customer", "tax_ids"): _tax_ids,
    ("customer", "subscriptions"): _subscriptions,
    ("customer", "invoice_credit_balance"): _invoice_credit_balance,
}
"""Fields that appear only when `expand[]` asks for them."""

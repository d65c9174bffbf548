"""Customers and their tax ids."""

from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.resources.customer_balance import book
from dev.stripe.routes import Route
from dev.stripe.store import Obj
from dev.stripe.world import World

PLAIN = (
    "business_name",
    "description",
    "email",
    "individual_name",
    "name",
    "phone",
    "preferred_locales",
    "tax_exempt",
)
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def create(world: World, params: Obj) -> Obj:
    _check(params)
    customer = _blank(world, params)
    customer |= _changes(world, customer, params)
    world.add("cus", customer, "customer.created")
    for given in params.get("tax_id_data", []):
        add_tax_id(world, given, customer["id"])
    if params.get("payment_method"):
        method = world.store.referred("payment_method", params["payment_method"], "payment_method")
        attach(world, method, customer)
    if params.get("balance"):
        book(world, customer, params["balance"], world.settings.currency, "initial")
    return customer


def _blank(world: World, params: Obj) -> Obj:
    return {
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": world.now(),
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": params.get("invoice_prefix") or world.store.token(8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": world.settings.livemode,
        "metadata": merged({}, params),
        "name": None,
        "next_invoice_sequence": params.get("next_invoice_sequence", 1),
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        "_balances": {},
    }


def attach(world: World, method: Obj, customer: Obj) -> None:
    if method["customer"] not in (None, customer["id"]):
        raise invalid(
            "The payment method you provided has already been attached to a customer.",
            "payment_method",
        )
    world.change(method, "payment_method.attached", customer=customer["id"])


def _check(params: Obj) -> None:
    email = params.get("email")
    if email is not None and ("@" not in email or " " in email or len(email) > 512):
        raise invalid(f"Invalid email address: {email}", "email", "email_invalid")


def _changes(world: World, customer: Obj, params: Obj) -> Obj:
    changes = take(customer, params, PLAIN)
    if "address" in params:
        given = params["address"]
        changes["address"] = given and {name: given.get(name) for name in ADDRESS}
    if "shipping" in params:
        changes["shipping"] = params["shipping"]
    if "invoice_settings" in params:
        given = params["invoice_settings"]
        method = given.get("default_payment_method")
        if method:
            owner = world.store.referred("payment_method", method, "invoice_settings")["customer"]
            if owner != customer.get("id"):
                raise invalid(
                    "The customer does not have a payment method with the ID " + method + ". The "
                    "payment method must be attached to the customer.",
                    "invoice_settings[default_payment_method]",
                    "resource_missing",
                )
        changes["invoice_settings"] = customer["invoice_settings"] | given
    return changes


def update(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    _check(params)
    if "balance" in params:
        book(world, customer, params["balance"] - customer["balance"], None, "adjustment")
    return world.change(customer, "customer.updated", **_changes(world, customer, params))


def delete(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    for tax_id in world.store.where("tax_id", lambda obj: obj["customer"] == ref):
        world.store.delete(tax_id)
    for method in world.store.where("payment_method", lambda obj: obj["customer"] == ref):
        world.change(method, "payment_method.detached", customer=None)
    for subscription in world.store.where("subscription", lambda obj: obj["customer"] == ref):
        world.jobs.schedule(world.now(), "end", subscription["id"])
    world.emit("customer.deleted", customer)
    return world.store.delete(customer)


def retrieve(world: World, params: Obj, ref: str) -> Obj:
    if world.store.deleted.get(ref) == "customer":
        return {"id": ref, "object": "customer", "deleted": True}
    return world.store.get("customer", ref)


def listed(world: World, params: Obj) -> Obj:
    return page(world, "customer", params, "/v1/customers")


def add_tax_id(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    value = params["value"].replace(" ", "").upper()
    european = params["type"] == "eu_vat"
    if european and not (value[:2].isalpha() and 8 <= len(value) <= 14):
        raise invalid(f"Invalid value for {params['type']}.", "value", "tax_id_invalid")
    tax_id: dict[str, Any] = {
        "object": "tax_id",
        "country": value[:2] if european else None,
        "created": world.now(),
        "customer": customer["id"],
        "customer_account": None,
        "livemode": world.settings.livemode,
        "owner": {"customer": customer["id"], "customer_account": None, "type": "customer"},
        "type": params["type"],
        "value": value,
        "verification": {"status": "verified", "verified_address": None, "verified_name": None},
    }
    return world.add("txi", tax_id, "customer.tax_id.created")


def tax_ids(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    url = f"/v1/customers/{ref}/tax_ids"
    return page(world, "tax_id", params, url, lambda obj: obj["customer"] == customer["id"])


def tax_id(world: World, params: Obj, ref: str, tax_id_ref: str) -> Obj:
    world.store.get("customer", ref)
    return world.store.get("tax_id", tax_id_ref)


def delete_tax_id(world: World, params: Obj, ref: str, tax_id_ref: str) -> Obj:
    found = tax_id(world, params, ref, tax_id_ref)
    world.emit("customer.tax_id.deleted", found)
    return world.store.delete(found)


def methods(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    url = f"/v1/customers/{ref}/payment_methods"
    return page(world, "payment_method", params, url, lambda obj: obj["customer"] == customer["id"])


ONE = "/v1/customers/{id}"
ROUTES = [
    Route("POST", "/v1/customers", create, "CustomerCreateParams", "customer_write"),
    Route("GET", "/v1/customers", listed, "CustomerListParams", "customer_read"),
    Route("GET", ONE, retrieve, "CustomerRetrieveParams", "customer_read"),
    Route("POST", ONE, update, "CustomerUpdateParams", "customer_write"),
    Route("DELETE", ONE, delete, "CustomerDeleteParams", "customer_write"),
    Route("POST", f"{ONE}/tax_ids", add_tax_id, "CustomerTaxIdCreateParams", "customer_write"),
    Route("GET", f"{ONE}/tax_ids", tax_ids, "CustomerTaxIdListParams", "customer_read"),
    Route("GET", f"{ONE}/tax_ids/{{t}}", tax_id, "CustomerTaxIdRetrieveParams", "customer_read"),
    Route(
        "DELETE",
        f"{ONE}/tax_ids/{{t}}",
        delete_tax_id,
        "CustomerTaxIdDeleteParams",
        "customer_write",
    ),
    Route(
        "GET",
        f"{ONE}/payment_methods",
        methods,
        "CustomerPaymentMethodListParams",
        "payment_method_read",
    ),
]

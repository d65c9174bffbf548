"""Products, prices and tax rates."""

from decimal import Decimal
from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World

PRODUCT = ("active", "description", "images", "name", "statement_descriptor", "unit_label", "url")


def create_product(world: World, params: Obj) -> Obj:
    product: Obj = {
        "object": "product",
        "active": True,
        "created": world.now(),
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": world.settings.livemode,
        "marketing_features": [],
        "metadata": merged({}, params),
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": params.get("tax_code"),
        "type": "service",
        "unit_label": None,
        "updated": world.now(),
        "url": None,
    }
    if "id" in params:
        product["id"] = params["id"]
    product |= {name: params[name] for name in PRODUCT if name in params}
    world.add("prod", product, "product.created")
    if "default_price_data" in params:
        price = create_price(world, params["default_price_data"] | {"product": product["id"]})
        product["default_price"] = price["id"]
    return product


def update_product(world: World, params: Obj, ref: str) -> Obj:
    product = world.store.get("product", ref)
    if params.get("default_price"):
        world.store.referred("price", params["default_price"], "default_price")
    changes = take(product, params, (*PRODUCT, "default_price", "tax_code"))
    return world.change(product, "product.updated", updated=world.now(), **changes)


def delete_product(world: World, params: Obj, ref: str) -> Obj:
    product = world.store.get("product", ref)
    if world.store.where("price", lambda price: price["product"] == ref):
        raise invalid("This product cannot be deleted because it has one or more prices.")
    world.emit("product.deleted", product)
    return world.store.delete(product)


def products(world: World, params: Obj) -> Obj:
    wanted = params.pop("ids", None)
    return page(
        world, "product", params, "/v1/products", lambda obj: wanted is None or obj["id"] in wanted
    )


def create_price(world: World, params: Obj) -> Obj:
    amount = unit_amount(params)
    recurring = params.get("recurring")
    price: dict[str, Any] = {
        "object": "price",
        "active": params.get("active", True),
        "billing_scheme": "per_unit",
        "created": world.now(),
        "currency": params["currency"].lower(),
        "custom_unit_amount": None,
        "livemode": world.settings.livemode,
        "lookup_key": params.get("lookup_key"),
        "metadata": merged({}, params),
        "nickname": params.get("nickname"),
        "product": _product(world, params),
        "recurring": recurring and RECURRING | recurring,
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": int(amount) if amount == amount.to_integral_value() else None,
        "unit_amount_decimal": str(amount),
    }
    return world.add("price", price, "price.created")


RECURRING = {
    "interval": "month",
    "interval_count": 1,
    "meter": None,
    "trial_period_days": None,
    "usage_type": "licensed",
}


def unit_amount(params: Obj) -> Decimal:
    """In minor units, possibly with a fraction."""
    if ("unit_amount" in params) == ("unit_amount_decimal" in params):
        raise invalid(
            "You must specify either `unit_amount` or `unit_amount_decimal`.", "unit_amount"
        )
    return Decimal(str(params.get("unit_amount", params.get("unit_amount_decimal"))))


def _product(world: World, params: Obj) -> str:
    if "product_data" in params:
        known = {
            name: params["product_data"][name] for name in PRODUCT if name in params["product_data"]
        }
        return str(create_product(world, known)["id"])
    if "product" not in params:
        raise invalid("Missing required param: product.", "product", "parameter_missing")
    return str(world.store.referred("product", params["product"], "product")["id"])


def update_price(world: World, params: Obj, ref: str) -> Obj:
    price = world.store.get("price", ref)
    fields = ("active", "lookup_key", "nickname", "tax_behavior")
    return world.change(price, "price.updated", **take(price, params, fields))


def prices(world: World, params: Obj) -> Obj:
    keys = params.pop("lookup_keys", None)
    return page(
        world, "price", params, "/v1/prices", lambda obj: keys is None or obj["lookup_key"] in keys
    )


def create_tax_rate(world: World, params: Obj) -> Obj:
    rate: dict[str, Any] = {
        "object": "tax_rate",
        "active": params.get("active", True),
        "country": params.get("country"),
        "created": world.now(),
        "description": params.get("description"),
        "display_name": params["display_name"],
        "effective_percentage": params["percentage"],
        "flat_amount": None,
        "inclusive": params["inclusive"],
        "jurisdiction": params.get("jurisdiction"),
        "jurisdiction_level": None,
        "livemode": world.settings.livemode,
        "metadata": merged({}, params),
        "percentage": params["percentage"],
        "rate_type": "percentage",
        "state": params.get("state"),
        "tax_type": params.get("tax_type"),
    }
    return world.add("txr", rate, "tax_rate.created")


def update_tax_rate(world: World, params: Obj, ref: str) -> Obj:
    rate = world.store.get("tax_rate", ref)
    fields = ("active", "country", "description", "display_name", "jurisdiction", "tax_type")
    return world.change(rate, "tax_rate.updated", **take(rate, params, fields))


def tax_rates(world: World, params: Obj) -> Obj:
    return page(world, "tax_rate", params, "/v1/tax_rates")


ROUTES = [
    Route("POST", "/v1/products", create_product, "ProductCreateParams", "product_write"),
    Route("GET", "/v1/products", products, "ProductListParams", "product_read"),
    Route("GET", "/v1/products/{id}", retrieve("product"), "ProductRetrieveParams", "product_read"),
    Route("POST", "/v1/products/{id}", update_product, "ProductUpdateParams", "product_write"),
    Route("DELETE", "/v1/products/{id}", delete_product, "ProductDeleteParams", "product_write"),
    Route("POST", "/v1/prices", create_price, "PriceCreateParams", "plan_write"),
    Route("GET", "/v1/prices", prices, "PriceListParams", "plan_read"),
    Route("GET", "/v1/prices/{id}", retrieve("price"), "PriceRetrieveParams", "plan_read"),
    Route("POST", "/v1/prices/{id}", update_price, "PriceUpdateParams", "plan_write"),
    Route("POST", "/v1/tax_rates", create_tax_rate, "TaxRateCreateParams", "tax_rate_write"),
    Route("GET", "/v1/tax_rates", tax_rates, "TaxRateListParams", "tax_rate_read"),
    Route(
        "GET", "/v1/tax_rates/{id}", retrieve("tax_rate"), "TaxRateRetrieveParams", "tax_rate_read"
    ),
    Route("POST", "/v1/tax_rates/{id}", update_tax_rate, "TaxRateUpdateParams", "tax_rate_write"),
]

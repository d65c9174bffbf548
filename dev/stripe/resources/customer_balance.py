"""The credit (negative) or debt (positive) a customer carries to the next invoice, by currency.

https://docs.stripe.com/billing/customer/balance
"""

from dev.stripe.errors import invalid
from dev.stripe.lists import page
from dev.stripe.metadata import merged, take
from dev.stripe.routes import Route
from dev.stripe.store import Obj
from dev.stripe.world import World


def book(
    world: World,
    customer: Obj,
    amount: int,
    currency: str | None,
    kind: str,
    *,
    description: str | None = None,
    invoice: str | None = None,
    credit_note: str | None = None,
) -> Obj:
    """amount: signed minor units, negative is in the customer's favour.

    These transactions have no event of their own; `customer.updated` tells that the balance is
    another. Nothing tells it of a customer who was deleted. https://docs.stripe.com/api/events/types
    """
    money = currency or customer["currency"] or world.settings.currency
    balances: dict[str, int] = customer["_balances"]
    ending = balances.get(money, 0) + amount
    own = customer["currency"] or money
    gone = customer["id"] in world.store.deleted
    world.change(
        customer,
        None if gone else "customer.updated",
        _balances=balances | {money: ending},
        currency=own,
        balance=ending if money == own else customer["balance"],
    )
    return world.add(
        "cbtxn",
        {
            "object": "customer_balance_transaction",
            "amount": amount,
            "checkout_session": None,
            "created": world.now(),
            "credit_note": credit_note,
            "currency": money,
            "customer": customer["id"],
            "customer_account": None,
            "description": description,
            "ending_balance": ending,
            "invoice": invoice,
            "livemode": world.settings.livemode,
            "metadata": {},
            "type": kind,
        },
    )


def balance_in(customer: Obj, currency: str) -> int:
    amount: int = customer["_balances"].get(currency, 0)
    return amount


def create(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    if params["amount"] == 0:
        raise invalid("Invalid amount: must not be 0", "amount")
    transaction = book(
        world,
        customer,
        params["amount"],
        params["currency"].lower(),
        "adjustment",
        description=params.get("description"),
    )
    transaction["metadata"] = merged({}, params)
    return transaction


def listed(world: World, params: Obj, ref: str) -> Obj:
    customer = world.store.get("customer", ref)
    url = f"/v1/customers/{ref}/balance_transactions"
    return page(
        world,
        "customer_balance_transaction",
        params,
        url,
        lambda obj: obj["customer"] == customer["id"],
    )


def retrieve(world: World, params: Obj, ref: str, transaction: str) -> Obj:
    world.store.get("customer", ref)
    return world.store.get("customer_balance_transaction", transaction)


def update(world: World, params: Obj, ref: str, transaction: str) -> Obj:
    found = retrieve(world, params, ref, transaction)
    return world.change(found, **take(found, params, ("description",)))


ALL = "/v1/customers/{id}/balance_transactions"
ONE = ALL + "/{t}"
PARAMS = "CustomerBalanceTransaction"
ROUTES = [
    Route("POST", ALL, create, f"{PARAMS}CreateParams", "customer_write"),
    Route("GET", ALL, listed, f"{PARAMS}ListParams", "customer_read"),
    Route("GET", ONE, retrieve, f"{PARAMS}RetrieveParams", "customer_read"),
    Route("POST", ONE, update, f"{PARAMS}UpdateParams", "customer_write"),
]

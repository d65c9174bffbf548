"""The account itself, and the balance transactions that each movement of money leaves."""

from typing import Any

from dev.stripe.lists import page
from dev.stripe.routes import Route, retrieve
from dev.stripe.store import Obj
from dev.stripe.world import World


def show(world: World, params: Obj, *ids: str) -> Obj:
    settings = world.settings
    return {
        "id": settings.account_id,
        "object": "account",
        "business_profile": {"name": settings.account_name, "url": None, "support_email": None},
        "business_type": "company",
        "capabilities": {
            "card_payments": "active",
            "ideal_payments": "active",
            "sepa_debit_payments": "active",
            "transfers": "active",
        },
        "charges_enabled": True,
        "country": settings.country,
        "created": 1_700_000_000,
        "default_currency": settings.currency,
        "details_submitted": True,
        "email": "boekhouding@studionoord.example",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {
            "branding": {"icon": None, "logo": None, "primary_color": None},
            "dashboard": {"display_name": settings.account_name, "timezone": "Europe/Amsterdam"},
        },
        "type": "standard",
    }


def book(world: World, kind: str, amount: int, source: Obj, *, fee: int = 0) -> str:
    """The id of a new balance transaction. amount: signed minor units, before the fee."""
    transaction: dict[str, Any] = {
        "object": "balance_transaction",
        "amount": amount,
        "available_on": world.now() + 2 * 86_400,
        "balance_type": "payments",
        "created": world.now(),
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": _fee_details(fee, source["currency"]),
        "net": amount - fee,
        "reporting_category": "dispute" if source["object"] == "dispute" else kind,
        "source": source["id"],
        "status": "pending",
        "type": kind,
    }
    ref: str = world.add("txn", transaction)["id"]
    return ref


def _fee_details(fee: int, currency: str) -> list[Obj]:
    if not fee:
        return []
    detail = {"amount": fee, "application": None, "currency": currency}
    return [detail | {"description": "Stripe processing fees", "type": "stripe_fee"}]


def transactions(world: World, params: Obj) -> Obj:
    return page(world, "balance_transaction", params, "/v1/balance_transactions")


ROUTES = [
    Route("GET", "/v1/account", show, "", "accounts_kyc_basic_read"),
    Route("GET", "/v1/accounts/{id}", show, "AccountRetrieveParams", "accounts_kyc_basic_read"),
    Route(
        "GET",
        "/v1/balance_transactions",
        transactions,
        "BalanceTransactionListParams",
        "balance_transaction_source_read",
    ),
    Route(
        "GET",
        "/v1/balance_transactions/{id}",
        retrieve("balance_transaction"),
        "BalanceTransactionRetrieveParams",
        "balance_transaction_source_read",
    ),
]

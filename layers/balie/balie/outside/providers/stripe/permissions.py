"""What a restricted key must be allowed to do, as Stripe's page for making one shows it.

https://docs.stripe.com/keys/restricted-api-keys
https://docs.stripe.com/keys/permissions-reference
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from balie.ground.core.ids import new_id
from balie.outside.providers.refusals import KeyRefused, ObjectMissing, RequestRefused

if TYPE_CHECKING:
    from balie.outside.providers.stripe.client import Account


@dataclass(frozen=True, slots=True)
class Permission:
    """row: how Stripe's page names it. name: Stripe's own name, which ends in _read or _write.

    probe: a call that needs it and changes nothing: it reads, or writes to what does not exist.
    is_list: whether the probe reads a list.
    """

    row: str
    name: str
    probe: str
    is_list: bool = True


# What import, webhooks and sync need. Invoice payments are read with invoices, refunds with
# charges, tax ids and balances with customers.
READ = (
    Permission("Accounts", "connected_account_read", "/v1/account", is_list=False),
    Permission("Customers", "customer_read", "/v1/customers"),
    Permission("Invoices", "invoice_read", "/v1/invoices"),
    Permission("PaymentIntents", "payment_intent_read", "/v1/payment_intents"),
    Permission("Charges and Refunds", "charge_read", "/v1/charges"),
    Permission("Credit notes", "credit_note_read", "/v1/credit_notes"),
    Permission("Disputes", "dispute_read", "/v1/disputes"),
    Permission("Subscriptions", "subscription_read", "/v1/subscriptions"),
    Permission("Prices", "plan_read", "/v1/prices"),
    Permission("Products", "product_read", "/v1/products"),
    Permission("Payment Methods", "payment_method_read", "/v1/payment_methods"),
    Permission("SetupIntents", "setup_intent_read", "/v1/setup_intents"),
    Permission("Mandates", "mandate_read", "/v1/mandates/mandate_nowhere", is_list=False),
    Permission("Events", "event_read", "/v1/events"),
    Permission("Webhook Endpoints", "webhook_write", "/v1/webhook_endpoints/we_nowhere"),
)

# What telling Stripe needs: of a payment elsewhere, a refund, a payment to be taken. Asked for when
# the firm switches that on.
WRITE_BACK = (
    Permission("Customers", "customer_write", "/v1/customers/cus_nowhere"),
    Permission("Invoices", "invoice_write", "/v1/invoices/in_nowhere"),
    Permission("PaymentIntents", "payment_intent_write", "/v1/payment_intents/pi_nowhere"),
    Permission("Charges and Refunds", "charge_write", "/v1/refunds/re_nowhere"),
    Permission("Credit notes", "credit_note_write", "/v1/credit_notes/cn_nowhere"),
    Permission("Payment Methods", "payment_method_write", "/v1/payment_methods/pm_nowhere"),
    Permission("SetupIntents", "setup_intent_write", "/v1/setup_intents/seti_nowhere/cancel"),
    Permission("Payment Records", "payment_records_write", "/v1/payment_records/report_payment"),
)

# Rows that Stripe names when it refuses a call of ours, though another row would do as well.
ALSO_NAMED = {"accounts_kyc_basic_read": "Basic Business Contact Information"}
ROWS = {permission.name: permission.row for permission in (*READ, *WRITE_BACK)} | ALSO_NAMED


def needed(*, write_back: bool) -> tuple[Permission, ...]:
    return (*READ, *WRITE_BACK) if write_back else READ


def missing(account: "Account", wanted: Iterable[Permission]) -> tuple[str, ...]:
    """Stripe's names of all that the key lacks, in the order of `wanted`.

    Raises KeyRefused for a key that is refused altogether, or ProviderUnavailable.
    """
    lacking = (_lacking(account, permission) for permission in wanted)
    return tuple(dict.fromkeys(name for name in lacking if name))


def told(names: Iterable[str]) -> str:
    """For people: "Customers (Read), Webhook Endpoints (Write)"."""
    return ", ".join(f"{_row(name)} ({_access(name)})" for name in names)


def page_for_a_key(wanted: Iterable[Permission], *, live: bool) -> str:
    """Where Stripe makes a restricted key, with these permissions filled in."""
    mode = "" if live else "test/"
    filled_in = {f"permissions[{n}]": f"rak_{p.name}" for n, p in enumerate(wanted)}
    query = urlencode({"name": "Balie", **filled_in})
    return f"https://dashboard.stripe.com/{mode}apikeys/create?{query}"


def _lacking(account: "Account", permission: Permission) -> str | None:
    """Stripe's word for what is missing comes first: its page may have changed since."""
    try:
        _try(account, permission)
    except KeyRefused as refused:
        if refused.is_dead:
            raise
        asked = permission.name
        return asked if asked in refused.lacks or not refused.lacks else refused.lacks[0]
    except (ObjectMissing, RequestRefused):
        return None  # it was understood: so it is allowed
    return None


def _try(account: "Account", permission: Permission) -> None:
    if permission.name.endswith("_write"):
        account.post(permission.probe, idempotency_key=new_id("req"))
    elif permission.is_list:
        account.get(permission.probe, limit=1)
    else:
        account.get(permission.probe)


def _row(name: str) -> str:
    return ROWS.get(name) or name.rpartition("_")[0].replace("_", " ").capitalize()


def _access(name: str) -> str:
    return "Write" if name.endswith("_write") else "Read"

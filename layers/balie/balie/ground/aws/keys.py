"""The table's keys on one page, but for those in the `*_keys.py` beside it.

`TenantTable` puts `T#{tenant}#` before each partition key named here, also those of the index.
Two indexes. `lists`: a row that is listed carries `list_pk` and `list_sk`. `activity`: an event of
a customer carries `activity_pk` and `activity_sk` too, because it is listed by its object already.
What a schedule looks for is listed for all tenants together, without the prefix.

A customer's partition, in the order of its sort keys: `A#BALANCE#…`, `A#CUSTOMER`, `A#PAYMENT#…`
newest first, then the rest. So one Query of `A#` is the head of the overview.
"""

import zlib
from typing import NamedTuple

from balie.ground.core.ids import newest_first

ACCOUNT_ROWS = 16  # a tenant's accounts are spread over these, so that no row is hot


class Key(NamedTuple):
    pk: str
    sk: str


class ListKey(NamedTuple):
    list_pk: str
    list_sk: str


class ActivityKey(NamedTuple):
    activity_pk: str
    activity_sk: str


# ---- the tenant -------------------------------------------------------------------------------
def tenant() -> Key:
    return Key("TENANT", "TENANT")


def branding() -> Key:
    return Key("TENANT", "BRANDING")


CONNECTIONS = "CONNECTION#"


def connection(connection_id: str) -> Key:
    return Key("TENANT", f"{CONNECTIONS}{connection_id}")


def account(provider: str, account_ref: str, live: bool) -> Key:
    """A provider account in one mode is connected once."""
    return Key("TENANT", f"ACCOUNT#{provider}#{account_ref}#{'live' if live else 'test'}")


def endpoint(token_digest: str) -> Key:
    """A webhook address: what verifying needs, in one read. The token itself is not stored."""
    return Key(f"ENDPOINT#{token_digest}", "ENDPOINT")


def accounts(row: int) -> str:
    return f"ACCOUNTS#{row:02d}"


def accounts_balance(row: int, currency: str) -> Key:
    return Key(accounts(row), f"BALANCE#{currency}")


# ---- a customer -------------------------------------------------------------------------------
def customer_rows(customer_id: str) -> str:
    return f"CUSTOMER#{customer_id}"


HEAD = "A#"


def balance(customer_id: str, currency: str) -> Key:
    return Key(customer_rows(customer_id), f"{HEAD}BALANCE#{currency}")


BALANCES = "BALANCES"


def balances_listed(customer_id: str, currency: str) -> ListKey:
    """All balances of the firm: who is late, or has credit, is found in it."""
    return ListKey(BALANCES, f"{customer_id}#{currency}")


def customer(customer_id: str) -> Key:
    return Key(customer_rows(customer_id), f"{HEAD}CUSTOMER")


def payment(customer_id: str, place: str) -> Key:
    """place: an id that begins with the moment the payment is listed by; newest first."""
    return Key(customer_rows(customer_id), f"{HEAD}PAYMENT#{newest_first(place)}")


def contact(customer_id: str, contact_id: str) -> Key:
    return Key(customer_rows(customer_id), f"CONTACT#{contact_id}")


CONTACTS = "CONTACT#"
INVOICES = "INVOICE#"


def invoice(customer_id: str, invoice_id: str) -> Key:
    """Newest first, by the moment of creation in the id."""
    return Key(customer_rows(customer_id), f"{INVOICES}{newest_first(invoice_id)}")


def invoice_lines(customer_id: str, invoice_id: str, digest: str, number: int) -> Key:
    """digest: of the set of lines; its rows are numbered from 0."""
    own = f"INVOICE_LINES#{newest_first(invoice_id)}#{digest}#{number:04d}"
    return Key(customer_rows(customer_id), own)


def invoices_by_status(customer_id: str, status: str, due: str, invoice_id: str) -> ListKey:
    """due: the day it is due, ISO; the open ones are listed by it."""
    return ListKey(invoices_with_status(customer_id, status), f"{due}#{invoice_id}")


def invoices_with_status(customer_id: str, status: str) -> str:
    return f"CUSTOMER#{customer_id}#INVOICES#{status}"


INVOICE_NUMBERS = "INVOICE_NUMBER#"


def invoice_number(customer_id: str, sorts_as: str, invoice_id: str) -> Key:
    """sorts_as: the number as it is looked for."""
    return Key(customer_rows(customer_id), f"{INVOICE_NUMBERS}{sorts_as}#{invoice_id}")


def credit_balance(customer_id: str, connection_id: str) -> Key:
    """How far the balance that a provider keeps for the customer has been posted."""
    return Key(customer_rows(customer_id), f"CREDIT#{connection_id}")


PAYMENT_METHODS = "PAYMENT_METHOD#"


def payment_method(customer_id: str, payment_method_id: str) -> Key:
    """Newest first, as invoices are."""
    return Key(customer_rows(customer_id), f"{PAYMENT_METHODS}{newest_first(payment_method_id)}")


SUBSCRIPTIONS = "SUBSCRIPTION#"


def subscription(customer_id: str, subscription_id: str) -> Key:
    """Newest first, as invoices are."""
    return Key(customer_rows(customer_id), f"{SUBSCRIPTIONS}{newest_first(subscription_id)}")


TRANSFERS = "TRANSFER#"


def transfer(customer_id: str, transfer_id: str) -> Key:
    return Key(customer_rows(customer_id), f"{TRANSFERS}{transfer_id}")


def transfers_by_date(customer_id: str, occurred_at: str, transfer_id: str) -> ListKey:
    return ListKey(transfers_listed(customer_id), f"{occurred_at}#{transfer_id}")


def transfers_listed(customer_id: str) -> str:
    return f"CUSTOMER#{customer_id}#LEDGER"


# ---- finding ----------------------------------------------------------------------------------
CUSTOMERS = "CUSTOMERS"


def customers_by_name(sorts_as: str, customer_id: str) -> ListKey:
    """sorts_as: the name as it is looked for. A shorter name stands before one that it begins."""
    return ListKey(CUSTOMERS, f"{sorts_as} #{customer_id}")


def provider_ref(connection_id: str, ref: str) -> Key:
    """From a provider's id to ours."""
    return Key(f"REF#{connection_id}#{ref}", "REF")


NUMBERED = "INVOICE_NUMBERS"


def invoices_by_number(sorts_as: str, invoice_id: str) -> ListKey:
    """Of all customers. sorts_as: the number as it is looked for."""
    return ListKey(NUMBERED, f"{sorts_as}#{invoice_id}")


def contacts_by_email(email_digest: str, customer_id: str, contact_id: str) -> ListKey:
    return ListKey(contacts_with_email(email_digest), f"{customer_id}#{contact_id}")


def contacts_with_email(email_digest: str) -> str:
    return f"EMAIL#{email_digest}"


# ---- on a schedule: rows of a tenant, listed for `sweep` ---------------------------------------
SWEEP_LISTS = 8  # a service's work is spread over these, so that none is hot


def next_sync(connection_id: str) -> Key:
    return Key("TENANT", f"NEXT_SYNC#{connection_id}")


def swept(service: str, due_at: str, what: str) -> ListKey:
    """what: that is due then, told apart from all else of the service."""
    number = zlib.crc32(what.encode()) % SWEEP_LISTS
    return ListKey(sweep(service, number), f"{due_at}#{what}")


def sweep(service: str, number: int) -> str:
    return f"SWEEP#{service}#{number:02d}"


# ---- what happened ----------------------------------------------------------------------------
EVENTS = "EVENT#"


def events_of_day(day: str) -> str:
    """day: ISO, in UTC."""
    return f"EVENTS#{day}"


def event(recorded_at: str, event_id: str) -> Key:
    return Key(events_of_day(recorded_at[:10]), f"{EVENTS}{recorded_at}#{event_id}")


def events_with_object(object_id: str) -> str:
    return f"OBJECT#{object_id}"


def events_of_object(object_id: str, recorded_at: str, event_id: str) -> ListKey:
    return ListKey(events_with_object(object_id), f"{recorded_at}#{event_id}")


def events_with_customer(customer_id: str) -> str:
    return f"CUSTOMER#{customer_id}"


def events_of_customer(customer_id: str, recorded_at: str, event_id: str) -> ActivityKey:
    return ActivityKey(events_with_customer(customer_id), f"{recorded_at}#{event_id}")


AUDIT = "AUDIT"
BLOCKS = "BLOCK#"


def audit_head() -> Key:
    return Key(AUDIT, "HEAD")


def audit_block(last: int) -> Key:
    """last: the number of its last entry, so that the first block from n on is the one with n."""
    return Key(AUDIT, f"{BLOCKS}{last:012d}")


def seen(connection_id: str, event_ref: str) -> Key:
    """A provider's event that has had its effect."""
    return Key(f"SEEN#{connection_id}#{event_ref}", "SEEN")


def sent(once: str) -> Key:
    """A mail that has been sent, by the name that it may be sent under once."""
    return Key(f"SENT#{once}", "SENT")


# ---- signing in -------------------------------------------------------------------------------
def sign_in_link(token_digest: str) -> Key:
    return Key(f"SIGN_IN_LINK#{token_digest}", "LINK")


def sign_in_request(nonce_digest: str) -> Key:
    """The browser that asked, known by its cookie."""
    return Key(f"SIGN_IN_REQUEST#{nonce_digest}", "REQUEST")


def session(token_digest: str) -> Key:
    return Key(f"SESSION#{token_digest}", "SESSION")


def sessions_of(email_digest: str, session_id: str) -> ListKey:
    return ListKey(sessions_listed(email_digest), session_id)


def sessions_listed(email_digest: str) -> str:
    """Of one person's address, for whichever customer."""
    return f"SESSIONS#{email_digest}"


def limit(what: str, window: str) -> Key:
    """A counter of what may be done so many times within a window of time."""
    return Key(f"LIMIT#{what}", window)


# ---- the directory: the one partition that belongs to no tenant -------------------------------
def directory_host(host: str) -> Key:
    return Key(f"DIRECTORY#HOST#{host}", "HOST")

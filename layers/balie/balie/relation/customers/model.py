"""A customer of the tenant (a company), and the contacts who act for it."""

import hashlib
from datetime import datetime

from balie.ground.core.ids import derived_id
from balie.ground.core.stored import Stored
from balie.outside.providers.snapshots import Address, TaxId


class Customer(Stored):
    """as_of: when the provider was asked for what stands here; an older answer changes nothing.

    default_method_ref: the provider's id of the payment method that is charged by default.
    """

    id: str
    connection_id: str
    ref: str
    name: str
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    language: str | None = None
    tax_ids: tuple[TaxId, ...] = ()
    default_method_ref: str | None = None
    deleted: bool = False
    as_of: datetime


class Contact(Stored):
    """A person at a customer. role: owner, billing, signer or viewer."""

    id: str
    customer_id: str
    name: str
    email: str
    language: str | None = None
    role: str = "owner"


def customer_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("cus", created_at, connection_id, ref)


def first_contact_id(of_customer: str) -> str:
    """The customer's own ULID: it has one first contact."""
    return "con_" + of_customer.rpartition("_")[2]


def email_digest(email: str) -> str:
    """The same for an address in any case, so that no address need stand in a key."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()

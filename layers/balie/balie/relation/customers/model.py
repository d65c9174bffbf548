"""A customer of the tenant (a company), and the contacts who act for it."""

import hashlib
import re
import unicodedata
from datetime import datetime

from balie.ground.core.ids import derived_id
from balie.ground.core.stored import Stored
from balie.outside.providers.snapshots import Address, TaxId

LONGEST_SORTED = 100  # of a name, in letters; the rest does not fit into a key for certain
FURTHER_WORDS = 5  # by which a name is found as well, each a small row
FURTHER_WORD = re.compile(r"(?<!\w)(?<!^)\w{2,}")


class Customer(Stored):
    """as_of: when the provider was asked for what stands here; an older answer changes nothing.

    default_method_ref: the provider's id of the payment method that is charged by default.
    merged_into: the customer that it is shown within; members: those that are shown within it. In
    their own rows nothing changes by that. found_as: the name from each of its further words on,
    None in older rows.
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
    merged_into: str | None = None
    members: tuple[str, ...] = ()
    found_as: tuple[str, ...] | None = None
    as_of: datetime

    @property
    def group(self) -> tuple[str, ...]:
        """The ids of all that are shown as this one, its own first."""
        return (self.id, *self.members)


class Contact(Stored):
    """A person at a customer. role: one of `roles.Role`.

    signed_out_at: sessions that had begun by then have ended.
    """

    id: str
    customer_id: str
    name: str
    email: str
    language: str | None = None
    role: str = "owner"
    signed_out_at: datetime | None = None


def customer_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("cus", created_at, connection_id, ref)


def sorts_as(name: str) -> str:
    """The name as lists sort it and people look for it: in any case, accents and spaces aside."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = ("".join(filter(_is_looked_for, word)) for word in plain.split())
    return " ".join(filter(None, words))[:LONGEST_SORTED]


def further_words(name: str) -> tuple[str, ...]:
    """The name as it is looked for, from each of its further words on: "Van Dijk" -> "dijk"."""
    plain = sorts_as(name)
    starts = (found.start() for found in FURTHER_WORD.finditer(plain))
    return tuple(plain[start:] for start in starts)[:FURTHER_WORDS]


def first_contact_id(of_customer: str) -> str:
    """The customer's own ULID: it has one first contact."""
    return "con_" + of_customer.rpartition("_")[2]


def email_digest(email: str) -> str:
    """The same for an address in any case, so that no address need stand in a key."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def _is_looked_for(letter: str) -> bool:
    return letter.isprintable() and not unicodedata.combining(letter)

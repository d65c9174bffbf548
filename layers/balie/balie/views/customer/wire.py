"""A customer's own page, as the desk's API says it."""

from datetime import date

from pydantic import BaseModel

from balie.outside.providers.connections import Connection
from balie.outside.providers.snapshots import Address, TaxId
from balie.relation.customers.model import Contact, Customer
from balie.views.customer.service import Profile
from balie.views.overview.wire import WireStanding, standing

STRIPE = "https://dashboard.stripe.com"


class WireContact(BaseModel):
    id: str
    name: str
    email: str
    language: str | None
    role: str


class WireSource(BaseModel):
    """Where the customer comes from. url: of its page there; ref: its number there."""

    connection_id: str
    provider: str
    account_name: str
    ref: str
    url: str


class WireMember(BaseModel):
    """A customer that was merged into this one; its bills and contacts are among those of it."""

    id: str
    name: str
    email: str | None
    deleted: bool
    source: WireSource


class WireProfile(BaseModel):
    """deleted: at the provider; what is kept here stays. id: of the customer that the one asked for
    was merged into, if it was."""

    today: date
    id: str
    name: str
    email: str | None
    phone: str | None
    address: Address | None
    language: str | None
    tax_ids: tuple[TaxId, ...]
    deleted: bool
    source: WireSource
    members: list[WireMember]
    contacts: list[WireContact]
    balances: list[WireStanding]


class WireViewAddress(BaseModel):
    """Of the customer's portal; works once, for a minute."""

    address: str


def profile(of: Profile) -> WireProfile:
    customer = of.customer
    return WireProfile(
        today=of.today,
        id=customer.id,
        name=customer.name,
        email=customer.email,
        phone=customer.phone,
        address=customer.address,
        language=customer.language,
        tax_ids=customer.tax_ids,
        deleted=customer.deleted,
        source=_source(of.connection, customer.ref),
        members=[_member(*member) for member in of.members],
        contacts=[_contact(contact) for contact in of.contacts],
        balances=[standing(one) for one in of.standings],
    )


def _member(of: Customer, connection: Connection) -> WireMember:
    return WireMember(
        id=of.id,
        name=of.name,
        email=of.email,
        deleted=of.deleted,
        source=_source(connection, of.ref),
    )


def _source(connection: Connection, ref: str) -> WireSource:
    mode = "" if connection.live else "/test"
    return WireSource(
        connection_id=connection.id,
        provider=connection.provider,
        account_name=connection.account_name,
        ref=ref,
        url=f"{STRIPE}{mode}/customers/{ref}",
    )


def _contact(of: Contact) -> WireContact:
    return WireContact(id=of.id, name=of.name, email=of.email, language=of.language, role=of.role)

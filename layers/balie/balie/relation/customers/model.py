"""A customer of the tenant (a company), and the contacts who act for it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from balie.ground.core.ids import derived_id


class Customer(BaseModel):
    """as_of: when the provider was asked for what stands here; an older answer changes nothing."""

    model_config = ConfigDict(frozen=True)

    id: str
    connection_id: str
    ref: str
    name: str
    email: str | None = None
    language: str | None = None
    deleted: bool = False
    as_of: datetime
    version: int = Field(default=0, exclude=True)


class Contact(BaseModel):
    """A person at a customer. role: owner, billing, signer or viewer."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer_id: str
    name: str
    email: str
    language: str | None = None
    role: str = "owner"
    version: int = Field(default=0, exclude=True)


def customer_id(connection_id: str, ref: str, created_at: datetime) -> str:
    return derived_id("cus", created_at, connection_id, ref)


def first_contact_id(of_customer: str) -> str:
    """The customer's own ULID: it has one first contact."""
    return "con_" + of_customer.rpartition("_")[2]

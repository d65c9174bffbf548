"""One customer: who it is, whom we write to, and how things stand."""

from dataclasses import dataclass
from datetime import date

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.money.ledger import service as ledger
from balie.outside.providers import connections
from balie.outside.providers.connections import Connection
from balie.relation.customers import groups
from balie.relation.customers.model import Contact, Customer
from balie.views.overview.model import Standing
from balie.views.overview.service import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """connection: the account that tells of this customer. members: those that were merged into
    it, each with its own account."""

    customer: Customer
    members: list[tuple[Customer, Connection]]
    contacts: list[Contact]
    standings: list[Standing]
    connection: Connection
    today: date


def profile(work: Work, customer_id: str) -> Profile:
    """Of the one that it was merged into, where it was. Raises CustomerMissing."""
    customer = groups.of(work, customer_id)
    today = tenants.today(work)
    return Profile(
        customer=customer,
        members=[
            (member, connections.get(work, member.connection_id))
            for member in groups.members(work, customer)
        ],
        contacts=groups.contacts(work, customer),
        standings=[standing(balance, today) for balance in ledger.balances(work, customer.group)],
        connection=connections.get(work, customer.connection_id),
        today=today,
    )

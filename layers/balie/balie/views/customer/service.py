"""One customer: who it is, whom we write to, and how things stand."""

from dataclasses import dataclass
from datetime import date

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import day_in
from balie.money.ledger import service as ledger
from balie.outside.providers import connections
from balie.outside.providers.connections import Connection
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact, Customer
from balie.views.overview.model import Standing
from balie.views.overview.service import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """connection: the account that tells of this customer."""

    customer: Customer
    contacts: list[Contact]
    standings: list[Standing]
    connection: Connection
    today: date


def profile(work: Work, customer_id: str) -> Profile:
    """Raises CustomerMissing."""
    customer = customers.get(work, customer_id)
    today = day_in(tenants.current(work).timezone, work.now)
    return Profile(
        customer=customer,
        contacts=customers.contacts(work, customer_id),
        standings=[standing(balance, today) for balance in ledger.balances(work, customer_id)],
        connection=connections.get(work, customer.connection_id),
        today=today,
    )

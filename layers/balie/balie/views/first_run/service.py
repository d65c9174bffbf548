"""The first steps of a firm, each told by what there is: nothing remembers that it was done."""

from dataclasses import dataclass

from balie.firm.branding import service as branding
from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws import settings
from balie.ground.aws.work import Work
from balie.relation.customers import groups, names
from balie.relation.customers.model import Contact, Customer
from balie.views.connections import service as connections
from balie.views.connections.service import Doing


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """sender: the address that mails come from; answers go to the firm's own.

    has_customers: something has been brought in.
    """

    firm: Tenant
    sender: str
    connections: list[Doing]
    has_customers: bool
    is_branded: bool


@dataclass(frozen=True, slots=True)
class Invitee:
    """contacts: whom an invitation would reach; empty when nobody has an address."""

    customer: Customer
    contacts: list[Contact]


def first_run(work: Work) -> FirstRun:
    some, _ = names.page(work, limit=1)
    return FirstRun(
        firm=tenants.current(work),
        sender=settings.mail_sender(),
        connections=[one for one in connections.every(work) if one.connection.is_open],
        has_customers=bool(some),
        is_branded=branding.current(work).version > 0,
    )


def invitees(work: Work, *, limit: int, after: str = "") -> tuple[list[Invitee], str | None]:
    """By the customers' names, each group once; those deleted at the provider are left out.

    Nothing is sent. Second: `after` of the next page. Raises CustomerMissing.
    """
    found, more = names.page(work, limit=limit, after=after)
    shown = [
        Invitee(one, groups.contacts(work, one)) for one in found if one.members or not one.deleted
    ]
    return shown, found[-1].id if more else None

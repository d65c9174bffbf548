"""The log of what happened, read backwards, with the names of those who did it.

An object's events, a customer's and a day's are lists of their own. Everything else is looked for
in those, so many events at a time: a page may have few, or none, and still go on.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from balie.firm.audit import service as audit
from balie.firm.audit.model import Audited, AuditPage
from balie.firm.tenants import service as tenants
from balie.firm.users import service as users
from balie.ground.aws.work import Work
from balie.ground.core.clock import start_of
from balie.ground.core.events import Event
from balie.relation.customers import groups
from balie.relation.customers import service as customers
from balie.views.activity.model import Happened, Happenings, Wanted

MOST_READS = 8  # of a page of the audit log each
MOST_DAYS = timedelta(days=31)  # that one of them goes back: a day without events is a read as well
DAY = timedelta(days=1)
CUSTOMER = "cus_"


class Period(NamedTuple):
    """until: excluded."""

    first: datetime
    until: datetime


def of_customer(work: Work, customer_id: str, *, limit: int, after: str = "") -> Happenings:
    """And of all that were merged with it. Raises CustomerMissing."""
    group = groups.of(work, customer_id).group
    page = audit.of_customers(work, group, limit=limit, after=after)
    return Happenings([_named(work, one) for one in page.events], page.next_after)


def log(work: Work, wanted: Wanted, *, limit: int, after: str = "") -> Happenings:
    timezone = tenants.current(work).timezone
    period = Period(
        start_of(timezone, wanted.first or audit.FIRST_DAY),
        start_of(timezone, wanted.last + DAY) if wanted.last else work.now + DAY,
    )
    shown: list[Happened] = []
    place: str | None = after
    for _ in range(MOST_READS):
        page = _page(work, wanted.object_id, period, place or "")
        fitting = [one for one in page.events if _fits(one.event, wanted, period)]
        shown += [_named(work, one) for one in fitting[: limit - len(shown)]]
        if len(shown) == limit:
            return Happenings(shown, audit.place_of(shown[-1].audited.event))
        place = page.next_after
        if place is None:
            break
    return Happenings(shown, place)


def _page(work: Work, object_id: str, period: Period, after: str) -> AuditPage:
    if object_id.startswith(CUSTOMER):
        return audit.of_customers(work, (object_id,), after=after)
    if object_id:
        return audit.of_object(work, object_id, after=after, backwards=True)
    first = period.first.date()
    last = max(first, audit.day_of(after) if after else min(period.until, work.now).date())
    since = max(first, last - MOST_DAYS)
    page = audit.of_period(work, since, last, after=after, backwards=True)
    if page.next_after is None and since > first:
        return AuditPage(page.events, audit.place_before(since))
    return page


def _fits(event: Event, wanted: Wanted, period: Period) -> bool:
    by_them = event.actor.startswith(wanted.actor) and event.name.startswith(wanted.what)
    return by_them and period.first <= event.recorded_at < period.until


def _named(work: Work, audited: Audited) -> Happened:
    return Happened(audited, _user(work, audited.event) or _contact(work, audited.event))


def _user(work: Work, event: Event) -> str:
    kind, _, user_id = event.actor.partition(":")
    found = users.find(work, user_id) if kind == "user" else None
    return found.name if found else ""


def _contact(work: Work, event: Event) -> str:
    kind, _, contact_id = event.actor.partition(":")
    if kind != "contact" or event.customer_id is None:
        return ""
    customer = customers.find(work, event.customer_id)
    head = groups.head_of(work, customer) if customer else None
    found = groups.contact(work, head, contact_id) if head else None
    return found.name if found else ""

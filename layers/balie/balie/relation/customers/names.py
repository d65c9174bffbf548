"""Customers by name: all of them in order, and those with a word that begins as somebody types."""

from collections.abc import Iterable
from typing import NamedTuple

from balie.ground.aws.work import Work
from balie.relation.customers import groups, model, service, store
from balie.relation.customers.model import Customer


class Found(NamedTuple):
    """through: the member whose name it was found by, None for its own."""

    customer: Customer
    through: Customer | None = None


def page(work: Work, *, limit: int = 100, after: str = "") -> tuple[list[Customer], bool]:
    """By name, deleted ones too, each group once, and a moment behind. Second: whether more follow.

    after: the id of the last customer of the page before. Raises CustomerMissing.
    """
    return store.by_name(work, limit=limit, after=service.get(work, after) if after else None)


def merged(work: Work, *, limit: int = 100, after: str = "") -> tuple[list[Customer], bool]:
    """Those that `page` leaves out, because they are shown within another; otherwise as there."""
    last = service.get(work, after) if after else None
    return store.by_name(work, limit=limit, after=last, merged=True)


def search(work: Work, prefix: str, *, limit: int, after: str = "") -> tuple[list[Found], bool]:
    """Those with a word from which on the name begins so, in any case, accents aside.

    Each group once, at the first of its names. Second, after: as in `page`; a page may be shorter.
    """
    begins = model.sorts_as(prefix)
    place: str | None = _after(work, begins, after) if after else ""
    while place is not None:
        listed, place = store.with_word(work, begins, limit=limit, after=place)
        found = [one for at, customer in listed if (one := _at(work, customer, begins, at))]
        if found:
            return found, place is not None
    return [], False


def by_id(work: Work, ids: Iterable[str]) -> list[Found]:
    """Each group once, in the order of the ids; those that there are."""
    known = (service.find(work, customer_id) for customer_id in sorted(set(ids)))
    found = [_shown(work, customer) for customer in known if customer]
    return list({one.customer.id: one for one in found}.values())


def _shown(work: Work, customer: Customer) -> Found:
    head = groups.head_of(work, customer)
    return Found(head, None if head.id == customer.id else customer)


def _after(work: Work, begins: str, customer_id: str) -> str:
    head = service.get(work, customer_id)
    return _first_place(groups.every(work, head), begins) or store.places(head)[0]


def _at(work: Work, customer: Customer, begins: str, place: str) -> Found | None:
    """None where its group is listed under another name as well, which comes earlier."""
    found = _shown(work, customer)
    group = groups.every(work, found.customer)
    return found if _first_place(group, begins) == place else None


def _first_place(group: Iterable[Customer], begins: str) -> str | None:
    found = [place for one in group for place in store.places(one) if place.startswith(begins)]
    return min(found, default=None)

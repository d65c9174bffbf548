"""Rows of customers and contacts, and how they are found."""

from collections.abc import Iterable, Iterator

from balie.ground.aws import customer_keys, keys, rows, stored, together
from balie.ground.aws.keys import ListKey
from balie.ground.aws.rows import Row
from balie.ground.aws.work import Work
from balie.relation.customers import model
from balie.relation.customers.model import Contact, Customer, email_digest

MERGED_A_READ = 500
WRITTEN_ONCE = 1  # the version of a row that is never written again


def get(work: Work, customer_id: str) -> Customer | None:
    row = work.get(keys.customer(customer_id))
    return stored.read(Customer, row) if row else None


def from_head(head: Iterable[Row]) -> Customer | None:
    """From the head of a customer's partition, as read."""
    own = keys.customer("").sk
    found = (stored.read(Customer, row) for row in head if row["sk"] == own)
    return next(found, None)


def id_of_ref(work: Work, connection_id: str, ref: str) -> str | None:
    row = work.get(keys.provider_ref(connection_id, ref))
    return rows.text(row, "customer_id") if row else None


def by_name(
    work: Work, *, limit: int, after: Customer | None, merged: bool = False
) -> tuple[list[Customer], bool]:
    """merged: those that are shown within another, instead of those that are not.

    Second: whether more follow.
    """
    page = work.query_list(
        customer_keys.MERGED if merged else keys.CUSTOMERS,
        limit=limit,
        after=_listed(after).list_sk if after else "",
    )
    return [stored.read(Customer, row) for row in page.rows], page.next_after is not None


def merged(work: Work) -> Iterator[Customer]:
    """All that are shown within another, a moment behind."""
    after, more = None, True
    while more:
        found, more = by_name(work, limit=MERGED_A_READ, after=after, merged=True)
        yield from found
        after = found[-1] if found else None


def with_word(
    work: Work, prefix: str, *, limit: int, after: str
) -> tuple[list[tuple[str, Customer]], str | None]:
    """Those with a word from which on the name begins so, each with its place among them.

    after: a place. Second: that of the last one, None at the end.
    """
    lists = (keys.CUSTOMERS, customer_keys.MERGED, customer_keys.WORDS)
    begins = model.sorts_as(prefix)
    page = together.query_lists(work, lists, begins, limit=limit, after=after)
    read = ((rows.text(row, "list_sk"), _named(work, row)) for row in page.rows)
    return [(place, customer) for place, customer in read if customer], page.next_after


def places(customer: Customer) -> list[str]:
    """Where it stands among the names and their further words."""
    words = (model.sorts_as(customer.name), *(customer.found_as or ()))
    return [customer_keys.customers_by_words(each, customer.id).list_sk for each in words]


def save(work: Work, customer: Customer) -> None:
    """With a small row for each further word of the name, in place of those it had."""
    found_as = model.further_words(customer.name)
    for words in sorted({*(customer.found_as or ())} - {*found_as}):
        work.delete(customer_keys.name_from(customer.id, words), version=WRITTEN_ONCE)
    for words in sorted({*found_as} - {*(customer.found_as or ())}):
        listed = customer_keys.customers_by_words(words, customer.id)._asdict()
        key = customer_keys.name_from(customer.id, words)
        work.put(key, {**listed, "customer_id": customer.id}, version=0)
    kept = customer.model_copy(update={"found_as": found_as})
    work.put(
        keys.customer(customer.id),
        {**_listed(kept)._asdict(), **stored.data(kept)},
        version=customer.version,
    )
    if customer.version == 0:
        work.put(
            keys.provider_ref(customer.connection_id, customer.ref),
            {"customer_id": customer.id},
            version=0,
        )


def save_contact(work: Work, contact: Contact) -> None:
    digest = email_digest(contact.email)
    listed = keys.contacts_by_email(digest, contact.customer_id, contact.id)
    work.put(
        keys.contact(contact.customer_id, contact.id),
        {**listed._asdict(), **stored.data(contact)},
        version=contact.version,
    )


def delete_contact(work: Work, contact: Contact) -> None:
    work.delete(keys.contact(contact.customer_id, contact.id), version=contact.version)


def contact(work: Work, customer_id: str, contact_id: str) -> Contact | None:
    row = work.get(keys.contact(customer_id, contact_id))
    return stored.read(Contact, row) if row else None


def contacts(work: Work, customer_id: str) -> list[Contact]:
    found = work.every(keys.customer_rows(customer_id), keys.CONTACTS)
    return [stored.read(Contact, row) for row in found]


def contacts_with_email(work: Work, email: str) -> list[Contact]:
    listed = keys.contacts_with_email(email_digest(email))
    page = work.query_list(listed)
    found = page.rows
    while page.next_after:
        page = work.query_list(listed, after=page.next_after)
        found = found + page.rows
    return [stored.read(Contact, row) for row in found]


def _named(work: Work, row: Row) -> Customer | None:
    """Whose name, or further word of it, the row lists."""
    if "data" in row:
        return stored.read(Customer, row)
    return get(work, rows.text(row, "customer_id"))


def _listed(customer: Customer) -> ListKey:
    key = customer_keys.merged_by_name if customer.merged_into else keys.customers_by_name
    return key(model.sorts_as(customer.name), customer.id)

"""Going through a firm's customers, each with its provider, and then the firm's own accounts.

A customer at a time: nothing is kept of one when the next is read, but for what its transfers add
to the firm's accounts. What differs is read again, for somebody may be posting meanwhile: a
difference is what stays.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from balie.ground.aws import keys
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock
from balie.ground.core.events import Cause
from balie.money.checks.model import Book, Difference, Found, Sums
from balie.money.checks.rules import compared, laws
from balie.money.checks.service import reading
from balie.money.credit_balances import service as credit_balances
from balie.money.ledger import service as ledger
from balie.money.ledger.model import OF_A_CUSTOMER
from balie.outside.providers import connections, registry
from balie.outside.providers.connections import Connection
from balie.outside.providers.figures import CustomerFigures
from balie.outside.providers.refusals import ObjectMissing, ProviderUnavailable
from balie.relation.customers import names
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer

Ask = Callable[[str], CustomerFigures]
CUSTOMERS_A_PAGE = 100
READINGS = 3
WAITS_SECONDS = (5, 30, 60)  # for a provider that does not answer, before the check is given up


class Check:
    """One check of a tenant. customers: how many were read; compared: with their providers.

    unsettled: names of the firm's account rows that moved whenever they were read.
    """

    def __init__(
        self,
        tenant: str,
        actor: str,
        clock: Clock,
        *,
        with_provider: bool = True,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.customers = 0
        self.compared = 0
        self.unsettled: list[str] = []
        self._tenant = tenant
        self._actor = actor
        self._clock = clock
        self._with_provider = with_provider
        self._pause = pause
        self._asks: dict[str, Ask | None] = {}

    def of_customer(self, customer_id: str) -> Iterator[Difference]:
        """Raises CustomerMissing."""
        with self._work() as work:
            customer = customers.get(work, customer_id)
        yield from self._read(customer).differences

    def of_connection(self, connection_id: str) -> Iterator[Difference]:
        """Of the customers of one provider account. Raises ConnectionMissing."""
        with self._work() as work:
            connection = connections.get(work, connection_id)
        for customer in self._customers():
            if customer.connection_id == connection_id:
                yield from self._read(customer).differences
        yield from self._unknown(connection)

    def of_all(self) -> Iterator[Difference]:
        """Of every customer, and of the firm's own accounts."""
        rows = set(range(keys.ACCOUNT_ROWS))
        before, summed = self._held(rows), self._nothing(rows)
        for customer in self._customers():
            found = self._read(customer)
            yield from found.differences
            summed[ledger.accounts_row(customer.id)].update(found.tenants)
        yield from self._accounts(rows, before, summed)
        with self._work() as work:
            known = connections.of_tenant(work)
        for connection in known:
            yield from self._unknown(connection)

    def _read(self, customer: Customer) -> Found:
        """Again, as long as anything differs."""
        self.customers += 1
        ask = self._ask_of(customer.connection_id)
        self.compared += ask is not None
        for _ in range(READINGS):
            book = self._book(customer.id)
            differences = laws.of_book(book)
            if ask:
                differences += self._compare(customer, book, ask)
            if not differences:
                break
        return Found(differences, _of_tenant(book))

    def _book(self, customer_id: str) -> Book:
        with self._work() as work:
            return reading.book(work, customer_id)

    def _compare(self, customer: Customer, book: Book, ask: Ask) -> list[Difference]:
        theirs = self._patiently(ask, customer.ref)
        if theirs is None:
            where = f"{customer.id} {customer.ref}"
            return [Difference("provider_customer", where, "a customer", compared.NOTHING)]
        connection_id = customer.connection_id
        balance = [
            transfer
            for change in theirs.balance_changes or ()
            for transfer in credit_balances.booked(connection_id, customer.id, change)
        ]
        return compared.of_customer(book, connection_id, theirs, balance)

    def _patiently(self, ask: Ask, ref: str) -> CustomerFigures | None:
        """None when the provider has no such customer. Raises ProviderUnavailable in the end."""
        for wait in (*WAITS_SECONDS, None):
            try:
                return ask(ref)
            except ObjectMissing:
                return None
            except ProviderUnavailable as error:
                if wait is None:
                    raise
                self._pause(max(wait, error.retry_after_seconds or 0))
        raise AssertionError("the last try returns or raises")

    def _ask_of(self, connection_id: str) -> Ask | None:
        """None for a provider that is not to be asked, or no longer lets us."""
        if connection_id not in self._asks:
            self._asks[connection_id] = None
            with self._work() as work:
                connection = connections.get(work, connection_id)
            if self._with_provider and connection.is_open:
                self._asks[connection_id] = registry.figures(self._tenant, connection, self._clock)
        return self._asks[connection_id]

    def _unknown(self, connection: Connection) -> Iterator[Difference]:
        """Customers that the provider has and the firm has not."""
        after: str | None = None
        while self._ask_of(connection.id):
            page = registry.list_page(
                self._tenant, connection, "customers", after=after, since=None
            )
            with self._work() as work:
                for pointer in page.pointers:
                    if customers.id_of_ref(work, connection.id, pointer.ref) is None:
                        where = f"{connection.id} {pointer.ref}"
                        expected = "the provider's customer"
                        yield Difference("provider_customer", where, compared.NOTHING, expected)
            after = page.next_after
            if after is None:
                return

    def _accounts(
        self, rows: set[int], before: dict[int, Sums], summed: dict[int, Sums]
    ) -> Iterator[Difference]:
        """Rows that moved while their customers were read, or differ, are gone through again."""
        for again in reversed(range(READINGS)):
            after = self._held(rows)
            rows = {row for row in rows if not before[row] == after[row] == summed[row]}
            if not rows or not again:
                break
            before, summed = self._held(rows), self._summed(rows)
        for row in sorted(rows):
            if before[row] == after[row]:
                yield from laws.sums("accounts", f"{row:02d}", after[row], summed[row])
            else:
                self.unsettled.append(f"{row:02d}")

    def _summed(self, rows: set[int]) -> dict[int, Sums]:
        found = self._nothing(rows)
        for customer in self._customers():
            row = ledger.accounts_row(customer.id)
            if row in rows:
                found[row].update(_of_tenant(self._book(customer.id)))
        return found

    def _held(self, rows: set[int]) -> dict[int, Sums]:
        found = self._nothing(rows)
        with self._work() as work:
            for row in rows:
                found[row].update(laws.held(ledger.tenants_figures(work, row)))
        return found

    def _nothing(self, rows: set[int]) -> dict[int, Sums]:
        return {row: Sums() for row in rows}

    def _customers(self) -> Iterator[Customer]:
        """Each with its own books, also where it is shown within another."""
        for page_of in (names.page, names.merged):
            after, more = "", True
            while more:
                with self._work() as work:
                    page, more = page_of(work, limit=CUSTOMERS_A_PAGE, after=after)
                yield from page
                after = page[-1].id if page else ""

    def _work(self) -> AbstractContextManager[Work]:
        return open_work(self._tenant, self._actor, Cause.PERSON, self._clock())


def _of_tenant(book: Book) -> Sums:
    """What the customer's transfers add to the firm's accounts."""
    return Sums(
        {name: n for name, n in book.posted.accounts.items() if name[0] not in OF_A_CUSTOMER}
    )

"""A unit of work: what one caller does for one tenant, committed as one transaction.

A service reads and writes through it; the edge opens it, and leaving the `with` block without an
error commits. State, transfers, events and the mark that a hint was seen go into the same
`TransactWriteItems`: all of it happens, or none. It commits earlier in three cases, each saying why
there: work larger than a transaction, a message that must not be sent for what was refused, a wrong
try that must count.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from balie.ground.aws import clients, guard, keys, rows, settings
from balie.ground.aws.keys import Key
from balie.ground.aws.rows import Row, Value
from balie.ground.aws.table import Add, Delete, Page, Put, TenantTable, Write
from balie.ground.core import canonical
from balie.ground.core.clock import to_text
from balie.ground.core.events import Cause, Event, to_json
from balie.ground.core.ids import new_id

ROWS_A_PAGE = 500  # some 200 kB


class Work:
    """tenant, actor ("contact:con_…", "provider:stripe"), cause and moment of all that is done.

    cause_ref: the cause's own id, which every event of the unit names.
    """

    def __init__(
        self,
        table: TenantTable,
        *,
        tenant: str,
        actor: str,
        cause: Cause,
        now: datetime,
        cause_ref: str | None = None,
    ) -> None:
        self.tenant = tenant
        self.actor = actor
        self.cause = cause
        self.cause_ref = cause_ref
        self.now = now
        self._table = table
        self._writes: dict[Key, Write] = {}
        self._read: dict[Key, Row | None] = {}

    @property
    def size(self) -> int:
        """Actions that the commit holds so far, of at most `table.MOST_WRITES`."""
        return len(self._writes)

    def get(self, key: Key) -> Row | None:
        """The row as this unit of work leaves it; amounts that it adds are not seen.

        Read once: a second reading within the unit gives the same answer, so that all decisions
        rest on one version.
        """
        pending = self._writes.get(key)
        if isinstance(pending, Put):
            return dict(pending.row)
        if isinstance(pending, Delete):
            return None
        if key not in self._read:
            self._read[key] = self._table.get(key)
        return self._read[key]

    def query(
        self,
        pk: str,
        begins_with: str,
        *,
        limit: int = 100,
        after: str = "",
        backwards: bool = False,
    ) -> Page:
        """As committed: this unit's own writes are not seen. backwards: the last row first."""
        return self._table.query(pk, begins_with, limit=limit, after=after, backwards=backwards)

    def every(self, pk: str, begins_with: str) -> Iterator[Row]:
        """All of them, a page at a time, each as committed when it is read."""
        page = self.query(pk, begins_with, limit=ROWS_A_PAGE)
        yield from page.rows
        while page.next_after is not None:
            page = self.query(pk, begins_with, limit=ROWS_A_PAGE, after=page.next_after)
            yield from page.rows

    def query_list(
        self,
        list_pk: str,
        begins_with: str = "",
        *,
        limit: int = 100,
        after: str = "",
        backwards: bool = False,
    ) -> Page:
        """As committed, and a moment behind. backwards: the last row first."""
        return self._table.query_list(
            list_pk, begins_with, limit=limit, after=after, backwards=backwards
        )

    def query_activity(self, activity_pk: str, *, limit: int = 100, after: str = "") -> Page:
        """Events of a customer, the newest first, as committed and a moment behind."""
        return self._table.query_activity(activity_pk, limit=limit, after=after)

    def put(self, key: Key, row: Mapping[str, Value], *, version: int) -> None:
        """version: as it was read; 0 for a new row. A second put of a unit replaces the first."""
        expected = self._expected(key, version)
        self._writes[key] = Put(key, {**row, "version": expected + 1}, expected)

    def delete(self, key: Key, *, version: int) -> None:
        self._writes[key] = Delete(key, self._expected(key, version))

    def add(
        self,
        key: Key,
        amounts: Mapping[str, int],
        *,
        at_least: Mapping[str, int] | None = None,
        below: Mapping[str, int] | None = None,
        fixed: Mapping[str, Value] | None = None,
        sparse: bool = False,
    ) -> None:
        """Add to numbers of a row without a version; all additions of a unit fold into one.

        sparse: these numbers are taken off the row when they come to zero.
        """
        before = self._writes.get(key, Add(key, {}))
        if not isinstance(before, Add):
            raise TypeError(f"{key.sk} is a row with a version")
        folded = dict(before.amounts)
        for name, amount in amounts.items():
            folded[name] = folded.get(name, 0) + amount
        self._writes[key] = Add(
            key,
            folded,
            {**before.at_least, **(at_least or {})},
            {**before.below, **(below or {})},
            {**before.fixed, **(fixed or {})},
            before.sparse | (set(amounts) if sparse else set()),
        )

    def record(
        self,
        name: str,
        object_id: str,
        *,
        customer_id: str | None = None,
        occurred_at: datetime | None = None,
        **data: str,
    ) -> Event:
        """Write down what happened, in the same transaction as its effect."""
        event = Event(
            id=new_id("evt"),
            tenant=self.tenant,
            name=name,
            object_id=object_id,
            customer_id=customer_id,
            actor=self.actor,
            cause=self.cause,
            cause_ref=self.cause_ref,
            occurred_at=occurred_at or self.now,
            recorded_at=self.now,
            data=data,
        )
        at, text = to_text(event.recorded_at), to_json(event)
        of_customer = keys.events_of_customer(customer_id, at, event.id) if customer_id else None
        self.put(
            keys.event(at, event.id),
            {
                **keys.events_of_object(object_id, at, event.id)._asdict(),
                **(of_customer._asdict() if of_customer else {}),
                "name": name,
                "data": text,
                "hash": canonical.digest(text),
            },
            version=0,
        )
        return event

    def _expected(self, key: Key, version: int) -> int:
        """A second write of a unit rests on what the first one read."""
        pending = self._writes.get(key)
        if isinstance(pending, Add):
            raise TypeError(f"{key.sk} is a row without a version")
        return pending.version if pending else version

    def commit(self) -> None:
        """Raises Changed when something read for a decision has changed since."""
        writes = [self._pruned(write) for write in self._writes.values() if not _is_nothing(write)]
        self._writes.clear()
        self._read.clear()
        self._table.transact(writes)

    def _pruned(self, write: Write) -> Write:
        """Without the sparse numbers that come to zero, on condition that they then do."""
        if not isinstance(write, Add) or not any(write.amounts.get(n, 0) < 0 for n in write.sparse):
            return write
        row = self._table.get(write.key) or {}
        removed = {
            name: -write.amounts[name]
            for name in write.sparse & write.amounts.keys()
            if rows.number(row, name) == -write.amounts[name] != 0
        }
        kept = {name: n for name, n in write.amounts.items() if name not in removed}
        return replace(write, amounts=kept, removed=removed)


@contextmanager
def open_work(
    tenant: str, actor: str, cause: Cause, now: datetime, *, cause_ref: str | None = None
) -> Iterator[Work]:
    """One tenant's unit of work; committed when the block ends without an error."""
    with guard.scope(guard.prefix_of(tenant)):
        table = TenantTable(tenant, clients.clients_for(tenant).dynamodb, settings.table_name())
        work = Work(table, tenant=tenant, actor=actor, cause=cause, now=now, cause_ref=cause_ref)
        yield work
        work.commit()


def _is_nothing(write: Write) -> bool:
    """Additions that cancel each other out need no write, but their conditions do."""
    return isinstance(write, Add) and not (
        any(write.amounts.values()) or write.at_least or write.below or write.fixed
    )

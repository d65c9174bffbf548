"""Every transfer has the moment at which the provider says its cause came about."""

from collections import defaultdict
from collections.abc import Iterator

from balie.money.ledger.model import Transfer
from dev.stripe.store import Obj, Store

Moment = tuple[str, int]
"""Of an object, by its ref; in whole seconds since the epoch."""
UNSAID = frozenset(
    {("refunds", "clearing"), ("conceded", "receivable"), ("credited", "receivable")}
)
"""What falls because a refund failed or a credit note was voided, by what is debited then: the
provider does not say when in what it shows, so these have the moment at which we heard of it."""


def check_dates(store: Store, transfers: list[Transfer]) -> None:
    known = defaultdict[str, set[int]](set)
    for ref, moment in _moments(store):
        known[ref].add(moment)
    for link in store.kinds.get("invoice_payment", {}).values():
        known[link["invoice"]] |= known[link["payment"].get("payment_intent", "")]
    for transfer in transfers:
        _, ref, figure, *_ = transfer.id.split(":")
        if (figure, transfer.debit.partition(":")[0]) not in UNSAID:
            assert int(transfer.occurred_at.timestamp()) in known[ref], transfer


def _moments(store: Store) -> Iterator[Moment]:
    for kind, read in READ.items():
        for obj in store.kinds.get(kind, {}).values():
            yield from ((ref, moment) for ref, moment in read(store, obj) if moment)


def _of_invoice(store: Store, invoice: Obj) -> Iterator[Moment]:
    yield from ((invoice["id"], moment) for moment in invoice["status_transitions"].values())


def _of_use(store: Store, link: Obj) -> Iterator[Moment]:
    paid_at = link["status_transitions"]["paid_at"]
    yield link["invoice"], paid_at
    yield link["payment"].get("payment_intent", ""), paid_at


def _of_charge(store: Store, charge: Obj) -> Iterator[Moment]:
    """It came in when it was booked, which for a direct debit is days after it was made."""
    if charge["balance_transaction"]:
        booked = store.by_id[charge["balance_transaction"]]
        yield charge["payment_intent"], booked["created"]


def _of_note(store: Store, note: Obj) -> Iterator[Moment]:
    yield note["id"], note["created"]
    yield note["invoice"], note["created"]


def _of_refund(store: Store, refund: Obj) -> Iterator[Moment]:
    yield refund["id"], refund["created"]
    yield refund["payment_intent"], refund["created"]


def _of_dispute(store: Store, dispute: Obj) -> Iterator[Moment]:
    for booked in dispute["balance_transactions"]:
        yield dispute["id"], booked["created"]
        yield dispute["payment_intent"], booked["created"]


def _created(store: Store, obj: Obj) -> Iterator[Moment]:
    yield obj["id"], obj["created"]


READ = {
    "invoice": _of_invoice,
    "invoice_payment": _of_use,
    "charge": _of_charge,
    "refund": _of_refund,
    "dispute": _of_dispute,
    "credit_note": _of_note,
    "customer_balance_transaction": _created,
}

"""Every transfer has the moment at which the provider says its cause came about."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from balie.money.ledger.model import Transfer
from dev.stripe.store import Obj, Store

Moment = tuple[str, int]
"""Of an object, by its ref; in whole seconds since the epoch."""
Read = Callable[[Store, Obj], Iterator[Moment]]
UNSAID = frozenset(
    {("refunds", "clearing"), ("conceded", "receivable"), ("credited", "receivable")}
)
"""What falls because a refund failed or a credit note was voided, by what is debited then: the
provider does not say when in what it shows, so these have the moment at which we heard of it."""


def check_dates(store: Store, transfers: list[Transfer]) -> None:
    known = _known(store, READ)
    taken_back = _known(store, {kind: READ[kind] for kind in ("refund", "dispute")})
    for link in store.kinds.get("invoice_payment", {}).values():
        known[link["invoice"]] |= known[link["payment"].get("payment_intent", "")]
    for transfer in transfers:
        _, ref, figure, *_ = transfer.id.split(":")
        debited = transfer.debit.partition(":")[0]
        if (figure, debited) in UNSAID:
            continue
        is_undone = (figure, debited) == ("allocated", "receivable")
        allowed = taken_back[ref] if is_undone else known[ref]
        assert int(transfer.occurred_at.timestamp()) in allowed, transfer


def _known(store: Store, kinds: Mapping[str, Read]) -> dict[str, set[int]]:
    """When something happened to each object, by ref."""
    found = defaultdict[str, set[int]](set)
    for kind, read in kinds.items():
        for obj in store.kinds.get(kind, {}).values():
            for ref, moment in read(store, obj):
                found[ref].add(moment)
    return found


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


READ: dict[str, Read] = {
    "invoice": _of_invoice,
    "invoice_payment": _of_use,
    "charge": _of_charge,
    "refund": _of_refund,
    "dispute": _of_dispute,
    "credit_note": _of_note,
    "customer_balance_transaction": _created,
}

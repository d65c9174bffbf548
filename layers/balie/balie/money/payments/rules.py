"""What a payment has done: how much came in, where it went, what was taken back. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from balie.ground.core.money import Money
from balie.money.invoices.model import Share
from balie.money.ledger import model as ledger
from balie.money.ledger.model import Transfer
from balie.money.payments.model import Payment, PostedPayment, invoice_of
from balie.outside.providers.snapshots import (
    DisputeSnapshot,
    PaymentSnapshot,
    PaymentStatus,
    RefundSnapshot,
)


class Allocation(NamedTuple):
    invoice_id: str
    minor: int


class TakenBack(NamedTuple):
    """A refund or a dispute. credited: how much of a refund pays out a credit note."""

    ref: str
    minor: int
    credited: int = 0
    is_dispute: bool = False
    is_decided: bool = True


class Goal(NamedTuple):
    """What should be posted. contested: by invoice, what an undecided dispute may yet give back."""

    posted: PostedPayment
    contested: Mapping[str, int]


class Figure(NamedTuple):
    """One number of `PostedPayment`. ref: what it is kept by; "" for the payment's own."""

    name: str
    ref: str = ""


def taken_back(said: PaymentSnapshot) -> list[TakenBack]:
    """Refunds and disputes that stand, in the order they were made.

    Of two at once the refund was first: what is in dispute, the provider does not refund.
    """
    found = [
        (refund.made_at, TakenBack(refund.ref, refund.amount.minor, refund.credited.minor))
        for refund in said.refunds
    ]
    for dispute in said.disputes:
        one = TakenBack(
            dispute.ref, dispute.amount.minor, is_dispute=True, is_decided=dispute.is_decided
        )
        found.append((dispute.taken_at, one))
    in_order = sorted(found, key=lambda one: (one[0], one[1].is_dispute, one[1].ref))
    return [one for _, one in in_order if one.minor]


def target(captured: int, back: Sequence[TakenBack], allocations: Iterable[Allocation]) -> Goal:
    """allocations: in the order they were made; all in minor units.

    What is taken back takes first what was not allocated, then undoes allocations, the newest
    first. After a refund the provider does not ask for the invoice again, so what was undone is
    conceded to the customer; after a dispute it is owed again. What a credit note gives back was
    credited with the note and undoes nothing. What is taken back beyond all that is reclaimed.
    A payment for no invoice posts nothing: it is a sale that this ledger knows no claim for.
    """
    made = _covered(captured, allocations)
    if not made:
        return Goal(PostedPayment(), {})
    left = _Left(captured, made)
    for one in back:
        left.take(one)
    return Goal(
        PostedPayment(
            captured=captured,
            refunds={one.ref: one.minor for one in back if not one.is_dispute},
            disputes={one.ref: one.minor for one in back if one.is_dispute},
            allocated=_without_zeros(left.allocated()),
            conceded=_without_zeros(left.conceded),
            reclaimed=_without_zeros(left.reclaimed),
        ),
        _without_zeros(left.contested),
    )


class _Left:
    """What is left of a payment while it is taken back bit by bit."""

    def __init__(self, captured: int, made: Sequence[Allocation]) -> None:
        self._free = captured - sum(one.minor for one in made)
        self._made = list(made)
        self.conceded: dict[str, int] = defaultdict(int)
        self.contested: dict[str, int] = defaultdict(int)
        self.reclaimed: dict[str, int] = defaultdict(int)

    def allocated(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for one in self._made:
            found[one.invoice_id] += one.minor
        return found

    def take(self, back: TakenBack) -> None:
        wanted = back.minor - back.credited
        from_free = min(wanted, self._free)
        self._free -= from_free
        wanted -= from_free
        for place in reversed(range(len(self._made))):
            invoice_id, minor = self._made[place]
            undone = min(wanted, minor)
            wanted -= undone
            self._made[place] = Allocation(invoice_id, minor - undone)
            if not back.is_dispute:
                self.conceded[f"{invoice_id}:{back.ref}"] += undone
            elif not back.is_decided:
                self.contested[invoice_id] += undone
        self.reclaimed[back.ref] += wanted


def towards(goal: PostedPayment, before: PostedPayment, invoices: set[str]) -> PostedPayment:
    """`before`, brought to the goal for these invoices only; the money goes back last."""
    return before.model_copy(
        update={
            "captured": goal.captured,
            "allocated": _some(goal.allocated, before.allocated, invoices),
            "conceded": _some(goal.conceded, before.conceded, invoices),
        }
    )


def share(goal: Goal, invoice_id: str, said: PaymentSnapshot) -> Share:
    """What the payment does for one invoice; while it is processing, all of it may still come."""
    under_way = said.status is PaymentStatus.PROCESSING
    return Share(
        allocated=goal.posted.allocated.get(invoice_id, 0),
        conceded=goal.posted.conceded_to(invoice_id),
        in_flight=said.amount.minor if under_way else 0,
        contested=goal.contested.get(invoice_id, 0),
    )


def numbered(posted: PostedPayment, before: PostedPayment) -> PostedPayment:
    """With the number of `before`, one higher when anything differs."""
    same = posted.model_copy(update={"number": before.number})
    return same if same == before else same.model_copy(update={"number": before.number + 1})


def moments(
    said: PaymentSnapshot, invoice_ids: Mapping[str, str], before: PostedPayment
) -> dict[Figure, datetime]:
    """When each figure changed, as far as the provider says. invoice_ids: by the provider's ref."""
    found = {Figure("captured"): said.captured_at or said.made_at}
    undone_at = _last_taken_back(said, before)
    for one in said.allocations:
        invoice_id = invoice_ids[one.invoice_ref]
        undone = undone_at if invoice_id in before.allocated else None
        found[Figure("allocated", invoice_id)] = undone or one.made_at
    for refund in filter(_stands, said.refunds):
        found[Figure("refunds", refund.ref)] = refund.made_at
        found[Figure("reclaimed", refund.ref)] = refund.made_at
        for name in (f"{invoice_id}:{refund.ref}" for invoice_id in invoice_ids.values()):
            credited_at = refund.credited_at if name in before.conceded else None
            found[Figure("conceded", name)] = credited_at or refund.made_at
    for dispute in said.disputes:
        found[Figure("disputes", dispute.ref)] = dispute.taken_at
        found[Figure("reclaimed", dispute.ref)] = dispute.taken_at
        if dispute.reinstated_at and dispute.ref in before.disputes:
            again = {
                Figure("allocated", invoice_id): dispute.reinstated_at
                for invoice_id in invoice_ids.values()
            }
            found |= again | {
                Figure("disputes", dispute.ref): dispute.reinstated_at,
                Figure("reclaimed", dispute.ref): dispute.reinstated_at,
            }
    return found


def _last_taken_back(said: PaymentSnapshot, before: PostedPayment) -> datetime | None:
    """Of the refunds and disputes that are new; None when there are none."""
    known = {**before.refunds, **before.disputes}
    standing = [(one.ref, one.made_at) for one in filter(_stands, said.refunds)]
    standing += [(one.ref, one.taken_at) for one in filter(_stands, said.disputes)]
    return max((at for ref, at in standing if ref not in known), default=None)


def _stands(one: RefundSnapshot | DisputeSnapshot) -> bool:
    """Of a refund that failed nobody says when: what it did is undone when we hear of it."""
    return one.amount.minor > 0


def transfers(
    payment: Payment, before: PostedPayment, moments: Mapping[Figure, datetime], now: datetime
) -> list[Transfer]:
    """From what was posted before to what `payment` says is posted now.

    now: when what has no moment of its own came about.
    """
    was, now_is = dict(_figures(before)), dict(_figures(payment.posted))
    found = []
    for figure in {**now_is, **was}:
        difference = now_is.get(figure, 0) - was.get(figure, 0)
        if difference == 0:
            continue
        debit, credit = _accounts(figure, payment.connection_id)
        found.append(
            Transfer(
                id=f"{payment.connection_id}:{_cause(figure, payment)}:{payment.posted.number}",
                debit=debit,
                credit=credit,
                amount=Money(difference, payment.amount.currency),
                customer_id=payment.customer_id,
                occurred_at=moments.get(figure, now),
                invoice_id=_invoice_id(figure),
                payment_id=payment.id,
            )
        )
    return found


def _accounts(figure: Figure, connection_id: str) -> tuple[str, str]:
    """Debit and credit when the figure rises."""
    clearing = ledger.clearing(connection_id)
    return {
        "captured": (clearing, ledger.UNAPPLIED),
        "refunded": (ledger.UNAPPLIED, clearing),
        "refunds": (ledger.UNAPPLIED, clearing),
        "disputes": (ledger.UNAPPLIED, clearing),
        "reclaimed": (ledger.RECLAIM, ledger.UNAPPLIED),
        "allocated": (ledger.UNAPPLIED, ledger.RECEIVABLE),
        "conceded": (ledger.ADJUSTMENTS, ledger.RECEIVABLE),
    }[figure.name]


def _cause(figure: Figure, payment: Payment) -> str:
    if figure.name in ("refunds", "disputes"):
        return f"{figure.ref}:{figure.name}"
    return ":".join(filter(None, (payment.ref, figure.name, figure.ref)))


def _invoice_id(figure: Figure) -> str | None:
    return invoice_of(figure.ref) if figure.name in ("allocated", "conceded") else None


def _figures(posted: PostedPayment) -> Iterator[tuple[Figure, int]]:
    yield Figure("captured"), posted.captured
    yield Figure("refunded"), posted.refunded
    for name in ("refunds", "disputes", "reclaimed", "allocated", "conceded"):
        kept: dict[str, int] = getattr(posted, name)
        yield from ((Figure(name, ref), minor) for ref, minor in sorted(kept.items()))


def _some(goal: dict[str, int], before: dict[str, int], invoices: set[str]) -> dict[str, int]:
    """`before`, with what the goal says of these invoices."""
    others = {name: minor for name, minor in before.items() if invoice_of(name) not in invoices}
    theirs = {name: minor for name, minor in goal.items() if invoice_of(name) in invoices}
    return {**others, **theirs}


def _covered(captured: int, allocations: Iterable[Allocation]) -> list[Allocation]:
    """No more than came in: links and payment are two answers of the provider, a moment apart."""
    covered = []
    for allocation in allocations:
        minor = min(captured, allocation.minor)
        captured -= minor
        covered.append(Allocation(allocation.invoice_id, minor))
    return covered


def _without_zeros(amounts: Mapping[str, int]) -> dict[str, int]:
    return {name: minor for name, minor in sorted(amounts.items()) if minor}

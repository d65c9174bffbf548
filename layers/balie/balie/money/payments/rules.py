"""What a payment has done: how much came in, to which invoices it went. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from balie.ground.core.money import Money
from balie.money.invoices.model import Share
from balie.money.ledger import model as ledger
from balie.money.ledger.model import Transfer
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.snapshots import PaymentSnapshot, PaymentStatus


class Allocation(NamedTuple):
    invoice_id: str
    minor: int


def target(captured: int, refunded: int, allocations: Iterable[Allocation]) -> PostedPayment:
    """What should be posted. allocations: in the order they were made; all in minor units.

    A refund takes first what was not allocated, then undoes allocations, the newest first. The
    provider does not reopen the invoice, so what was undone is conceded to the customer.
    A payment for no invoice posts nothing: it is a sale that this ledger knows no claim for.
    """
    made = list(allocations)
    if not made:
        return PostedPayment()
    refunded = min(refunded, captured)
    made = _covered(captured, made)
    to_undo = max(0, refunded - (captured - sum(allocation.minor for allocation in made)))
    allocated: dict[str, int] = defaultdict(int)
    conceded: dict[str, int] = defaultdict(int)
    for allocation in reversed(made):
        undone = min(to_undo, allocation.minor)
        to_undo -= undone
        allocated[allocation.invoice_id] += allocation.minor - undone
        conceded[allocation.invoice_id] += undone
    return PostedPayment(
        captured=captured,
        refunded=refunded,
        allocated={invoice: minor for invoice, minor in sorted(allocated.items()) if minor},
        conceded={invoice: minor for invoice, minor in sorted(conceded.items()) if minor},
    )


def towards(goal: PostedPayment, before: PostedPayment, invoices: set[str]) -> PostedPayment:
    """`before`, brought to the goal for these invoices only; refunds wait for the last step."""
    return PostedPayment(
        captured=goal.captured,
        refunded=before.refunded,
        allocated=_some(goal.allocated, before.allocated, invoices),
        conceded=_some(goal.conceded, before.conceded, invoices),
    )


def share(posted: PostedPayment, invoice_id: str, snapshot: PaymentSnapshot) -> Share:
    """What the payment does for one invoice; while it is processing, all of it may still come."""
    under_way = snapshot.status is PaymentStatus.PROCESSING
    return Share(
        allocated=posted.allocated.get(invoice_id, 0),
        conceded=posted.conceded.get(invoice_id, 0),
        in_flight=snapshot.amount.minor if under_way else 0,
    )


def numbered(posted: PostedPayment, before: PostedPayment) -> PostedPayment:
    """With the number of `before`, one higher when anything differs."""
    same = posted.model_copy(update={"number": before.number})
    return same if same == before else same.model_copy(update={"number": before.number + 1})


def _some(goal: dict[str, int], before: dict[str, int], invoices: set[str]) -> dict[str, int]:
    changed = {name: goal.get(name, 0) for name in invoices}
    return {name: minor for name, minor in sorted({**before, **changed}.items()) if minor}


def _covered(captured: int, made: list[Allocation]) -> list[Allocation]:
    """No more than came in: links and payment are two answers of the provider, a moment apart."""
    covered = []
    for allocation in made:
        minor = min(captured, allocation.minor)
        captured -= minor
        covered.append(Allocation(allocation.invoice_id, minor))
    return covered


def transfers(payment: Payment, before: PostedPayment, now: datetime) -> list[Transfer]:
    """From what was posted before to what `payment` says is posted now."""
    after = payment.posted
    clearing = ledger.clearing(payment.connection_id)
    moves: list[tuple[str, str, str, int, str | None]] = [
        ("captured", clearing, ledger.UNAPPLIED, after.captured - before.captured, None),
        ("refunded", ledger.UNAPPLIED, clearing, after.refunded - before.refunded, None),
    ]
    for name, debit in (("allocated", ledger.UNAPPLIED), ("conceded", ledger.ADJUSTMENTS)):
        was: dict[str, int] = getattr(before, name)
        now_is: dict[str, int] = getattr(after, name)
        for invoice in sorted({*was, *now_is}):
            difference = now_is.get(invoice, 0) - was.get(invoice, 0)
            moves.append((f"{name}:{invoice}", debit, ledger.RECEIVABLE, difference, invoice))
    return [
        Transfer(
            id=f"{payment.connection_id}:{payment.ref}:{what}:{after.number}",
            debit=debit,
            credit=credit,
            amount=Money(minor, payment.amount.currency),
            customer_id=payment.customer_id,
            occurred_at=payment.made_at if before.number == 0 and what != "refunded" else now,
            invoice_id=invoice_id,
            payment_id=payment.id,
        )
        for what, debit, credit, minor, invoice_id in moves
    ]

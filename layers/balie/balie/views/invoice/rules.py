"""From transfers to what happened to an invoice: pure."""

from collections.abc import Iterable, Sequence

from balie.ground.core.money import Money, zero
from balie.money.invoices.model import Invoice
from balie.money.ledger.model import RECEIVABLE, UNAPPLIED, Transfer
from balie.money.payments.model import Payment
from balie.outside.providers.snapshots import PaymentStatus
from balie.views.invoice.model import Happened, Step

# What a figure of docs/ledger.md means to the customer: when what is owed falls, and when it rises.
MEANING = {
    "allocated": (Happened.PAID, Happened.TAKEN_BACK),
    "conceded": (Happened.PAID_BACK, Happened.CORRECTED),
    "credited": (Happened.CREDIT_NOTE, Happened.CORRECTED),
    "credit_applied": (Happened.CREDIT_USED, Happened.CREDIT_KEPT),
    "debit_charged": (Happened.CORRECTED, Happened.CARRIED),
    "reduced": (Happened.CORRECTED, Happened.CORRECTED),
    "out_of_band": (Happened.PAID_ELSEWHERE, Happened.CORRECTED),
    "overpaid": (Happened.CORRECTED, Happened.CREDIT_KEPT),
    "voided": (Happened.WITHDRAWN, Happened.CORRECTED),
    "written_off": (Happened.CLOSED, Happened.CORRECTED),
}


def figure(transfer: Transfer) -> str:
    """The third part of the id, after the connection and the provider's ref."""
    return transfer.id.split(":")[2]


def steps(
    invoice: Invoice, transfers: Iterable[Transfer], payments: Sequence[Payment]
) -> list[Step]:
    """Of its own transfers, and of payments that moved nothing: the earliest first."""
    known = {payment.id: payment for payment in payments}
    moved = [one for one in transfers if figure(one) in MEANING and _change(one)]
    refunds = _given_back_by_refund(moved)
    found = [_step(one, known, refunds) for one in moved if one.id not in refunds]
    found += [_credited_back(one) for one in transfers if figure(one) == "credited_back"]
    named = {step.payment_id for step in found}
    found += [_tried(one) for one in payments if _was_tried(one, invoice) and one.id not in named]
    return sorted(found, key=lambda step: step.at)


def is_complete(invoice: Invoice, transfers: Iterable[Transfer]) -> bool:
    """Whether these transfers lead to what remains of it."""
    return sum(map(_change, transfers)) == invoice.remaining.minor


def _given_back_by_refund(moved: Iterable[Transfer]) -> dict[str, str]:
    """A refund undoes an allocation in order to concede it: the transfer that undoes, by id, with
    the one that concedes. Together they change nothing."""
    undone = {_posting(one): one.id for one in moved if _is(one, "allocated", rises=True)}
    return {
        undone[_posting(one)]: one.id
        for one in moved
        if _is(one, "conceded", rises=False) and _posting(one) in undone
    }


def _is(one: Transfer, name: str, *, rises: bool) -> bool:
    return figure(one) == name and (_change(one) > 0) == rises


def _posting(transfer: Transfer) -> tuple[str | None, str, int]:
    """The payment, the number of the posting that all of its transfers belong to, how much."""
    return transfer.payment_id, transfer.id.rpartition(":")[2], transfer.amount.minor


def _change(transfer: Transfer) -> int:
    """What it adds to what is owed of the invoice, in minor units."""
    sides = (transfer.debit == RECEIVABLE) - (transfer.credit == RECEIVABLE)
    return sides * transfer.amount.minor


def _step(transfer: Transfer, payments: dict[str, Payment], refunds: dict[str, str]) -> Step:
    falls, rises = MEANING[figure(transfer)]
    change = 0 if transfer.id in refunds.values() else _change(transfer)
    return Step(
        at=transfer.occurred_at,
        what=rises if _change(transfer) > 0 else falls,
        amount=transfer.amount,
        effect=Money(change, transfer.amount.currency),
        payment_id=transfer.payment_id,
        payment=payments.get(transfer.payment_id or ""),
    )


def _credited_back(transfer: Transfer) -> Step:
    """A credit note on what had been paid: the invoice stays as it is."""
    return Step(
        at=transfer.occurred_at,
        what=Happened.CREDIT_NOTE if transfer.credit == UNAPPLIED else Happened.CORRECTED,
        amount=transfer.amount,
        effect=zero(transfer.amount.currency),
        payment_id=None,
    )


def _was_tried(payment: Payment, invoice: Invoice) -> bool:
    meant = invoice.number in payment.invoice_numbers
    return meant and payment.status is not PaymentStatus.SUCCEEDED


def _tried(payment: Payment) -> Step:
    return Step(
        at=payment.made_at,
        what=Happened.TRIED,
        amount=payment.amount,
        effect=zero(payment.amount.currency),
        payment_id=payment.id,
        payment=payment,
    )

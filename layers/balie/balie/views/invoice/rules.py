"""From transfers to what happened to an invoice: pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from balie.ground.core.money import Money
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
    found = [_step(one, known) for one in _told(transfers) if figure(one) in MEANING]
    found += _given_back(invoice, transfers)
    moved = {step.payment_id for step in found}
    found += [_tried(one) for one in payments if _was_tried(one, invoice) and one.id not in moved]
    return sorted(found, key=lambda step: step.at)


def _told(transfers: Iterable[Transfer]) -> list[Transfer]:
    """Those that moved what is owed of it, but for what a refund undid in order to concede it."""
    moved = [one for one in transfers if _change(one) and figure(one) != "issued"]
    conceded: dict[tuple[str, str], int] = defaultdict(int)
    for one in moved:
        if figure(one) == "conceded" and _change(one) < 0:
            conceded[_posting(one)] += one.amount.minor
    return [one for one in moved if not _is_undone_by_refund(one, conceded)]


def _is_undone_by_refund(one: Transfer, conceded: dict[tuple[str, str], int]) -> bool:
    undone = figure(one) == "allocated" and _change(one) > 0
    return undone and conceded.get(_posting(one)) == one.amount.minor


def _posting(transfer: Transfer) -> tuple[str, str]:
    """The payment, and the number of the posting that all of its transfers belong to."""
    return transfer.payment_id or "", transfer.id.rpartition(":")[2]


def _change(transfer: Transfer) -> int:
    """What it adds to what is owed of the invoice, in minor units."""
    sides = (transfer.debit == RECEIVABLE) - (transfer.credit == RECEIVABLE)
    return sides * transfer.amount.minor


def _step(transfer: Transfer, payments: dict[str, Payment]) -> Step:
    falls, rises = MEANING[figure(transfer)]
    lowers = _change(transfer) < 0
    return Step(
        at=transfer.occurred_at,
        what=falls if lowers else rises,
        amount=transfer.amount,
        lowers=lowers,
        payment_id=transfer.payment_id,
        payment=payments.get(transfer.payment_id or ""),
    )


def _given_back(invoice: Invoice, transfers: Iterable[Transfer]) -> list[Step]:
    """Credit notes on what had been paid: nothing more is owed for it, so they are told apart."""
    return [
        Step(
            at=one.occurred_at,
            what=Happened.CREDIT_NOTE,
            amount=one.amount,
            lowers=True,
            payment_id=None,
        )
        for one in transfers
        if one.invoice_id == invoice.id
        and figure(one) == "credited_back"
        and one.credit == UNAPPLIED
    ]


def _was_tried(payment: Payment, invoice: Invoice) -> bool:
    meant = invoice.number in payment.invoice_numbers
    return meant and payment.status is not PaymentStatus.SUCCEEDED


def _tried(payment: Payment) -> Step:
    return Step(
        at=payment.made_at,
        what=Happened.TRIED,
        amount=payment.amount,
        lowers=False,
        payment_id=payment.id,
        payment=payment,
    )


def is_complete(invoice: Invoice, transfers: Iterable[Transfer]) -> bool:
    """Whether these transfers lead to what remains of it."""
    remaining = sum((Money(_change(one), one.amount.currency) for one in transfers), _none(invoice))
    return remaining == invoice.remaining


def _none(invoice: Invoice) -> Money:
    return Money(0, invoice.total.currency)

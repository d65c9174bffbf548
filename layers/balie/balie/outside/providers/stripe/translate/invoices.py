"""Stripe's invoices in our words. Pure."""

from collections.abc import Iterable
from datetime import datetime

from balie.ground.core.money import Money
from balie.outside.providers.snapshots import (
    BalanceChange,
    Collection,
    CreditNoteSnapshot,
    InvoiceSnapshot,
    InvoiceStatus,
)
from balie.outside.providers.stripe.translate.amounts import (
    Raw,
    amount,
    id_of,
    instant,
    instant_or_none,
)
from balie.outside.providers.stripe.translate.credit_notes import credit_note
from balie.outside.providers.stripe.translate.invoice_lines import invoice_line
from balie.outside.providers.stripe.translate.payments import payment_intent_of


def invoice(
    raw: Raw,
    invoice_payments: Iterable[Raw],
    requested_at: datetime,
    *,
    credit_notes: Iterable[Raw] = (),
    balance_changes: Iterable[BalanceChange] | None = (),
    lines: Iterable[Raw] = (),
) -> InvoiceSnapshot:
    """raw: an Invoice that is final. invoice_payments: all its InvoicePayments.

    credit_notes: all that name it. balance_changes: those of its customer; its own are picked out.
    None when Stripe shows them no more. lines: all that it has.
    What came in through Stripe stands in its payments; the rest was paid outside.
    """
    currency = raw["currency"]
    paid = [payment for payment in invoice_payments if payment["status"] == "paid"]
    through_stripe = sum(
        payment["amount_paid"] or 0 for payment in paid if payment_intent_of(payment)
    )
    notes = tuple(note for note in map(credit_note, credit_notes) if note)
    changes = tuple(change for change in balance_changes or () if change.invoice_ref == raw["id"])
    outside = _paid_outside(raw, paid, through_stripe)
    unexplained = _unexplained(raw, through_stripe + outside, notes, changes)
    overpaid = _overpaid(raw, through_stripe + outside, unexplained)
    moments = raw.get("status_transitions") or {}
    return InvoiceSnapshot(
        ref=raw["id"],
        requested_at=requested_at,
        customer_ref=id_of(raw["customer"]) or "",
        created_at=instant(raw["created"]),
        number=raw.get("number") or "",
        description=_description(raw),
        status=InvoiceStatus(raw["status"]),
        total=amount(raw["total"], currency),
        amount_paid=amount(raw["amount_paid"], currency),
        reduced=unexplained + overpaid,
        paid_out_of_band=amount(outside, currency),
        paid_out_of_band_at=_last_paid_outside(paid) or instant_or_none(moments.get("paid_at")),
        overpaid=overpaid,
        credit_notes=notes,
        balance_changes=None if balance_changes is None else changes,
        issued_at=instant_or_none(moments.get("finalized_at"))
        or instant(raw.get("effective_at") or raw["created"]),
        due_at=instant_or_none(raw.get("due_date")),
        paid_at=instant_or_none(moments.get("paid_at")),
        closed_at=instant_or_none(
            moments.get("voided_at") or moments.get("marked_uncollectible_at")
        ),
        collection=Collection(raw["collection_method"]),
        next_attempt_at=instant_or_none(raw.get("next_payment_attempt")),
        pay_url=raw.get("hosted_invoice_url"),
        lines=tuple(map(invoice_line, lines)),
    )


def uses_balance(raw: Raw, invoice_payments: Iterable[Raw], credit_notes: Iterable[Raw]) -> bool:
    """Whether the customer's balance at Stripe may have moved by this invoice or its credit notes.

    By what is due as well: some versions showed no `starting_balance` where there was one.
    https://github.com/stripe/stripe-dotnet/issues/3225
    """
    paid = sum(payment["amount_paid"] or 0 for payment in invoice_payments)
    moved = (raw.get(name) for name in ("starting_balance", "ending_balance", "amount_overpaid"))
    asked = raw["amount_due"] + (raw.get("pre_payment_credit_notes_amount") or 0)
    credited = any(note.get("customer_balance_transaction") for note in credit_notes)
    return any(moved) or paid > raw["amount_paid"] or asked != raw["total"] or credited


def has_credit_notes(raw: Raw) -> bool:
    names = ("pre_payment_credit_notes_amount", "post_payment_credit_notes_amount")
    return any(raw.get(name) for name in names)


def _paid_outside(raw: Raw, paid: Iterable[Raw], through_stripe: int) -> int:
    """What was told to Stripe as paid elsewhere, with what of it was too much.

    Shapes before 2026-05-27 do not say it; there it is what Stripe's own payments leave.
    """
    left = int(raw["amount_paid"]) - through_stripe
    recorded = sum(one["amount_paid"] or 0 for one in paid if not payment_intent_of(one))
    return max(0, left, recorded, raw.get("amount_paid_off_stripe") or 0)


def _unexplained(
    raw: Raw,
    paid: int,
    notes: Iterable[CreditNoteSnapshot],
    changes: Iterable[BalanceChange],
) -> Money:
    """What is off the total besides notes, balance and payments. All of a void one goes at once.

    paid: what its payments brought, with what was too much.
    """
    currency = raw["currency"]
    if raw["status"] == "void":
        return amount(0, currency)
    explained = amount(paid + raw["amount_remaining"], currency)
    for note in notes:
        explained += note.off_claim
    for change in changes:
        explained += change.debit - change.credit
    return amount(raw["total"], currency) - explained


def _overpaid(raw: Raw, paid: int, unexplained: Money) -> Money:
    """What its payments brought too much, for as long as no balance change tells where it went."""
    over = max(paid - raw["amount_paid"], raw.get("amount_overpaid") or 0)
    most = amount(over, raw["currency"])
    return Money(max(0, min(-unexplained.minor, most.minor)), unexplained.currency)


def _last_paid_outside(paid: Iterable[Raw]) -> datetime | None:
    moments = (
        (payment.get("status_transitions") or {}).get("paid_at")
        for payment in paid
        if not payment_intent_of(payment)
    )
    return instant_or_none(max(filter(None, moments), default=None))


def _description(raw: Raw) -> str:
    lines = (raw.get("lines") or {}).get("data") or [{}]
    return str(raw.get("description") or lines[0].get("description") or "")

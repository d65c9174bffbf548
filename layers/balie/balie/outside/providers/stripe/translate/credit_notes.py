"""Stripe's credit notes in our words. Pure."""

from balie.outside.providers.snapshots import CreditNoteSnapshot
from balie.outside.providers.stripe.translate.amounts import Raw, amount, id_of, instant

OUTSIDE = "payment_record_refund"


def credit_note(raw: Raw) -> CreditNoteSnapshot | None:
    """raw: a CreditNote. None for one that was voided: it counts for nothing."""
    if raw["status"] == "void":
        return None
    currency = raw["currency"]
    off_claim = raw.get("pre_payment_amount")
    if off_claim is None:  # older shapes tell by the type alone
        off_claim = raw["total"] if raw["type"] == "pre_payment" else 0
    refunds = raw.get("refunds") or []
    elsewhere = sum(one["amount_refunded"] for one in refunds if one.get("type") == OUTSIDE)
    return CreditNoteSnapshot(
        ref=raw["id"],
        number=raw.get("number") or "",
        issued_at=instant(raw.get("effective_at") or raw["created"]),
        off_claim=amount(off_claim, currency),
        given_back=amount(raw["total"] - off_claim, currency),
        paid_outside=amount((raw.get("out_of_band_amount") or 0) + elsewhere, currency),
        refunds=tuple(
            (ref, amount(one["amount_refunded"], currency))
            for one in refunds
            if one.get("type") != OUTSIDE and (ref := id_of(one.get("refund")))
        ),
    )

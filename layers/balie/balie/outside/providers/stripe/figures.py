"""A customer's money as Stripe's lists have it: three lists, each a page of a hundred at a time."""

from balie.ground.core.clock import Clock
from balie.ground.core.money import zero
from balie.outside.providers.figures import CustomerFigures, InvoiceFigures, PaymentFigures
from balie.outside.providers.snapshots import BalanceChange, InvoiceStatus
from balie.outside.providers.stripe import translate
from balie.outside.providers.stripe.client import Account, JsonObject
from balie.outside.providers.stripe.translate.amounts import amount


def of_customer(account: Account, ref: str, clock: Clock) -> CustomerFigures:
    """Drafts are no claims, and payments that nobody has tried are none: they are left out."""
    return CustomerFigures(
        invoices=tuple(
            _invoice(raw)
            for raw in account.pages("/v1/invoices", customer=ref)
            if raw["status"] != "draft"
        ),
        payments=_payments(account, ref, clock),
        balance_changes=_balance_changes(account, ref, clock),
    )


def _invoice(raw: JsonObject) -> InvoiceFigures:
    currency = raw["currency"]
    return InvoiceFigures(
        ref=raw["id"],
        status=InvoiceStatus(raw["status"]),
        total=amount(raw["total"], currency),
        paid=amount(raw["amount_paid"], currency),
        remaining=amount(raw["amount_remaining"], currency),
    )


def _payments(account: Account, ref: str, clock: Clock) -> tuple[PaymentFigures, ...]:
    expand = ["data.latest_charge"]
    found = []
    for raw in account.pages("/v1/payment_intents", customer=ref, expand=expand):
        charge = raw["latest_charge"] or {}
        path = "/v1/disputes"
        disputes = account.pages(path, payment_intent=raw["id"]) if charge.get("disputed") else ()
        said = translate.payment(raw, (), clock(), disputes=disputes)
        if not said.attempted:
            continue
        nothing = zero(said.amount.currency)
        figures = PaymentFigures(
            ref=said.ref,
            status=said.status,
            captured=said.captured,
            refunded=amount(charge.get("amount_refunded") or 0, raw["currency"]),
            disputed=sum((dispute.amount for dispute in said.disputes), nothing),
        )
        found.append(figures)
    return tuple(found)


def _balance_changes(account: Account, ref: str, clock: Clock) -> tuple[BalanceChange, ...] | None:
    if account.get(f"/v1/customers/{ref}").get("deleted"):
        return None
    transactions = account.pages(f"/v1/customers/{ref}/balance_transactions")
    return translate.balance(ref, transactions, clock()).changes

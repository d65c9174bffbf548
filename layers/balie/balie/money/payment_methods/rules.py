"""What happened to a payment method, and which of its mandates counts. Pure."""

from balie.money.payment_methods.model import PaymentMethod
from balie.outside.providers.snapshots import Mandate

NOT_SEEN = {"as_of": None, "mandate": None, "version": 0}


def in_force(before: Mandate | None, said: Mandate | None) -> Mandate | None:
    """The one accepted last: news of an older one may come after it. None says nothing."""
    if before is None or said is None or before.ref == said.ref:
        return said or before
    if before.accepted_at is None or said.accepted_at is None:
        return said
    return said if said.accepted_at >= before.accepted_at else before


def happened(before: PaymentMethod | None, after: PaymentMethod) -> list[str]:
    """Names of events; empty when there is nothing to be seen."""
    if before is None:
        return ["payment_method.attached"]
    names = ["mandate.updated"] if before.mandate != after.mandate else []
    if before.detached != after.detached:
        turn = "payment_method.detached" if after.detached else "payment_method.attached"
        return [*names, turn]
    same = before.model_copy(update=NOT_SEEN) == after.model_copy(update=NOT_SEEN)
    return names if same else [*names, "payment_method.updated"]

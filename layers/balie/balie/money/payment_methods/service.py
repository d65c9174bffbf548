"""Payment methods: kept as the provider has them, and remembered when they are taken away."""

from balie.ground.aws.work import Work
from balie.money.payment_methods import model, rules, store
from balie.money.payment_methods.model import PaymentMethod
from balie.outside.providers.freshness import refuse_older
from balie.outside.providers.snapshots import (
    AttachedMethods,
    PaymentMethodGone,
    PaymentMethodSnapshot,
)
from balie.relation.customers import groups
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer

WRITES_A_COMMIT = 70  # of the hundred that a transaction takes


def apply(work: Work, connection_id: str, snapshot: PaymentMethodSnapshot) -> None:
    """Bring the method to what the provider says.

    A detached one names no customer any more: whose it was, our own row says. Not kept: what has
    been nobody's, or that of a customer whom we do not know.
    """
    before = store.by_ref(work, connection_id, snapshot.ref)
    refuse_older(snapshot, before.as_of if before else None)
    owner = customers.id_of_ref(work, connection_id, snapshot.customer_ref or "")
    customer_id = before.customer_id if before else owner
    if customer_id is None:
        return
    after = PaymentMethod(
        id=model.payment_method_id(connection_id, snapshot.ref, snapshot.created_at),
        connection_id=connection_id,
        ref=snapshot.ref,
        customer_id=customer_id,
        type=snapshot.type,
        label=snapshot.label,
        last4=snapshot.last4,
        country=snapshot.country,
        expires_year=snapshot.expires_year,
        expires_month=snapshot.expires_month,
        mandate=rules.in_force(before.mandate if before else None, snapshot.mandate),
        detached=owner != customer_id,
        as_of=snapshot.requested_at,
        version=before.version if before else 0,
    )
    _save(work, before, after)


def apply_gone(work: Work, connection_id: str, snapshot: PaymentMethodGone) -> None:
    """It is kept, so that payments made with it can still name it."""
    before = store.by_ref(work, connection_id, snapshot.ref)
    if before is None:
        return
    refuse_older(snapshot, before.as_of)
    gone = {"detached": True, "as_of": snapshot.requested_at}
    _save(work, before, before.model_copy(update=gone))


def apply_attached(work: Work, connection_id: str, snapshot: AttachedMethods) -> None:
    """Whatever the customer had and has no more, is detached; what came later, is left alone."""
    customer_id = customers.id_of_ref(work, connection_id, snapshot.customer_ref)
    for method in _usable(work, (customer_id,)) if customer_id else []:
        listed = method.connection_id != connection_id or method.ref in snapshot.refs
        if listed or method.as_of > snapshot.requested_at:
            continue
        apply_gone(
            work,
            connection_id,
            PaymentMethodGone(ref=method.ref, requested_at=snapshot.requested_at),
        )
        if work.size >= WRITES_A_COMMIT:
            work.commit()  # more of them are gone than a transaction takes


def of_group(work: Work, customer: Customer) -> list[tuple[PaymentMethod, bool]]:
    """What it and its members can be charged with, and whether that is charged by default.

    The default ones first, then the newest.
    """
    defaults = {(one.id, one.default_method_ref) for one in groups.every(work, customer)}
    usable = [
        (method, (method.customer_id, method.ref) in defaults)
        for method in _usable(work, customer.group)
    ]
    return sorted(usable, key=lambda one: not one[1])


def _usable(work: Work, group: tuple[str, ...]) -> list[PaymentMethod]:
    return [method for method in store.of_group(work, group) if not method.detached]


def _save(work: Work, before: PaymentMethod | None, after: PaymentMethod) -> None:
    store.save(work, after)
    for name in rules.happened(before, after):
        work.record(name, after.id, customer_id=after.customer_id)

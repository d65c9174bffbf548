"""The whole flow on one page: which snapshot goes where, and which event causes what.

APPLY: from a provider's snapshot to the service that keeps it, inside the transaction.
FOLLOW: from an event, read off the table's stream, to what happens after it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work, open_work
from balie.ground.core.clock import Clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Event, may_leave_the_house
from balie.money.credit_balances import service as credit_balances
from balie.money.invoices import service as invoices
from balie.money.payment_methods import service as payment_methods
from balie.money.payments import service as payments
from balie.money.subscriptions import service as subscriptions
from balie.outside.providers import authorisation, catch_up, connections, registry, seen
from balie.outside.providers.connections import Connection
from balie.outside.providers.hints import Hint, Kind
from balie.outside.providers.snapshots import (
    AttachedMethods,
    BalanceSnapshot,
    CustomerSnapshot,
    InvoiceSnapshot,
    PaymentMethodGone,
    PaymentMethodSnapshot,
    PaymentSnapshot,
    Snapshot,
    SubscriptionSnapshot,
)
from balie.relation.customers import service as customers
from balie.relation.notifications import service as notifications
from balie.relation.notifications import team

APPLY: dict[type[Snapshot], Callable[[Work, str, Any], None]] = {
    CustomerSnapshot: customers.apply,
    BalanceSnapshot: credit_balances.apply,
    InvoiceSnapshot: invoices.apply,
    PaymentSnapshot: payments.apply,
    PaymentMethodSnapshot: payment_methods.apply,
    PaymentMethodGone: payment_methods.apply_gone,
    AttachedMethods: payment_methods.apply_attached,
    SubscriptionSnapshot: subscriptions.apply,
}

FOLLOW: dict[str, Callable[[Work, Event], None]] = {
    "invoice.paid": notifications.confirm_payment,
    "passkey.added": team.tell_of_new_passkey,
    "passkey.removed": team.tell_of_removed_passkey,
    "user.invited": team.invite,
    "user.recovery_started": team.tell_of_recovery,
    "user.recovery_cancelled": team.tell_of_end,
    "user.recovery_finished": team.let_in_again,
}

# Fetched with all that hangs on it, whatever hint brought it: not to be asked for again within one
# import or sync. Not a customer: its own hint alone brings its ways to pay.
WHOLE = (InvoiceSnapshot, PaymentSnapshot, SubscriptionSnapshot)
MOST_NOTED = 50  # of them, beside the writes of their effect

WRITES_A_COMMIT = 30  # a commit takes a hundred; one snapshot adds seventy at the most
TRIES = 4


def take_hint(tenant: str, hint: Hint, clock: Clock) -> None:
    """Look at what the hint points at and bring ours to it. A second time changes nothing.

    When others changed the same rows meanwhile, everything is read again and decided again.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with authorisation.watched(tenant, hint.connection_id, clock):
                _take_once(tenant, hint, clock)
            return
        except Changed:
            if attempt == TRIES:
                raise


def follow(tenant: str, event: Event, now: datetime) -> None:
    """What leaves the house because of the event."""
    if event.name not in FOLLOW or not may_leave_the_house(event):
        return
    with open_work(tenant, "system", event.cause, now, cause_ref=event.cause_ref) as work:
        if tenants.is_news(work, event.occurred_at):
            FOLLOW[event.name](work, event)


def _take_once(tenant: str, hint: Hint, clock: Clock) -> None:
    actor, cause_ref = f"provider:{hint.provider}", hint.catch_up_id or hint.event_ref
    with open_work(tenant, actor, hint.cause, clock(), cause_ref=cause_ref) as work:
        if not (seen.is_marked(work, hint.connection_id, hint.event_ref) or _was_seen(work, hint)):
            _look(work, hint, clock)
        if hint.catch_up_id:
            _count_once(work, hint, hint.catch_up_id)


def _was_seen(work: Work, hint: Hint) -> bool:
    """By another hint of the same catch-up, after all that it has listed had happened.

    Its event is not marked for that: one that a page tells when it is read again may have happened
    since, and the next sync, which begins before this one did, looks.
    """
    if hint.catch_up_id is None:
        return False
    return seen.is_marked(work, hint.connection_id, _within(hint.catch_up_id, hint.ref))


def _within(catch_up_id: str, ref: str) -> str:
    return f"{catch_up_id}_{ref}"


def _look(work: Work, hint: Hint, clock: Clock) -> None:
    """Of an account that was closed nothing is marked as seen: it may be told again later."""
    connection = connections.get(work, hint.connection_id)
    if not connection.is_open:
        reason = f"connection_{connection.status}"
        work.record("notification.ignored", hint.ref, reason=reason)
        return
    if hint.ignored:
        work.record("notification.ignored", hint.ref, reason=hint.ignored)
    elif hint.kind is Kind.CONNECTION:
        authorisation.close_when_refused(work, connection, reason="withdrawn")
    else:
        _apply_all(work, connection, hint, clock)
    seen.mark(work, hint.connection_id, hint.event_ref)


def _note_seen(work: Work, hint: Hint, snapshots: list[Snapshot]) -> None:
    """With the last of its effect, so that what has died half-way is not among them."""
    if hint.catch_up_id is None:
        return
    refs = {snapshot.ref for snapshot in snapshots if isinstance(snapshot, WHOLE)}
    for ref in sorted(refs)[:MOST_NOTED]:
        mark = _within(hint.catch_up_id, ref)
        if mark != hint.event_ref and not seen.is_marked(work, hint.connection_id, mark):
            seen.mark(work, hint.connection_id, mark)


def _count_once(work: Work, hint: Hint, catch_up_id: str) -> None:
    """A webhook may have brought the event before the sync does: done it is, all the same."""
    counted = f"{catch_up_id}_{hint.event_ref}"
    if not seen.is_marked(work, hint.connection_id, counted):
        catch_up.count_done(work, catch_up_id, hint)
        seen.mark(work, hint.connection_id, counted)


def _apply_all(work: Work, connection: Connection, hint: Hint, clock: Clock) -> None:
    snapshots = registry.fetch(work.tenant, connection, hint, clock)
    if not snapshots and hint.kind is Kind.INVOICE:
        invoices.refuse_vanished(work, connection.id, hint.ref)
    for snapshot in snapshots:
        APPLY[type(snapshot)](work, connection.id, snapshot)
        if work.size >= WRITES_A_COMMIT:
            work.commit()  # each snapshot leaves all in order; the rest follows, or is done again
    _note_seen(work, hint, snapshots)

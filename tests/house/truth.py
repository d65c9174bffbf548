"""What a simulated account amounts to, worked out from its objects alone.

Nothing here knows how the product fetches, translates or posts: the two are compared.
"""

from collections import Counter
from typing import NamedTuple

from dev.stripe.store import Obj, Store

Owned = tuple[str, str]
"""A customer's ref and a currency in capitals."""
CLOSED = ("void", "uncollectible")


class Left(NamedTuple):
    """Of one payment that went to invoices, in minor units.

    gone: refunded, or withdrawn by disputes. free: neither used for an invoice nor gone.
    owed_again: by invoice, what disputes took back of it. beyond: taken back though nothing was
    left of the payment.
    """

    captured: int
    gone: int
    free: int
    owed_again: dict[str, int]
    beyond: int


class Truth:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.payments = {
            intent["id"]: self._left(intent)
            for intent in self._all("payment_intent")
            if intent["amount_received"] and self._links(intent)
        }
        self.remaining = {one["id"]: self._remaining(one) for one in self._final_invoices()}

    def _all(self, kind: str) -> list[Obj]:
        return list(self._store.kinds.get(kind, {}).values())

    def _final_invoices(self) -> list[Obj]:
        return [invoice for invoice in self._all("invoice") if invoice["status"] != "draft"]

    def _notes(self) -> list[Obj]:
        return [note for note in self._all("credit_note") if note["status"] == "issued"]

    def _links(self, intent: Obj) -> list[Obj]:
        """What of the payment went where, in the order it did."""
        found = [
            one
            for one in self._all("invoice_payment")
            if one["status"] == "paid" and one["payment"].get("payment_intent") == intent["id"]
        ]
        return sorted(found, key=lambda one: (one["created"], one["id"]))

    def _left(self, intent: Obj) -> Left:
        """A credit note's refund undoes nothing; other refunds and disputes undo the newest first.

        A dispute makes the invoice owed again, a refund does not.
        """
        uses = [[link["invoice"], link["amount_paid"]] for link in self._links(intent)]
        free = intent["amount_received"] - sum(minor for _, minor in uses)
        owed_again: Counter[str] = Counter()
        beyond = 0
        for _, minor, disputed in self._taken(intent):
            wanted = minor - (used := min(minor, free))
            free -= used
            for use in reversed(uses):
                undone = min(wanted, use[1])
                wanted -= undone
                use[1] -= undone
                owed_again[use[0]] += undone if disputed else 0
            beyond += wanted
        gone = sum(one["amount"] for one in self._standing_refunds(intent))
        gone += sum(withdrawn(one) for one in self._disputes(intent))
        return Left(intent["amount_received"], gone, free, dict(owed_again), beyond)

    def _taken(self, intent: Obj) -> list[tuple[int, int, bool]]:
        """When, how much, and whether by a dispute: what undoes uses of the payment.

        At the same moment the refund was first: the provider refuses one of what is in dispute.
        """
        found = []
        for refund in self._standing_refunds(intent):
            found.append((refund["created"], refund["amount"] - self._credited(refund), False))
        for dispute in self._disputes(intent):
            found.append((withdrawn_at(dispute), withdrawn(dispute), True))
        return sorted((one for one in found if one[1]), key=lambda one: (one[0], one[2]))

    def _standing_refunds(self, intent: Obj) -> list[Obj]:
        return [
            one
            for one in self._all("refund")
            if one["payment_intent"] == intent["id"] and one["status"] not in ("failed", "canceled")
        ]

    def _disputes(self, intent: Obj) -> list[Obj]:
        return [one for one in self._all("dispute") if one["payment_intent"] == intent["id"]]

    def _credited(self, refund: Obj) -> int:
        return sum(
            int(part["amount_refunded"])
            for note in self._notes()
            for part in note["refunds"]
            if part["refund"] == refund["id"]
        )

    def _remaining(self, invoice: Obj) -> int:
        """Of a claim that was given up nothing remains, whatever is taken back later."""
        if invoice["status"] in CLOSED:
            return 0
        again = sum(left.owed_again.get(invoice["id"], 0) for left in self.payments.values())
        return int(invoice["amount_remaining"]) + again

    def credit(self) -> Counter[Owned]:
        """What each customer has in hand."""
        found: Counter[Owned] = Counter()
        for customer in self._customers():
            for currency, balance in customer["_balances"].items():
                found[customer["id"], currency.upper()] += max(0, -balance)
        for ref, left in self.payments.items():
            found[self._owner(self._store.by_id[ref])] += left.free
        for note in self._notes():
            found[self._owner(note)] += sum(
                part["amount_refunded"]
                for part in note["refunds"]
                if self._store.by_id[part["refund"]]["status"] == "failed"
            )
        return found

    def debit(self) -> Counter[Owned]:
        """What each customer owes beside the invoices."""
        found: Counter[Owned] = Counter()
        for customer in self._customers():
            for currency, balance in customer["_balances"].items():
                found[customer["id"], currency.upper()] += max(0, balance)
        for ref, left in self.payments.items():
            found[self._owner(self._store.by_id[ref])] += left.beyond
        return found

    def _customers(self) -> list[Obj]:
        gone = [ref for ref, kind in self._store.deleted.items() if kind == "customer"]
        return self._all("customer") + [self._store.by_id[ref] for ref in gone]

    def _owner(self, obj: Obj) -> Owned:
        return obj["customer"], obj["currency"].upper()

    def clearing(self) -> Counter[str]:
        """By currency: captured, less what was refunded or withdrawn."""
        found: Counter[str] = Counter()
        for ref, left in self.payments.items():
            found[self._store.by_id[ref]["currency"].upper()] += left.captured - left.gone
        return found

    def outside(self) -> Counter[str]:
        """Came in elsewhere, less what credit notes paid out elsewhere."""
        found: Counter[str] = Counter()
        for invoice in self._final_invoices():
            found[invoice["currency"].upper()] += invoice["amount_paid_off_stripe"]
        for link in self._all("invoice_payment"):
            if link["status"] == "paid" and link["payment"]["type"] == "payment_record":
                over = link["amount_paid"] - link["_used"]
                found[link["currency"].upper()] += over
        for note in self._notes():
            found[note["currency"].upper()] -= note["out_of_band_amount"] or 0
        return found

    def written_off(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for invoice in self._final_invoices():
            if invoice["status"] == "uncollectible":
                again = sum(one.owed_again.get(invoice["id"], 0) for one in self.payments.values())
                found[invoice["currency"].upper()] += invoice["amount_remaining"] + again
        return found

    def billed(self) -> Counter[str]:
        """Less what credit notes gave up; of a voided one nothing, but for what was taken back."""
        found: Counter[str] = Counter()
        for invoice in self._final_invoices():
            if invoice["status"] == "void":
                again = sum(one.owed_again.get(invoice["id"], 0) for one in self.payments.values())
                found[invoice["currency"].upper()] -= again
                continue
            notes = [note["total"] for note in self._notes() if note["invoice"] == invoice["id"]]
            found[invoice["currency"].upper()] += invoice["total"] - sum(notes)
        return found

    def deleted_customers(self) -> set[str]:
        return {ref for ref, kind in self._store.deleted.items() if kind == "customer"}


def withdrawn(dispute: Obj) -> int:
    """As it stands: nothing for an inquiry, nor once it was won."""
    return -sum(int(one["amount"]) for one in dispute["balance_transactions"])


def withdrawn_at(dispute: Obj) -> int:
    booked = [one["created"] for one in dispute["balance_transactions"]]
    return int(min(booked, default=dispute["created"]))

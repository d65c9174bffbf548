"""What happens around the account rather than through its API: customers pay, banks refuse."""

from typing import TYPE_CHECKING

from dev.stripe.errors import ApiError, invalid
from dev.stripe.resources import (
    attempts,
    collecting,
    disputes,
    intents,
    invoice_payments,
    mandates,
    payment_methods,
    refunds,
    test_methods,
)
from dev.stripe.store import Obj
from dev.stripe.world import World

if TYPE_CHECKING:
    from dev.stripe.simulator import Simulator

METHODS = ("card", "ideal", "sepa_debit")
DECLINED = {
    "card": "generic_decline",
    "ideal": "generic_decline",
    "sepa_debit": "insufficient_funds",
}


class People:
    """Customers, banks and colleagues of the simulated firm. Each act is atomic."""

    def __init__(self, simulator: "Simulator") -> None:
        self._simulator = simulator

    @property
    def _world(self) -> World:
        return self._simulator.world

    def pay(
        self,
        invoice: str,
        method: str = "card",
        *,
        outcome: str = "ok",
        amount: int | None = None,
    ) -> ApiError | None:
        """A customer pays at the hosted page. None when it went through or is processing.

        outcome: see `test_methods`. amount: less (or more) than what is left, in minor units.
        """
        with self._simulator.acting():
            found = self._world.store.get("invoice", invoice)
            if found["status"] not in ("open", "uncollectible"):
                raise invalid(f"This invoice is {found['status']}; there is nothing to pay.")
            made = new_method(self._world, method, outcome)
            if amount is None or amount == found["amount_remaining"]:
                return collecting.collect(
                    self._world, found, made, off_session=False, approved=True
                )
            return self._pay_part(found, made, amount)

    def _pay_part(self, invoice: Obj, method: Obj, amount: int) -> ApiError | None:
        intent = intents.make(self._world, amount, invoice["currency"], invoice["customer"])
        requested = min(amount, invoice["amount_remaining"])
        invoice_payments.make(self._world, invoice, intent, requested)
        return attempts.attempt(self._world, intent, method, approved=True)

    def fail(self, invoice: str, method: str = "card") -> ApiError | None:
        """A customer tries to pay and the bank refuses."""
        return self.pay(invoice, method, outcome=DECLINED[method])

    def approve(self, intent: str) -> ApiError | None:
        """A customer confirms, at the bank, a payment that waits for it."""
        with self._simulator.acting():
            found = self._world.store.get("payment_intent", intent)
            if found["status"] != "requires_action":
                raise invalid("This payment is not waiting for the customer.")
            method = self._world.store.get("payment_method", found["payment_method"])
            return attempts.attempt(self._world, found, method, approved=True)

    def settle(self, intent: str) -> None:
        """The bank reports on a direct debit now instead of in a few days."""
        with self._simulator.acting():
            self._world.jobs.cancel("settle", intent)
            attempts.settle(self._world, intent)

    def refund(self, charge: str, amount: int | None = None) -> Obj:
        """A colleague refunds a charge in the dashboard."""
        with self._simulator.acting():
            params = {"charge": charge} | ({} if amount is None else {"amount": amount})
            return refunds.create(self._world, params)

    def fail_refund(self, refund: str, reason: str = "expired_or_canceled_card") -> Obj:
        """A refund comes back, even days after it succeeded."""
        with self._simulator.acting():
            return refunds.fail(self._world, self._world.store.get("refund", refund), reason)

    def dispute(
        self,
        charge: str,
        reason: str = "fraudulent",
        *,
        amount: int | None = None,
        inquiry: bool = False,
    ) -> Obj:
        """A customer takes the money back through the bank. inquiry: the bank only asks.

        amount: less than what is left, in minor units.
        """
        with self._simulator.acting():
            found = self._world.store.get("charge", charge)
            return disputes.open_dispute(self._world, found, reason, amount=amount, inquiry=inquiry)

    def escalate_dispute(self, dispute: str) -> Obj:
        """The bank takes the money after an inquiry."""
        with self._simulator.acting():
            found = self._world.store.get("dispute", dispute)
            return disputes.escalate(self._world, found)

    def decide_dispute(self, dispute: str, *, won: bool) -> Obj:
        with self._simulator.acting():
            found = self._world.store.get("dispute", dispute)
            return disputes.decide(self._world, found, won=won)

    def revoke_mandate(self, mandate: str) -> Obj:
        with self._simulator.acting():
            return mandates.revoke(self._world, self._world.store.get("mandate", mandate))

    def charges_of(self, invoice: str) -> list[Obj]:
        """The charges that tried to pay this invoice, oldest first."""
        with self._simulator.lock:
            store = self._world.store
            payments = store.where("invoice_payment", lambda obj: obj["invoice"] == invoice)
            tried = {payment["payment"].get("payment_intent") for payment in payments}
            return store.where("charge", lambda charge: charge["payment_intent"] in tried)


def new_method(world: World, kind: str, outcome: str) -> Obj:
    """A payment method that does what `outcome` says, attached to nobody."""
    if kind not in METHODS:
        raise invalid(f"Unknown payment method: {kind}")
    if kind == "ideal":
        return payment_methods.make(
            world, "ideal", {"bank": "rabobank", "bic": "RABONL2U"}, outcome
        )
    if kind == "card":
        numbers = [number for number, card in test_methods.CARDS.items() if card[1] == outcome]
        details = test_methods.card(numbers[0] if numbers else "4000000000000341")
        return payment_methods.make(world, "card", details, outcome)
    ibans = [iban for iban, ends in test_methods.IBANS.items() if ends == outcome]
    details = test_methods.sepa_debit(ibans[0] if ibans else "NL91ABNA0417164300")
    return payment_methods.make(world, "sepa_debit", details, outcome)

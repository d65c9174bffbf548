"""Random histories of a firm at its provider, and every way their news can arrive."""

import random
from collections.abc import Callable
from contextlib import suppress

import stripe

from dev.stripe.outbox import Delivery
from tests.house.house import House

CARDS = ("pm_card_visa", "pm_card_mastercard", "pm_card_chargeDeclinedInsufficientFunds")


class History:
    """What happens at the provider in `steps` random steps. What the provider refuses, is not."""

    def __init__(self, house: House, seed: int) -> None:
        self.random = random.Random(seed)
        self._house = house
        self._customers: list[str] = []
        self._invoices: list[str] = []

    def live(self, steps: int) -> None:
        self._customer()
        self._invoice()
        happenings: list[tuple[Callable[[], None], int]] = [
            (self._customer, 1),
            (self._invoice, 5),
            (self._pay, 5),
            (self._pay_elsewhere, 1),
            (self._pay_partly, 2),
            (self._void, 1),
            (self._give_up, 1),
            (self._refund, 2),
            (self._rename, 1),
            (self._delete_draft, 1),
            (self._days_go_by, 2),
        ]
        actions, weights = zip(*happenings, strict=True)
        for action in self.random.choices(actions, weights, k=steps):
            with suppress(stripe.StripeError):
                action()

    def _customer(self) -> None:
        number = len(self._customers) + 1
        email = f"finance{number}@firm{number}.example"
        made = self._house.call("post", "/v1/customers", name=f"Firm {number}", email=email)
        self._customers.append(made["id"])

    def _draft(self) -> str:
        customer = self.random.choice(self._customers)
        made = self._house.call(
            "post",
            "/v1/invoices",
            customer=customer,
            collection_method="send_invoice",
            days_until_due=self.random.choice((0, 14, 30)),
            auto_advance=False,
        )
        self._house.call(
            "post",
            "/v1/invoiceitems",
            customer=customer,
            invoice=made["id"],
            amount=self.random.randint(100, 500_000),
            currency="eur",
            description="Retainer",
        )
        return str(made["id"])

    def _invoice(self) -> None:
        ref = self._draft()
        self._house.call("post", f"/v1/invoices/{ref}/finalize")
        self._invoices.append(ref)

    def _delete_draft(self) -> None:
        self._house.call("delete", f"/v1/invoices/{self._draft()}")

    def _pay(self) -> None:
        ref = self.random.choice(self._invoices)
        card = self.random.choice(CARDS)
        self._house.call("post", f"/v1/invoices/{ref}/pay", payment_method=card)

    def _pay_elsewhere(self) -> None:
        ref = self.random.choice(self._invoices)
        self._house.call("post", f"/v1/invoices/{ref}/pay", paid_out_of_band=True)

    def _pay_partly(self) -> None:
        """A payment of its own, attached to the invoice: more or less than is due."""
        invoice = self._house.call("get", f"/v1/invoices/{self.random.choice(self._invoices)}")
        intent = self._house.call(
            "post",
            "/v1/payment_intents",
            customer=invoice["customer"],
            amount=self.random.randint(100, max(101, invoice["amount_remaining"])),
            currency="eur",
            payment_method="pm_card_visa",
            confirm=True,
            automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
        )
        path = f"/v1/invoices/{invoice['id']}/attach_payment"
        self._house.call("post", path, payment_intent=intent["id"])

    def _void(self) -> None:
        self._house.call("post", f"/v1/invoices/{self.random.choice(self._invoices)}/void")

    def _give_up(self) -> None:
        ref = self.random.choice(self._invoices)
        self._house.call("post", f"/v1/invoices/{ref}/mark_uncollectible")

    def _refund(self) -> None:
        paid = self._house.call("get", "/v1/payment_intents", limit=20)["data"]
        intent = self.random.choice([raw for raw in paid if raw["amount_received"]] or paid)
        some = self.random.choice((intent["amount"], intent["amount"] // 3 or 1))
        self._house.call("post", "/v1/refunds", payment_intent=intent["id"], amount=some)

    def _rename(self) -> None:
        ref = self.random.choice(self._customers)
        name = f"Firm {self.random.randint(100, 999)} B.V."
        self._house.call("post", f"/v1/customers/{ref}", name=name)

    def _days_go_by(self) -> None:
        self._house.simulator.advance(days=self.random.randint(1, 20))


def scrambled(deliveries: list[Delivery], chance: random.Random) -> list[Delivery]:
    """Out of order, and some of them twice or more often."""
    doubled = [d for d in deliveries for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    chance.shuffle(doubled)
    return doubled

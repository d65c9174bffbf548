"""Fills an empty account with five months of Studio Noord, a design and hosting agency."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from dev.stripe.clock import DAY
from dev.stripe.firm_data import CLIENTS, DAYS_OF_HISTORY, JOBS, PLANS, Client, Job, Plan
from dev.stripe.form import Values, encode
from dev.stripe.keys import STUDIO_FULL
from dev.stripe.simulator import Simulator
from dev.stripe.store import Obj

NUMBERS_BEFORE = 40
"""Invoices the firm had already sent in the year its history here begins."""

Step = tuple[float, Callable[[], Any]]


def seed(simulator: Simulator) -> None:
    """Lives through the history with the account's own clock, which ends where it was."""
    with simulator.lock:
        history = History(simulator)
        settings = simulator.settings
        simulator.clock.rewind(DAYS_OF_HISTORY * DAY)
        settings.number_prefix = "SN"
        settings.numbers_taken = {str(simulator.clock.today().year): NUMBERS_BEFORE}
        history.live()
        simulator.changes += 1


class History:
    """The firm's days, each a list of what was done on it."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.clients: dict[str, str] = {}
        self.vat = ""
        self.steps: list[Step] = []

    def live(self) -> None:
        self._set_up()
        for plan in PLANS:
            self.at(plan.since, partial(self._subscribe, plan))
        for job in JOBS:
            self.at(job.ago, partial(self._invoice, job))
        self.at(7, lambda: self._collect("vandijk", "Drawings viewer, licence", 54_500))
        self.at(1.5, lambda: self._bank_answers("vandijk", "ok"))
        self.at(2.5, lambda: self._collect("zwaan", "Web shop, photo editing", 39_000))
        self.at(16, lambda: self._take_back_debit("linde"))
        ago = float(DAYS_OF_HISTORY)
        while self.steps:
            self.steps.sort(key=lambda step: -step[0])
            when, act = self.steps.pop(0)
            self.simulator.advance(days=ago - when)
            ago = when
            act()
        self.simulator.advance(days=ago)

    def at(self, ago: float, act: Callable[[], Any]) -> None:
        """ago: days before now; what would lie in the future does not happen."""
        if ago >= 0:
            self.steps.append((ago, act))

    def call(self, path: str, **params: Values) -> Obj:
        """A POST to the API as the firm's own software would make it."""
        key = {"Authorization": f"Bearer {STUDIO_FULL}"}
        status, _, body = self.simulator.handle("POST", f"/v1/{path}", key, encode(params))
        answer = decoded(body)
        if status != 200:
            raise AssertionError(f"{path}: {answer['error']['message']}")
        return answer

    def _set_up(self) -> None:
        rate = self.call(
            "tax_rates", display_name="Btw", percentage=21, inclusive=False, country="NL"
        )
        self.vat = rate["id"]
        for client in CLIENTS:
            self.clients[client.key] = self._client(client)

    def _client(self, client: Client) -> str:
        ref: str = self.call(
            "customers",
            name=client.name,
            email=client.email,
            address={
                "line1": client.street,
                "postal_code": client.postal_code,
                "city": client.city,
                "country": client.country,
            },
            preferred_locales=[client.language],
            tax_exempt="none" if client.country == "NL" else "reverse",
            tax_id_data=[{"type": "eu_vat", "value": client.vat}],
        )["id"]
        method = client.card
        if client.iban:
            method = self.call(
                "payment_methods",
                type="sepa_debit",
                sepa_debit={"iban": client.iban},
                billing_details={"name": client.name, "email": client.email},
            )["id"]
        if method:
            saved = self.call(f"payment_methods/{method}/attach", customer=ref)["id"]
            self.call(f"customers/{ref}", invoice_settings={"default_payment_method": saved})
        return ref

    def _subscribe(self, plan: Plan) -> None:
        product = self.call("products", name=plan.product)["id"]
        price = self.call(
            "prices",
            product=product,
            unit_amount=plan.amount,
            currency="eur",
            recurring={"interval": "month"},
        )["id"]
        terms: dict[str, Values] = {}
        if plan.days is not None:
            terms = {"collection_method": "send_invoice", "days_until_due": plan.days}
        subscription = self.call(
            "subscriptions",
            customer=self.clients[plan.client],
            items=[{"price": price}],
            default_tax_rates=[self.vat],
            **terms,
        )
        if plan.pays_after is not None:
            for month in range(6):
                ago = plan.since - plan.pays_after - month * 31
                self.at(ago, partial(self._pay_latest, subscription["id"]))

    def _pay_latest(self, subscription: str) -> None:
        latest = self.simulator.world.store.by_id[subscription]["latest_invoice"]
        if self.simulator.world.store.by_id[latest]["status"] == "open":
            self.simulator.people.pay(latest, "ideal")

    def _invoice(self, job: Job) -> None:
        ref = self._draft(job, collection_method="send_invoice", days_until_due=job.days)
        self.call(f"invoices/{ref}/send")
        if job.paid_after is not None:
            self.at(job.ago - job.paid_after, lambda: self.simulator.people.pay(ref, job.method))
        after = job.ago - (job.paid_after or 0)
        special = STORIES.get(job.then)
        if special is not None:
            days, act = special
            self.at(after - days, lambda: act(self, ref))

    def _draft(self, job: Job, **fields: Values) -> str:
        customer = self.clients[job.client]
        ref: str = self.call(
            "invoices",
            customer=customer,
            currency=job.currency,
            description=job.work[0][0],
            default_tax_rates=[self.vat],
            **fields,
        )["id"]
        for description, amount in job.work:
            self.call(
                "invoiceitems",
                customer=customer,
                invoice=ref,
                amount=amount,
                currency=job.currency,
                description=description,
            )
        return ref

    def _collect(self, client: str, description: str, amount: int) -> None:
        """An invoice collected automatically, at which the bank finds too little money."""
        job = Job(client, 0, ((description, amount),))
        ref = self._draft(job, collection_method="charge_automatically", auto_advance=True)
        self.call(f"invoices/{ref}/finalize")
        self._bank_answers(client, "insufficient_funds")

    def _bank_answers(self, client: str, outcome: str) -> None:
        """outcome: of every charge of the client's saved method from now on."""
        store = self.simulator.world.store
        customer = store.by_id[self.clients[client]]
        method = store.by_id[customer["invoice_settings"]["default_payment_method"]]
        method["_outcome"] = outcome

    def _take_back_debit(self, client: str) -> None:
        """The customer has the bank reverse the last direct debit."""
        store = self.simulator.world.store
        charge = next(
            charge
            for charge in store.newest_first("charge")
            if charge["customer"] == self.clients[client] and charge["status"] == "succeeded"
        )
        self.simulator.people.dispute(charge["id"], "debit_not_authorized")

    def refund_of(self, invoice: str, share: int) -> None:
        """share: percent of the last charge."""
        charge = self.simulator.people.charges_of(invoice)[-1]
        self.simulator.people.refund(charge["id"], charge["amount"] * share // 100)

    def credit(self, invoice: str) -> None:
        """Part of a paid invoice becomes credit for the next one."""
        self.call("credit_notes", invoice=invoice, amount=36_300, credit_amount=36_300)


def decoded(body: bytes) -> Obj:
    answer: Obj = json.loads(body)
    return answer


STORIES: dict[str, tuple[int, Callable[[History, str], Any]]] = {
    "credited": (6, lambda history, ref: history.credit(ref)),
    "disputed": (
        12,
        lambda history, ref: history.simulator.people.dispute(
            history.simulator.people.charges_of(ref)[-1]["id"], "product_not_received"
        ),
    ),
    "given_up": (95, lambda history, ref: history.call(f"invoices/{ref}/mark_uncollectible")),
    "partly_paid": (12, lambda history, ref: history.simulator.people.pay(ref, amount=250_000)),
    "partly_refunded": (8, lambda history, ref: history.refund_of(ref, 25)),
    "refunded": (5, lambda history, ref: history.refund_of(ref, 100)),
    "voided": (1, lambda history, ref: history.call(f"invoices/{ref}/void")),
}
"""What becomes of some invoices: days after payment (or issue), and what."""

"""How an invoice and the money for it move."""

from typing import Any

import pytest
import stripe

from dev.stripe.clock import DAY


@pytest.fixture
def shown(raw):
    """An invoice with its payments, as a plain dict."""

    def fetch(invoice):
        return raw("get", f"/v1/invoices/{invoice}", expand=["payments"])

    return fetch


def payments_of(invoice):
    return sorted((p["status"], p["amount_paid"]) for p in invoice["payments"]["data"])


def test_a_draft_adds_up_its_lines_and_their_tax(api, customer):
    rate = api.tax_rates.create({"display_name": "Btw", "percentage": 21, "inclusive": False}).id
    draft = api.invoices.create({"customer": customer, "default_tax_rates": [rate]}).id
    for amount in (10_000, 505):
        api.invoice_items.create({"customer": customer, "invoice": draft, "amount": amount})
    invoice = api.invoices.retrieve(draft)
    assert (invoice.status, invoice.number) == ("draft", None)
    assert (invoice.subtotal, invoice.total, invoice.amount_due) == (10_505, 12_711, 12_711)
    assert [(tax.amount, tax.taxable_amount) for tax in invoice.total_taxes] == [(2_206, 10_505)]


def test_reverse_charge_takes_the_tax_away(api):
    rate = api.tax_rates.create({"display_name": "Btw", "percentage": 21, "inclusive": False}).id
    abroad = api.customers.create({"name": "GmbH", "tax_exempt": "reverse"}).id
    draft = api.invoices.create({"customer": abroad, "default_tax_rates": [rate]}).id
    api.invoice_items.create({"customer": abroad, "invoice": draft, "amount": 10_000})
    invoice = api.invoices.retrieve(draft)
    assert invoice.total == 10_000
    assert invoice.total_taxes[0].taxability_reason == "reverse_charge"


def test_finalizing_gives_number_links_and_a_default_payment(shown, open_invoice):
    invoice = shown(open_invoice())
    assert invoice["status"] == "open"
    assert invoice["number"].endswith("-0001")
    assert invoice["invoice_pdf"].startswith(invoice["hosted_invoice_url"])
    assert invoice["due_date"] - invoice["created"] == 14 * DAY
    assert payments_of(invoice) == [("open", None)]


def test_fields_removed_with_basil_are_gone(shown, open_invoice):
    invoice = shown(open_invoice())
    assert not {"payment_intent", "charge", "paid", "paid_out_of_band", "tax"} & set(invoice)


def test_paying_makes_it_paid(api, shown, open_invoice):
    invoice = open_invoice()
    api.invoices.pay(invoice, {"payment_method": "pm_card_visa"})
    paid = shown(invoice)
    assert (paid["status"], paid["amount_paid"], paid["amount_remaining"]) == ("paid", 10_000, 0)
    assert (paid["attempted"], paid["attempt_count"]) == (True, 1)
    assert payments_of(paid) == [("paid", 10_000)]


def test_a_paid_invoice_cannot_be_paid_again(api, open_invoice):
    invoice = open_invoice()
    api.invoices.pay(invoice, {"payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        api.invoices.pay(invoice, {"payment_method": "pm_card_visa"})


def test_paying_out_of_band_needs_no_payment(api, shown, open_invoice):
    invoice = open_invoice()
    api.invoices.pay(invoice, {"paid_out_of_band": True})
    paid = shown(invoice)
    assert (paid["status"], paid["amount_paid_off_stripe"]) == ("paid", 10_000)
    assert payments_of(paid) == [("canceled", None)]


def test_a_part_is_paid_by_attaching_a_payment(api, shown, open_invoice, customer):
    invoice = open_invoice()
    part = {"amount": 4_000, "currency": "eur", "customer": customer}
    intent = api.payment_intents.create(part).id
    api.invoices.attach_payment(invoice, {"payment_intent": intent})
    assert shown(invoice)["amount_paid"] == 0
    api.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    half = shown(invoice)
    assert (half["status"], half["amount_paid"], half["amount_remaining"]) == ("open", 4_000, 6_000)
    default = next(p for p in half["payments"]["data"] if p["is_default"])
    assert default["amount_requested"] == 6_000


def test_two_payments_on_their_way_may_overpay_and_leave_credit(
    api, shown, open_invoice, customer, saved_method
):
    saved_method("NL39RABO0300065264")
    invoice = open_invoice()
    api.invoices.pay(invoice)
    extra = {"amount": 10_000, "currency": "eur", "customer": customer}
    intent = api.payment_intents.create(extra | {"payment_method": "pm_card_visa", "confirm": True})
    api.invoices.attach_payment(invoice, {"payment_intent": intent.id})
    assert shown(invoice)["status"] == "paid"


def test_money_after_full_payment_is_overpaid(api, shown, open_invoice, customer, simulator):
    invoice = open_invoice()
    part = {"amount": 8_000, "currency": "eur", "customer": customer}
    first, second = (api.payment_intents.create(part).id for _ in range(2))
    for intent in (first, second):
        api.invoices.attach_payment(invoice, {"payment_intent": intent})
        api.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    paid = shown(invoice)
    assert (paid["status"], paid["amount_paid"], paid["amount_overpaid"]) == ("paid", 10_000, 6_000)
    assert api.customers.retrieve(customer).balance == -6_000
    (booked,) = api.customers.balance_transactions.list(customer).data
    assert (booked.type, booked.amount, booked.invoice) == ("invoice_overpaid", -6_000, invoice)


def test_money_from_elsewhere_is_reported_and_attached(api, raw, shown, open_invoice):
    invoice = open_invoice()
    record = raw(
        "post",
        "/v1/payment_records/report_payment",
        amount_requested={"value": 10_000, "currency": "eur"},
        initiated_at=1_790_000_000,
        payment_method_details={"type": "custom", "custom": {"display_name": "Bank"}},
        outcome="guaranteed",
        guaranteed={"guaranteed_at": 1_790_000_000},
    )["id"]
    api.invoices.attach_payment(invoice, {"payment_record": record})
    paid = shown(invoice)
    assert (paid["status"], paid["amount_paid_off_stripe"]) == ("paid", 10_000)


def test_a_declined_card_answers_402_and_keeps_the_invoice_open(api, open_invoice):
    invoice = open_invoice()
    with pytest.raises(stripe.CardError) as caught:
        api.invoices.pay(invoice, {"payment_method": "pm_card_chargeDeclinedInsufficientFunds"})
    body: Any = caught.value.json_body
    error = body["error"]
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert api.charges.retrieve(error["charge"]).status == "failed"
    assert api.invoices.retrieve(invoice).status == "open"


def test_a_failed_collection_is_tried_again_until_stripe_gives_up(
    api, open_invoice, saved_method, simulator
):
    saved_method("pm_card_chargeDeclinedInsufficientFunds")
    invoice = open_invoice(collection_method="charge_automatically", auto_advance=True)
    simulator.advance(seconds=3_600)
    seen = []
    for days in (3, 5, 7, 30):
        now = api.invoices.retrieve(invoice)
        seen.append((now.attempt_count, now.next_payment_attempt is not None))
        simulator.advance(days=days)
    assert seen == [(1, True), (2, True), (3, True), (4, False)]
    assert api.invoices.retrieve(invoice).status == "open"


def test_a_better_card_lets_the_next_attempt_succeed(api, open_invoice, saved_method, simulator):
    saved_method("pm_card_chargeDeclinedLostCard")
    invoice = open_invoice(collection_method="charge_automatically", auto_advance=True)
    simulator.advance(seconds=3_600)
    saved_method("pm_card_visa")
    simulator.advance(days=3)
    paid = api.invoices.retrieve(invoice)
    assert (paid.status, paid.attempt_count, paid.next_payment_attempt) == ("paid", 2, None)


def test_a_stolen_card_is_not_charged_twice(open_invoice, saved_method, simulator):
    saved_method("pm_card_chargeDeclinedStolenCard")
    open_invoice(collection_method="charge_automatically", auto_advance=True)
    simulator.advance(days=30)
    assert len(simulator.world.store.kinds["charge"]) == 1


def test_a_direct_debit_is_processing_for_days_and_then_paid(
    api, open_invoice, saved_method, simulator
):
    saved_method("NL39RABO0300065264")
    invoice = open_invoice()
    api.invoices.pay(invoice)
    (charge,) = simulator.people.charges_of(invoice)
    assert (api.invoices.retrieve(invoice).status, charge["status"]) == ("open", "pending")
    simulator.advance(days=5)
    assert api.invoices.retrieve(invoice).status == "paid"
    assert api.charges.retrieve(charge["id"]).status == "succeeded"
    mandate = charge["payment_method_details"]["sepa_debit"]["mandate"]
    assert api.mandates.retrieve(mandate).status == "active"


def test_a_direct_debit_may_bounce(api, open_invoice, saved_method, simulator):
    saved_method("NL91ABNA0417164300")
    invoice = open_invoice(collection_method="charge_automatically", auto_advance=True)
    simulator.advance(days=5, seconds=3_600)
    bounced = api.invoices.retrieve(invoice)
    assert (bounced.status, bounced.attempt_count) == ("open", 1)
    assert bounced.next_payment_attempt == simulator.clock.now() + 3 * DAY


def test_a_card_that_needs_its_owner_waits_for_approval(api, open_invoice, simulator):
    invoice = open_invoice()
    with pytest.raises(stripe.StripeError) as caught:
        api.invoices.pay(
            invoice, {"payment_method": "pm_card_authenticationRequired", "off_session": False}
        )
    assert caught.value.code == "invoice_payment_intent_requires_action"
    error: Any = caught.value.json_body
    intent = error["error"]["payment_intent"]["id"]
    simulator.people.approve(intent)
    assert api.invoices.retrieve(invoice).status == "paid"


def test_voiding_cancels_the_payment_and_gives_credit_back(api, shown, open_invoice, customer):
    credit = {"amount": -3_000, "currency": "eur"}
    api.customers.balance_transactions.create(customer, credit)
    invoice = open_invoice()
    before = shown(invoice)
    assert (before["starting_balance"], before["ending_balance"]) == (-3_000, 0)
    assert (before["total"], before["amount_due"]) == (10_000, 7_000)
    api.invoices.void_invoice(invoice)
    after = shown(invoice)
    assert (after["status"], payments_of(after)) == ("void", [("canceled", None)])
    assert api.customers.retrieve(customer).balance == -3_000
    types = [t.type for t in api.customers.balance_transactions.list(customer).data]
    assert types == ["unapplied_from_invoice", "applied_to_invoice", "adjustment"]


def test_credit_that_covers_everything_pays_the_invoice(api, open_invoice, customer):
    credit = {"amount": -30_000, "currency": "eur"}
    api.customers.balance_transactions.create(customer, credit)
    invoice = api.invoices.retrieve(open_invoice())
    assert (invoice.status, invoice.amount_due, invoice.ending_balance) == ("paid", 0, -20_000)


def test_a_written_off_invoice_can_still_be_paid(api, open_invoice, simulator):
    invoice = open_invoice()
    api.invoices.mark_uncollectible(invoice)
    assert api.invoices.retrieve(invoice).status == "uncollectible"
    simulator.people.pay(invoice)
    assert api.invoices.retrieve(invoice).status == "paid"


def test_only_drafts_can_be_deleted_and_reworked(api, open_invoice, customer):
    invoice = open_invoice()
    for refused in (
        lambda: api.invoices.delete(invoice),
        lambda: api.invoices.finalize_invoice(invoice),
        lambda: api.invoices.update(invoice, {"number": "X-1"}),
        lambda: api.invoice_items.create(
            {"customer": customer, "invoice": invoice, "amount": 1, "currency": "eur"}
        ),
    ):
        with pytest.raises(stripe.InvalidRequestError):
            refused()
    draft = api.invoices.create({"customer": customer}).id
    assert api.invoices.delete(draft).deleted


def test_an_overdue_invoice_is_announced_once(open_invoice, simulator, raw):
    open_invoice()
    simulator.advance(days=40)
    overdue = [e for e in simulator.world.store.kinds["event"].values() if "overdue" in e["type"]]
    assert len(overdue) == 1
    assert overdue[0]["created"] == overdue[0]["data"]["object"]["due_date"]

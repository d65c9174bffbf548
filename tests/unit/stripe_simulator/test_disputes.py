"""Disputes in parts, as inquiries, and beside refunds."""

import pytest
import stripe


@pytest.fixture
def charge(open_invoice, simulator):
    """Pays an invoice of 100.00 by card; the charge's id."""
    invoice = open_invoice()
    simulator.people.pay(invoice)
    return simulator.people.charges_of(invoice)[-1]["id"]


@pytest.fixture
def people(simulator):
    return simulator.people


@pytest.fixture
def told(api, simulator, charge):
    """The types of what is told from here on."""
    api.webhook_endpoints.create({"url": "http://localhost:8400/x", "enabled_events": ["*"]})
    return lambda: [delivery.event["type"] for delivery in simulator.take()]


def withdrawn(api, dispute):
    return [one.amount for one in api.disputes.retrieve(dispute).balance_transactions]


def test_a_part_is_disputed_and_lost(api, people, charge, told):
    dispute = people.dispute(charge, amount=4_000)["id"]
    people.decide_dispute(dispute, won=False)
    assert withdrawn(api, dispute) == [-4_000]
    assert told() == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]


def test_what_is_left_may_be_disputed_once_more(api, people, charge):
    people.dispute(charge, amount=4_000)
    second = people.dispute(charge)["id"]
    assert withdrawn(api, second) == [-6_000]
    with pytest.raises(Exception, match="what is left"):
        people.dispute(charge)
    intent = api.charges.retrieve(charge).payment_intent
    assert len(api.disputes.list({"payment_intent": intent}).data) == 2
    assert len(api.disputes.list({"charge": charge}).data) == 2


def test_what_was_refunded_is_not_disputed_unless_somebody_insists(api, people, charge):
    api.refunds.create({"charge": charge, "amount": 3_000})
    assert people.dispute(charge)["amount"] == 7_000


def test_a_customer_may_dispute_all_after_a_refund_of_some(api, people, charge):
    api.refunds.create({"charge": charge, "amount": 3_000})
    assert withdrawn(api, people.dispute(charge, amount=10_000)["id"]) == [-10_000]


def test_a_payment_that_was_refunded_in_full_is_not_disputed(api, people, charge):
    api.refunds.create({"charge": charge})
    with pytest.raises(Exception, match="what is left"):
        people.dispute(charge)


def test_an_inquiry_takes_no_money_and_can_be_answered_by_a_refund(api, people, charge, told):
    dispute = people.dispute(charge, inquiry=True)["id"]
    asked = api.disputes.retrieve(dispute)
    assert (asked.status, asked.is_charge_refundable) == ("warning_needs_response", True)
    assert api.charges.retrieve(charge).disputed
    assert withdrawn(api, dispute) == []
    api.refunds.create({"charge": charge})
    assert api.disputes.retrieve(dispute).status == "warning_closed"
    assert told() == [
        "charge.dispute.created",
        "refund.created",
        "charge.refunded",
        "charge.dispute.closed",
    ]


def test_an_inquiry_may_become_a_dispute(api, people, charge, told):
    dispute = people.dispute(charge, inquiry=True)["id"]
    api.disputes.update(dispute, {"evidence": {"product_description": "A website"}})
    assert api.disputes.retrieve(dispute).status == "warning_under_review"
    people.escalate_dispute(dispute)
    assert api.disputes.retrieve(dispute).status == "needs_response"
    assert withdrawn(api, dispute) == [-10_000]
    assert told()[-2:] == ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        api.refunds.create({"charge": charge})


def test_an_inquiry_that_the_bank_drops_is_closed_without_money(api, people, charge):
    dispute = people.dispute(charge, inquiry=True)["id"]
    people.decide_dispute(dispute, won=True)
    assert api.disputes.retrieve(dispute).status == "warning_closed"
    assert withdrawn(api, dispute) == []


def test_a_payment_is_refundable_again_once_the_dispute_is_won(api, people, charge):
    people.decide_dispute(people.dispute(charge)["id"], won=True)
    assert api.refunds.create({"charge": charge}).amount == 10_000


def test_a_refund_may_fail_while_the_rest_is_disputed(api, people, charge):
    refund = api.refunds.create({"charge": charge, "amount": 3_000}).id
    people.dispute(charge)
    people.fail_refund(refund)
    assert api.charges.retrieve(charge).amount_refunded == 0


def test_every_movement_is_a_balance_transaction_of_the_account(api, people, charge):
    people.decide_dispute(people.dispute(charge, amount=4_000)["id"], won=True)
    api.refunds.create({"charge": charge, "amount": 2_500})
    first = api.balance_transactions.list({"limit": 3})
    rest = api.balance_transactions.list({"limit": 3, "starting_after": first.data[-1].id})
    assert [one.amount for one in [*first.data, *rest.data]] == [-2_500, 4_000, -4_000, 10_000]
    assert (first.has_more, rest.has_more) == (True, False)

"""Refunds and disputes: money that goes back."""

import pytest
import stripe


@pytest.fixture
def charge(open_invoice, simulator):
    """Pays an invoice by the given method and returns the charge's id."""

    def pay(method="card"):
        invoice = open_invoice()
        simulator.people.pay(invoice, method)
        simulator.advance(days=6)
        return simulator.people.charges_of(invoice)[-1]["id"]

    return pay


def test_a_charge_is_refunded_in_parts_up_to_its_amount(api, charge):
    ref = charge()
    first = api.refunds.create({"charge": ref, "amount": 4_000, "reason": "duplicate"})
    assert (first.status, first.reason) == ("succeeded", "duplicate")
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        api.refunds.create({"charge": ref, "amount": 6_001})
    api.refunds.create({"charge": ref})
    done = api.charges.retrieve(ref)
    assert (done.amount_refunded, done.refunded, done.status) == (10_000, True, "succeeded")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": ref})
    assert caught.value.code == "charge_already_refunded"


def test_a_refund_leaves_the_invoice_paid(api, open_invoice, simulator):
    invoice = open_invoice()
    simulator.people.pay(invoice)
    intent = simulator.people.charges_of(invoice)[0]["payment_intent"]
    api.refunds.create({"payment_intent": intent})
    paid = api.invoices.retrieve(invoice)
    assert (paid.status, paid.amount_paid) == ("paid", 10_000)


def test_a_refund_to_a_bank_account_arrives_after_days(api, charge, simulator):
    refund = api.refunds.create({"charge": charge("ideal")}).id
    assert api.refunds.retrieve(refund).status == "pending"
    simulator.advance(days=5)
    assert api.refunds.retrieve(refund).status == "succeeded"


def test_a_refund_may_fail_after_it_succeeded(api, charge, simulator):
    ref = charge()
    refund = api.refunds.create({"charge": ref}).id
    simulator.people.fail_refund(refund)
    failed = api.refunds.retrieve(refund)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert api.charges.retrieve(ref).amount_refunded == 0


def test_refunds_of_a_charge_are_listed_and_expanded(raw, api, charge):
    ref = charge()
    refund = api.refunds.create({"charge": ref, "amount": 100}).id
    assert raw("get", f"/v1/charges/{ref}/refunds")["data"][0]["id"] == refund
    assert (
        raw("get", f"/v1/charges/{ref}", expand=["refunds"])["refunds"]["data"][0]["id"] == refund
    )


def test_a_disputed_card_payment_waits_for_evidence_and_can_be_won(api, charge, simulator):
    ref = charge()
    dispute = simulator.people.dispute(ref)["id"]
    assert api.charges.retrieve(ref).disputed
    assert api.disputes.retrieve(dispute).status == "needs_response"
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        api.refunds.create({"charge": ref})
    api.disputes.update(dispute, {"evidence": {"product_description": "A website"}})
    assert api.disputes.retrieve(dispute).status == "under_review"
    simulator.people.decide_dispute(dispute, won=True)
    won = api.disputes.retrieve(dispute)
    assert (won.status, [t.amount for t in won.balance_transactions]) == ("won", [-10_000, 10_000])


def test_a_reversed_direct_debit_is_lost_at_once(api, charge, simulator):
    dispute = simulator.people.dispute(charge("sepa_debit"), "debit_not_authorized")
    assert dispute["status"] == "lost"
    assert [d.id for d in api.disputes.list({"charge": dispute["charge"]}).data] == [dispute["id"]]


def test_a_test_card_disputes_by_itself(api, open_invoice):
    api.invoices.pay(open_invoice(), {"payment_method": "pm_card_createDispute"})
    assert len(api.disputes.list().data) == 1

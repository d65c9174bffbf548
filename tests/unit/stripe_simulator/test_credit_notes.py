"""Credit notes: less to pay before payment, money or credit back after it."""

import pytest
import stripe


def test_a_credit_note_before_payment_lowers_what_is_due(api, raw, open_invoice):
    invoice = open_invoice()
    note = api.credit_notes.create({"invoice": invoice, "amount": 2_500})
    assert (note.type, note.pre_payment_amount) == ("pre_payment", 2_500)
    lowered = raw("get", f"/v1/invoices/{invoice}")
    assert (lowered["total"], lowered["amount_due"]) == (10_000, 7_500)
    assert lowered["amount_remaining"] == 7_500
    api.credit_notes.void_credit_note(note.id)
    assert api.invoices.retrieve(invoice).amount_remaining == 10_000


def test_a_credit_note_for_all_of_it_makes_the_invoice_paid(api, open_invoice):
    invoice = open_invoice()
    api.credit_notes.create({"invoice": invoice, "amount": 10_000})
    assert api.invoices.retrieve(invoice).status == "paid"


def test_a_credit_note_after_payment_must_say_where_the_money_goes(
    api, open_invoice, simulator, customer
):
    invoice = open_invoice()
    simulator.people.pay(invoice)
    with pytest.raises(stripe.InvalidRequestError, match="post payment"):
        api.credit_notes.create({"invoice": invoice, "amount": 5_000})
    note = api.credit_notes.create(
        {"invoice": invoice, "amount": 5_000, "refund_amount": 2_000, "credit_amount": 3_000}
    )
    assert (note.type, note.post_payment_amount) == ("post_payment", 5_000)
    assert api.refunds.retrieve(note.refunds[0].refund).amount == 2_000
    assert api.customers.retrieve(customer).balance == -3_000


def test_a_credit_note_may_take_the_unpaid_rest_and_give_back_of_the_paid_part(
    api, open_invoice, simulator
):
    invoice = open_invoice()
    simulator.people.pay(invoice, amount=6_000)
    note = api.credit_notes.create(
        {
            "invoice": invoice,
            "amount": 7_000,
            "refund_amount": 1_000,
            "credit_amount": 1_500,
            "out_of_band_amount": 500,
        }
    )
    assert (note.type, note.pre_payment_amount, note.post_payment_amount) == ("mixed", 4_000, 3_000)
    assert note.out_of_band_amount == 500
    credited = api.invoices.retrieve(invoice)
    assert (credited.status, credited.amount_paid, credited.amount_remaining) == ("paid", 6_000, 0)
    assert credited.pre_payment_credit_notes_amount == 4_000
    assert credited.post_payment_credit_notes_amount == 3_000


def test_a_credit_note_names_the_balance_transaction_it_made(api, open_invoice, simulator):
    invoice = open_invoice()
    simulator.people.pay(invoice)
    note = api.credit_notes.create({"invoice": invoice, "amount": 900, "credit_amount": 900})
    owner = api.invoices.retrieve(invoice).customer
    (booked,) = api.customers.balance_transactions.list(owner).data
    assert note.customer_balance_transaction == booked.id
    assert (booked.type, booked.credit_note, booked.invoice) == ("credit_note", note.id, invoice)


def test_a_refund_made_before_can_belong_to_a_credit_note_once(api, open_invoice, simulator):
    invoice, other = open_invoice(), open_invoice()
    for ref in (invoice, other):
        simulator.people.pay(ref)
    charge = simulator.people.charges_of(invoice)[-1]["id"]
    refund = api.refunds.create({"charge": charge, "amount": 2_000}).id
    linked = {"amount": 2_000, "refunds": [{"refund": refund}]}
    with pytest.raises(stripe.InvalidRequestError, match="payment of this invoice"):
        api.credit_notes.create({"invoice": other} | linked)
    note = api.credit_notes.create({"invoice": invoice} | linked)
    assert note.refunds[0].refund == refund
    with pytest.raises(stripe.InvalidRequestError, match="another credit note"):
        api.credit_notes.create({"invoice": invoice} | linked)


def test_a_refund_that_is_not_possible_leaves_no_credit_note(api, open_invoice, simulator):
    invoice = open_invoice()
    simulator.people.pay(invoice)
    simulator.people.dispute(simulator.people.charges_of(invoice)[-1]["id"])
    with pytest.raises(stripe.InvalidRequestError, match="left to refund"):
        api.credit_notes.create({"invoice": invoice, "amount": 500, "refund_amount": 500})
    assert api.credit_notes.list().data == []


def test_only_credit_notes_of_open_invoices_are_voided(api, open_invoice, simulator):
    invoice = open_invoice()
    note = api.credit_notes.create({"invoice": invoice, "amount": 2_500}).id
    simulator.people.pay(invoice)
    with pytest.raises(stripe.InvalidRequestError, match="open invoices"):
        api.credit_notes.void_credit_note(note)


def test_credit_notes_are_listed_by_invoice_and_by_customer(api, open_invoice, customer):
    first, second = open_invoice(), open_invoice()
    for invoice in (first, second):
        api.credit_notes.create({"invoice": invoice, "amount": 100})
    assert [note.invoice for note in api.credit_notes.list({"invoice": first}).data] == [first]
    assert len(api.credit_notes.list({"customer": customer}).data) == 2


def test_credit_notes_are_told_of(api, open_invoice, simulator):
    api.webhook_endpoints.create({"url": "http://localhost:8400/x", "enabled_events": ["*"]})
    invoice = open_invoice()
    simulator.take()
    note = api.credit_notes.create({"invoice": invoice, "amount": 100}).id
    api.credit_notes.void_credit_note(note)
    told = [delivery.event for delivery in simulator.take()]
    notes = [(e["type"], e["data"]["object"]["status"]) for e in told if "credit" in e["type"]]
    assert notes == [("credit_note.created", "issued"), ("credit_note.voided", "void")]
    assert {e["data"]["object"].get("invoice", invoice) for e in told} == {invoice}

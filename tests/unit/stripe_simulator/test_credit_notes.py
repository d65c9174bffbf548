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

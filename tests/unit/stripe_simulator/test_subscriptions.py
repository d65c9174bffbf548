"""Subscriptions: the first invoice, renewals, failures, the end."""

import pytest
import stripe

from dev.stripe.billing_periods import period_end


@pytest.fixture
def subscribe(api, customer):
    price = api.prices.create(
        {
            "currency": "eur",
            "unit_amount": 8_900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Hosting"},
        }
    ).id

    def make(**fields):
        return api.subscriptions.create(
            {"customer": customer, "items": [{"price": price, "quantity": 2}]} | fields
        ).id

    return make


def invoices_of(api, subscription):
    return api.invoices.list({"subscription": subscription}).data


def test_the_first_invoice_is_paid_at_once(api, subscribe, saved_method):
    saved_method("pm_card_visa")
    subscription = api.subscriptions.retrieve(subscribe())
    (invoice,) = invoices_of(api, subscription.id)
    assert (subscription.status, invoice.status, invoice.total) == ("active", "paid", 17_800)
    assert invoice.billing_reason == "subscription_create"
    assert invoice.parent.subscription_details.subscription == subscription.id
    (line,) = invoice.lines.data
    item = subscription["items"].data[0]
    assert line.parent.subscription_item_details.subscription_item == item.id
    assert line.period.end == item.current_period_end


def test_it_renews_each_month_as_the_clock_moves(api, subscribe, saved_method, simulator):
    saved_method("pm_card_visa")
    subscription = subscribe()
    simulator.advance(days=63)
    invoices = invoices_of(api, subscription)
    assert [invoice.status for invoice in invoices] == ["paid"] * 3
    assert {invoice.billing_reason for invoice in invoices[:2]} == {"subscription_cycle"}


def test_an_invoiced_subscription_sends_open_invoices(api, subscribe, simulator):
    subscription = subscribe(collection_method="send_invoice", days_until_due=14)
    simulator.advance(days=32)
    assert [i.status for i in invoices_of(api, subscription)] == ["open", "open"]
    assert api.subscriptions.retrieve(subscription).status == "active"


def test_a_failing_card_makes_it_past_due_then_unpaid(api, subscribe, saved_method, simulator):
    saved_method("pm_card_visa")
    subscription = subscribe()
    saved_method("pm_card_chargeCustomerFail")
    simulator.advance(days=32)
    assert api.subscriptions.retrieve(subscription).status == "past_due"
    simulator.advance(days=20)
    assert api.subscriptions.retrieve(subscription).status == "unpaid"
    saved_method("pm_card_visa")
    api.invoices.pay(invoices_of(api, subscription)[0].id)
    assert api.subscriptions.retrieve(subscription).status == "active"


def test_canceling_at_the_period_end_lets_it_run_out(api, subscribe, saved_method, simulator):
    saved_method("pm_card_visa")
    subscription = subscribe()
    api.subscriptions.update(subscription, {"cancel_at_period_end": True})
    assert api.subscriptions.retrieve(subscription).status == "active"
    simulator.advance(days=40)
    assert api.subscriptions.retrieve(subscription).status == "canceled"
    assert len(invoices_of(api, subscription)) == 1
    assert api.subscriptions.list().data == []
    assert len(api.subscriptions.list({"status": "canceled"}).data) == 1


def test_a_second_currency_is_refused_while_it_runs(api, subscribe, saved_method, customer):
    saved_method("pm_card_visa")
    subscribe()
    with pytest.raises(stripe.InvalidRequestError, match="combine currencies"):
        api.invoices.create({"customer": customer, "currency": "usd"})


def test_what_is_not_simulated_is_refused_rather_than_ignored(subscribe):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        subscribe(trial_period_days=14)
    assert caught.value.code == "not_simulated"


def test_a_month_that_began_on_the_31st_ends_on_the_last_day():
    january_31, february_28 = 1_801_353_600, 1_803_772_800
    monthly = {"interval": "month", "interval_count": 1}
    assert period_end(january_31, january_31, monthly) == february_28
    assert period_end(february_28, january_31, monthly) == february_28 + 31 * 86_400

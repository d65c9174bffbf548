"""Webhooks: signed as Stripe signs, and delivered as badly as a test wants."""

import json
import time

import pytest
import stripe

from dev.stripe import firm, params
from dev.stripe.outbox import signature


@pytest.fixture
def endpoint(api):
    return api.webhook_endpoints.create(
        {
            "url": "http://localhost:8400/webhooks/stripe",
            "enabled_events": ["*"],
            "api_version": "2026-09-30.endive",
        }
    )


def types(deliveries):
    return [delivery.event["type"] for delivery in deliveries]


def test_a_delivery_passes_the_sdks_signature_check(endpoint, simulator, customer):
    (delivery,) = simulator.take()
    header = delivery.headers["Stripe-Signature"]
    event = stripe.Webhook.construct_event(delivery.body, header, endpoint.secret)
    assert (event.type, event.data.object.id) == ("customer.created", customer)
    assert delivery.url == "http://localhost:8400/webhooks/stripe"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(delivery.body + b" ", header, endpoint.secret)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(delivery.body, header, "whsec_other")


def test_the_signing_time_is_the_real_clocks_unless_set(endpoint, simulator, customer):
    (delivery,) = simulator.take()
    stamped = int(delivery.headers["Stripe-Signature"].split(",")[0].removeprefix("t="))
    assert abs(stamped - time.time()) < 60
    old = signature(delivery.body, endpoint.secret, at=1_000)
    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        stripe.Webhook.construct_event(delivery.body, old, endpoint.secret)


def test_an_altered_body_can_be_signed_as_stripe_would(endpoint, simulator, customer):
    (delivery,) = simulator.take()
    body = delivery.body.replace(b'"livemode": false', b'"livemode": true')
    header = delivery.signed(body)["Stripe-Signature"]
    assert stripe.Webhook.construct_event(body, header, endpoint.secret).livemode


def test_the_secret_is_shown_once(api, endpoint, raw):
    assert endpoint.secret.startswith("whsec_")
    assert "secret" not in raw("get", f"/v1/webhook_endpoints/{endpoint.id}")


def test_an_endpoint_gets_only_what_it_asked_for(api, simulator, open_invoice):
    api.webhook_endpoints.create(
        {"url": "https://firm.example/hook", "enabled_events": ["invoice.paid"]}
    )
    simulator.people.pay(open_invoice())
    assert types(simulator.outbox) == ["invoice.paid"]


def test_a_disabled_or_deleted_endpoint_gets_nothing(api, endpoint, simulator):
    api.webhook_endpoints.update(endpoint.id, {"disabled": True})
    api.customers.create({"name": "Unheard"})
    api.webhook_endpoints.update(endpoint.id, {"disabled": False})
    api.webhook_endpoints.delete(endpoint.id)
    api.customers.create({"name": "Unheard too"})
    assert simulator.outbox == []


def test_the_body_has_the_endpoints_api_version(api, simulator):
    api.webhook_endpoints.create(
        {
            "url": "https://firm.example/hook",
            "enabled_events": ["*"],
            "api_version": "2025-03-31.basil",
        }
    )
    api.customers.create({})
    assert json.loads(simulator.outbox[0].body)["api_version"] == "2025-03-31.basil"


def test_an_event_keeps_the_object_as_it_was(endpoint, simulator, api, customer):
    api.customers.update(customer, {"name": "Renamed B.V."})
    first, second = simulator.take()
    assert first.event["data"]["object"]["name"] == "Acme B.V."
    assert second.event["data"]["object"]["name"] == "Renamed B.V."
    assert second.event["data"]["previous_attributes"] == {"name": "Acme B.V."}


def test_an_event_names_the_request_that_caused_it(endpoint, simulator, api, open_invoice):
    api.customers.create({"name": "x"}, {"idempotency_key": "k1"})
    assert simulator.outbox[-1].event["request"]["idempotency_key"] == "k1"
    open_invoice()
    simulator.advance(days=20)
    overdue = simulator.outbox[-1].event
    assert (overdue["type"], overdue["request"]["id"]) == ("invoice.overdue", None)


def test_paying_tells_everything_that_happened(endpoint, simulator, open_invoice):
    invoice = open_invoice()
    simulator.take()
    simulator.people.pay(invoice)
    told = types(simulator.take())
    for expected in (
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice_payment.paid",
        "invoice.paid",
        "invoice.payment_succeeded",
    ):
        assert told.count(expected) == 1


def test_every_event_type_is_one_that_stripe_has(simulator, endpoint, api):
    firm.seed(simulator)
    known = params.choices("WebhookEndpointCreateParams", "enabled_events")
    assert {event["type"] for event in simulator.world.store.kinds["event"].values()} <= known


def test_deliveries_can_be_shuffled_doubled_and_dropped(endpoint, simulator, open_invoice):
    simulator.people.pay(open_invoice())
    outbox = simulator.world.outbox
    before = types(outbox.waiting)
    outbox.shuffle(seed=7)
    shuffled = types(outbox.waiting)
    assert shuffled != before
    assert sorted(shuffled) == sorted(before)
    outbox.double(seed=7)
    assert len(outbox.waiting) == 2 * len(before)
    outbox.drop(event_type="invoice.paid")
    assert "invoice.paid" not in types(outbox.waiting)
    outbox.drop(seed=7, probability=0.5)
    assert 0 < len(outbox.waiting) < 2 * len(before) - 2
    assert len(outbox.waiting) + len(outbox.dropped) == 2 * len(before)


def test_what_waits_counts_as_pending_until_taken(endpoint, simulator, customer, raw):
    (event,) = raw("get", "/v1/events", type="customer.created")["data"]
    assert event["pending_webhooks"] == 1
    simulator.take()
    assert raw("get", f"/v1/events/{event['id']}")["pending_webhooks"] == 0


def test_a_plain_http_address_is_only_for_this_machine(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.webhook_endpoints.create({"url": "http://firm.example/hook", "enabled_events": ["*"]})

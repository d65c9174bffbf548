"""Idempotency keys, as Stripe keeps them for a day."""

import json
import threading

import pytest
import stripe

from dev.stripe.keys import STUDIO_FULL


def post(simulator, key, body, path="/v1/customers"):
    headers = {"Authorization": f"Bearer {STUDIO_FULL}", "Idempotency-Key": key}
    status, answered, text = simulator.handle("POST", path, headers, body)
    return status, answered, json.loads(text)


def count(simulator):
    return len(simulator.world.store.kinds.get("customer", {}))


def test_the_same_key_and_parameters_give_the_same_answer_once_made(simulator):
    _, first_headers, first = post(simulator, "k1", "name=Acme&email=a%40b.example")
    _, again_headers, again = post(simulator, "k1", "email=a%40b.example&name=Acme")
    assert again == first
    assert count(simulator) == 1
    assert again_headers["idempotent-replayed"] == "true"
    assert again_headers["original-request"] == first_headers["request-id"]


def test_other_parameters_under_the_same_key_are_refused(simulator):
    post(simulator, "k1", "name=Acme")
    status, _, answer = post(simulator, "k1", "name=Other")
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")
    status, _, answer = post(simulator, "k1", "name=Acme", "/v1/products")
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")


def test_a_key_is_forgotten_after_a_day(simulator):
    post(simulator, "k1", "name=Acme")
    simulator.advance(days=1)
    post(simulator, "k1", "name=Acme")
    assert count(simulator) == 2


def test_a_refused_parameter_uses_up_no_key(simulator):
    assert post(simulator, "k1", "nickname=Bob")[0] == 400
    assert post(simulator, "k1", "name=Bob")[0] == 200


def test_a_declined_card_is_replayed(simulator, open_invoice):
    path = f"/v1/invoices/{open_invoice()}/pay"
    body = "payment_method=pm_card_chargeCustomerFail"
    first = post(simulator, "k1", body, path)
    again = post(simulator, "k1", body, path)
    assert first[0] == again[0] == 402
    assert first[2] == again[2]
    assert len(simulator.world.store.kinds["charge"]) == 1


def test_the_key_of_a_call_still_running_is_in_use(simulator):
    simulator.faults.add("latency", times=1, seconds=0.2)
    slow = threading.Thread(target=post, args=(simulator, "k1", "name=Acme"))
    slow.start()
    while not simulator.idempotency.answers:
        pass
    status, _, answer = post(simulator, "k1", "name=Acme")
    slow.join()
    assert (status, answer["error"]["code"]) == (409, "idempotency_key_in_use")
    assert post(simulator, "k1", "name=Acme")[1]["idempotent-replayed"] == "true"
    assert count(simulator) == 1


def test_the_sdk_tells_an_idempotency_error_apart(api):
    api.customers.create({"name": "Acme"}, {"idempotency_key": "k1"})
    with pytest.raises(stripe.IdempotencyError):
        api.customers.create({"name": "Other"}, {"idempotency_key": "k1"})

"""Faults that can be switched on."""

from typing import Any

import pytest
import stripe

from dev.stripe.transport import client


def customers(simulator):
    return len(simulator.world.store.kinds.get("customer", {}))


def test_too_many_requests_come_with_a_time_to_wait(api, simulator):
    simulator.faults.add("rate_limit", times=1, retry_after=3)
    with pytest.raises(stripe.RateLimitError) as caught:
        api.customers.create({})
    assert (caught.value.headers or {})["retry-after"] == "3"
    assert customers(simulator) == 0
    api.customers.create({})


def test_an_object_that_another_call_holds_answers_429(api, simulator):
    simulator.faults.add("lock_timeout", times=1)
    with pytest.raises(stripe.RateLimitError) as caught:
        api.customers.create({})
    body: Any = caught.value.json_body
    assert (caught.value.http_status, body["error"]["code"]) == (429, "lock_timeout")
    assert customers(simulator) == 0


def test_an_answer_may_be_cut_off_after_the_work(api, simulator):
    simulator.faults.add("cut_off", times=1)
    with pytest.raises(stripe.APIError, match="Invalid response body"):
        api.customers.create({})
    assert customers(simulator) == 1


@pytest.mark.parametrize(("kind", "made"), [("timeout_before", 0), ("timeout_after", 1)])
def test_a_time_out_comes_before_or_after_the_work(api, simulator, kind, made):
    simulator.faults.add(kind, times=1)
    with pytest.raises(stripe.APIConnectionError):
        api.customers.create({})
    assert customers(simulator) == made


@pytest.mark.parametrize(("kind", "made"), [("error", 0), ("error_after", 1)])
def test_a_breakdown_comes_before_or_after_the_work(api, simulator, kind, made):
    simulator.faults.add(kind, times=1, status=503)
    with pytest.raises(stripe.APIError) as caught:
        api.customers.create({})
    assert caught.value.http_status == 503
    assert customers(simulator) == made


def test_the_sdks_own_retry_after_a_lost_answer_works_only_once(simulator):
    simulator.faults.add("timeout_after", times=1)
    client(simulator, max_network_retries=2).v1.customers.create({"name": "Once"})
    assert customers(simulator) == 1


def test_a_fault_may_be_for_one_path_and_method(api, simulator):
    simulator.faults.add("error", path="/v1/invoices", method="post")
    api.customers.create({})
    api.invoices.list()
    with pytest.raises(stripe.APIError):
        api.invoices.create({})
    simulator.faults.clear()
    assert simulator.faults.shown() == []


def test_chance_follows_the_seed(simulator, raw):
    def failures(seed):
        simulator.faults.clear(seed)
        simulator.faults.add("error", probability=0.3)
        found = []
        for number in range(60):
            try:
                raw("get", "/v1/customers")
            except stripe.APIError:
                found.append(number)
        return found

    assert failures(1) == failures(1)
    assert failures(1) != failures(2)
    assert 5 < len(failures(1)) < 35


def test_calls_are_counted_by_route(api, simulator, customer):
    api.customers.retrieve(customer)
    api.customers.retrieve(customer)
    assert simulator.calls["GET /v1/customers/{id}"] == 2
    assert simulator.calls["POST /v1/customers"] == 1

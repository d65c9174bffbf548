"""Stripe is asked again for as long as it may help, and no longer; and once only in effect."""

import pytest

from balie.outside.providers.refusals import (
    KeyRefused,
    ObjectMissing,
    ProviderUnavailable,
    RequestRefused,
)
from balie.outside.providers.stripe import client
from balie.outside.providers.stripe.client import Account
from dev.stripe.keys import STUDIO_FULL
from dev.stripe.simulator import Simulator
from dev.stripe.transport import InProcess


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Simulator:
    made = Simulator(fixed_at=1_760_000_000)
    monkeypatch.setattr(client, "http_client", lambda: InProcess(made))
    return made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses, which pass at once."""
    found: list[float] = []
    monkeypatch.setattr(client, "pause", found.append)
    return found


def customers(simulator: Simulator) -> int:
    return len(simulator.world.store.kinds.get("customer", {}))


@pytest.mark.parametrize("kind", ["rate_limit", "lock_timeout", "error"])
def test_what_passes_by_itself_is_tried_again(
    simulator: Simulator, waits: list[float], kind: str
) -> None:
    simulator.faults.add(kind, times=2)  # type: ignore[arg-type]
    assert Account(STUDIO_FULL).get("/v1/customers", limit=1)["data"] == []
    assert len(waits) == 2


def test_it_waits_as_long_as_it_is_asked_to(simulator: Simulator, waits: list[float]) -> None:
    simulator.faults.add("rate_limit", times=1, retry_after=3)
    Account(STUDIO_FULL).get("/v1/customers", limit=1)
    assert waits == [3.0]


def test_it_waits_longer_each_time_and_never_just_as_long(
    simulator: Simulator, waits: list[float]
) -> None:
    simulator.faults.add("error")
    with pytest.raises(ProviderUnavailable):
        Account(STUDIO_FULL).get("/v1/customers", limit=1)
    assert len(waits) == client.MOST_TRIES - 1
    for number, wait in enumerate(waits):
        longest = client.FIRST_WAIT_SECONDS * 2**number
        assert longest / 2 <= wait <= longest
    assert len(set(waits)) == len(waits)


def test_a_wait_that_is_too_long_for_a_function_is_left_to_the_queue(
    simulator: Simulator, waits: list[float]
) -> None:
    simulator.faults.add("rate_limit", retry_after=60)
    with pytest.raises(ProviderUnavailable) as refused:
        Account(STUDIO_FULL).get("/v1/customers", limit=1)
    assert refused.value.retry_after_seconds == 60
    assert waits == []
    assert simulator.calls["GET /v1/customers"] == 0


def test_it_never_waits_longer_than_its_patience(simulator: Simulator, waits: list[float]) -> None:
    simulator.faults.add("rate_limit", retry_after=5)
    with pytest.raises(ProviderUnavailable):
        Account(STUDIO_FULL).get("/v1/customers", limit=1)
    assert 0 < sum(waits) <= client.PATIENCE_SECONDS


def test_one_time_out_is_borne_and_no_second(simulator: Simulator, waits: list[float]) -> None:
    simulator.faults.add("timeout_before", times=1)
    assert Account(STUDIO_FULL).get("/v1/customers", limit=1)["data"] == []
    simulator.faults.add("timeout_before")
    with pytest.raises(ProviderUnavailable):
        Account(STUDIO_FULL).get("/v1/customers", limit=1)
    assert len(waits) == 2


@pytest.mark.parametrize("kind", ["timeout_after", "error_after", "cut_off"])
def test_work_whose_answer_was_lost_is_done_once(
    simulator: Simulator, waits: list[float], kind: str
) -> None:
    simulator.faults.add(kind, method="POST", times=1)  # type: ignore[arg-type]
    made = Account(STUDIO_FULL).post("/v1/customers", idempotency_key="req_1", name="Acme")
    assert customers(simulator) == 1
    assert made["name"] == "Acme"


def test_what_was_refused_is_not_asked_again(simulator: Simulator, waits: list[float]) -> None:
    with pytest.raises(RequestRefused):
        Account(STUDIO_FULL).get("/v1/customers", limit=1000)
    assert waits == []


def test_a_key_that_lacks_a_permission_says_which(simulator: Simulator, waits: list[float]) -> None:
    simulator.keys.add("rk_test_weak", {"invoice_read"})
    with pytest.raises(KeyRefused) as refused:
        Account("rk_test_weak").get("/v1/customers", limit=1)
    assert refused.value.lacks == ("customer_read",)
    assert not refused.value.is_dead
    assert "rk_test_weak" not in refused.value.detail
    assert waits == []


def test_a_key_that_is_not_known_is_dead(simulator: Simulator, waits: list[float]) -> None:
    with pytest.raises(KeyRefused) as refused:
        Account("rk_test_revoked").get("/v1/customers", limit=1)
    assert refused.value.is_dead
    assert refused.value.lacks == ()


@pytest.mark.parametrize(
    ("message", "lacks"),
    [
        ("Having the 'rak_plan_read' permission would allow this request to continue.", ["plan"]),
        ("Having the 'rak_event_read', 'rak_plan_read' permissions would allow", ["event", "plan"]),
        ("Enabling \"Prices Read\" ('plan_read') permissions on this key would allow", ["plan"]),
        ("This key may not be used from this address.", []),
    ],
)
def test_permissions_are_read_out_of_each_of_stripes_sentences(
    message: str, lacks: list[str]
) -> None:
    assert client.NAMED.findall(f"The key 'rk_test_***abcd' {message}") == [
        f"{name}_read" for name in lacks
    ]


def test_nothing_is_missing_for_the_key_of_another_account(simulator: Simulator) -> None:
    own = simulator.settings.account_id
    assert Account(STUDIO_FULL, ref=own).find("/v1/customers/cus_none") is None
    assert Account(STUDIO_FULL).find("/v1/customers/cus_none") is None
    with pytest.raises(ObjectMissing):
        Account(STUDIO_FULL, ref="acct_another").find("/v1/customers/cus_none")

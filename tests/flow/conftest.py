"""Houses for flow tests: on the embedded AWS, or in memory for large counts."""

from collections.abc import Iterator

import pytest

from balie.ground.aws import clients, secrets, settings
from balie.outside.providers.stripe import client as stripe_client
from dev.addresses import ORIGIN_SECRET
from dev.embedded import EmbeddedAws, throw_away
from dev.stripe.simulator import Simulator
from dev.stripe.site.app import application
from dev.stripe.transport import InProcess
from tests.house import served, told
from tests.house.house import House, open_house
from tests.house.invoices import customer
from tests.house.memory_aws import MemoryAws, MemoryFunctions
from tests.house.signing_in import SANNE

IN_MEMORY = (
    "TABLE",
    "FILES",
    "PROVIDER_CALL",
    "SECRETS_KEY",
    "PROVIDER_EVENTS_QUEUE",
    "BACKLOG_QUEUE",
    "PROVIDER_EVENTS_DEAD_LETTERS",
    "CATCH_UP_QUEUE",
    "CATCH_UP_DEAD_LETTERS",
    "MAIL_QUEUE",
    "MAIL_DEAD_LETTERS",
)


@pytest.fixture(scope="session")
def embedded() -> Iterator[tuple[EmbeddedAws, dict[str, str]]]:
    with throw_away() as (aws, environment):
        yield aws, environment


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Simulator:
    made = Simulator()
    monkeypatch.setattr(stripe_client, "http_client", lambda: InProcess(made))
    monkeypatch.setattr(stripe_client, "pause", lambda _seconds: None)
    return made


@pytest.fixture
def documents(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The provider's site, where its documents are, on loopback."""
    with served.application(application(simulator)) as address:
        monkeypatch.setattr(simulator.settings, "base_url", address)
        monkeypatch.setattr(settings, "stripe_api_base", lambda: address)
        yield address


@pytest.fixture
def aws(
    embedded: tuple[EmbeddedAws, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> EmbeddedAws:
    running, environment = embedded
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BALIE_PROVIDER_CALL", "provider_call")
    made = clients.Clients()
    vars(made)["functions"] = MemoryFunctions()  # the embedded AWS runs none here
    monkeypatch.setattr(clients, "clients_for", lambda _tenant: made)
    return running


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryAws:
    made = MemoryAws()
    monkeypatch.setenv("BALIE_PUBLIC_URL", "http://localhost:8400")
    monkeypatch.setenv("BALIE_MAIL_SENDER", "billing@balie.example")
    monkeypatch.setenv("BALIE_DESK_URL", "https://desk.balie.example")
    monkeypatch.setenv("BALIE_PASSKEY_DOMAIN", "desk.balie.example")
    monkeypatch.setenv("BALIE_ORIGIN_SECRETS", ORIGIN_SECRET)
    for name in IN_MEMORY:
        monkeypatch.setenv(f"BALIE_{name}", name.lower())
    monkeypatch.setattr(clients, "clients_for", lambda _tenant: made)
    monkeypatch.setattr(secrets, "_decrypted", {})
    return made


@pytest.fixture(autouse=True)
def every_change_is_told(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Whatever a flow does in memory: no commit changes what is kept without an event."""
    if "memory" not in request.fixturenames:
        yield
        return
    untold = told.watch(monkeypatch)
    yield
    assert not untold, "a change that no event tells of; see tests/house/told.py"


@pytest.fixture
def house(aws: EmbeddedAws, simulator: Simulator) -> House:
    return open_house(simulator)


@pytest.fixture
def memory_house(memory: MemoryAws, simulator: Simulator) -> House:
    return open_house(simulator)


@pytest.fixture(params=["house", "memory_house"])
def either(request: pytest.FixtureRequest) -> House:
    """The embedded AWS and the one in memory must end alike."""
    found: House = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def firm(memory_house: House) -> House:
    """With one customer, whose contact is Sanne."""
    customer(memory_house, email=SANNE)
    memory_house.settle()
    return memory_house

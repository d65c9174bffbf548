"""Whoever has another passkey, or one less, hears of it; who works for two firms can choose."""

from typing import Any

import pytest

from dev.stripe.simulator import Simulator
from tests.flow.test_team import mails, reader_of
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws
from tests.house.stream import follow
from tests.house.team import Colleague, colleague
from tests.house.visitor import send_mail


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def add_passkey(someone: Colleague, name: str = "Key") -> str:
    asked = someone.post("/desk/passkeys/challenge").json["options"]
    body = {"name": name, "credential": someone.phone.make(asked)}
    answer = someone.post("/desk/passkeys", body)
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def subject_of(mail: dict[str, Any]) -> str:
    return str(mail["Content"]["Simple"]["Subject"]["Data"])


def test_the_first_passkey_of_who_was_invited_is_no_news(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    assert mails(memory_house, memory) == []


def test_another_passkey_is_told_to_its_user_and_so_is_one_less(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    mails(memory_house, memory)
    added = add_passkey(owner, "A secret name")
    (mail,) = mails(memory_house, memory)
    assert reader_of(mail) == owner.email
    assert subject_of(mail) == "Er is een passkey aan je account toegevoegd"
    assert "https://desk.balie.example/account" in repr(mail)
    assert "A secret name" not in repr(mail)
    assert owner.delete(f"/desk/passkeys/{added}").status == 204
    (mail,) = mails(memory_house, memory)
    assert subject_of(mail) == "Er is een passkey van je account verwijderd"


def test_the_mail_speaks_the_users_language(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    owner.put("/desk/account", {"name": "Noor", "language": "en"})
    mails(memory_house, memory)
    add_passkey(owner)
    (mail,) = mails(memory_house, memory)
    assert subject_of(mail) == "A passkey was added to your account"


def test_delivered_twice_it_is_sent_once(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    mails(memory_house, memory)
    add_passkey(owner)
    follow(memory_house)
    waiting = memory.sqs.take("mail_queue")
    assert not send_mail([*waiting, *waiting])
    assert len(memory.sesv2.sent) == 1


def test_a_renamed_passkey_and_a_removed_user_are_no_news(
    owner: Colleague, memory_house: House, memory: MemoryAws
) -> None:
    noor = colleague(owner.tenant, email="noor@studionoord.example")
    mails(memory_house, memory)
    (known,) = owner.get("/desk/passkeys").json["passkeys"]
    owner.put(f"/desk/passkeys/{known['id']}", {"name": "Other"})
    add_passkey(noor)
    assert owner.delete(f"/desk/users/{noor.id}").status == 204
    assert mails(memory_house, memory) == []


def test_who_works_for_two_firms_has_a_passkey_for_each_and_sees_which_is_which(
    owner: Colleague, memory_house: House, simulator: Simulator
) -> None:
    other = open_house(simulator, name="Kade Hosting")
    there = colleague(other.tenant, email=owner.email)
    labels = [
        one.post("/desk/passkeys/challenge").json["options"]["user"]["name"]
        for one in (owner, there)
    ]
    assert labels == [f"{one}: {owner.email}" for one in ("Studio Noord", "Kade Hosting")]
    both, browser = [*owner.phone.held, *there.phone.held], owner
    for held, firm in zip(both, ("Studio Noord", "Kade Hosting"), strict=True):
        browser.phone.held = [held]  # which the browser has let the person choose
        assert browser.sign_in().status == 204
        assert browser.get("/desk/session").json["firm"]["name"] == firm

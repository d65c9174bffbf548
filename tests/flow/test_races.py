"""A thousand at once on what works once: one gets through, and the others leave nothing behind."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from balie.firm.users.model import User
from balie.firm.users.roles import Role
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer
from tests.house.meetings import at_once
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import SANNE, ask, host, link_token
from tests.house.team import Colleague, colleague, invited, link_for
from tests.house.viewing import asks_to_view, code_of, customer_id, takes
from tests.house.visitor import Answer, Visitor

MANY = 1000
SOME = 24  # where each call goes to a process of its own
PATIENCE_SECONDS = 300
LOST = {403, 409}
Act = Callable[[], Answer]


def together(memory: MemoryAws, acts: list[Act]) -> Counter[int]:
    return Counter(each.status for each in at_once(memory, acts, PATIENCE_SECONDS))


def one_won(found: Counter[int], tries: int) -> bool:
    won = sum(found[status] for status in (200, 204))
    return won == 1 and sum(found[status] for status in LOST) == tries - 1


def count(house: House, part_of_key: str) -> int:
    return sum(part_of_key in f"{row['pk']}#{row['sk']}" for row in oracle.every_row(house.tenant))


def copies(of: Visitor, number: int) -> list[Visitor]:
    """The same browser that many times, each from a network of its own."""
    made = []
    for n in range(number):
        copy = Visitor(of.host, handler=of.handler, address=f"198.51.{n // 250}.{n % 250}")
        copy.jar = dict(of.jar)
        made.append(copy)
    return made


def test_a_sign_in_link_gives_one_session(firm: House, memory: MemoryAws) -> None:
    visitor = Visitor(host(firm))
    ask(visitor)
    body = {"token": link_token(memory)}
    acts: list[Act] = [
        partial(one.post, "/api/sign-in/redeem", body) for one in copies(visitor, MANY)
    ]
    assert one_won(together(memory, acts), MANY)
    assert count(firm, "#SESSION#") == 1


def test_a_code_typed_gives_one_session(firm: House, memory: MemoryAws) -> None:
    laptop, phone = Visitor(host(firm)), Visitor(host(firm))
    ask(laptop)
    shown = phone.post("/api/sign-in/redeem", {"token": link_token(memory)}).json
    body = {"code": shown["code"]}
    acts: list[Act] = [partial(one.post, "/api/sign-in/code", body) for one in copies(laptop, MANY)]
    assert one_won(together(memory, acts), MANY)
    assert count(firm, "#SESSION#") == 1


def test_a_view_code_gives_one_view(firm: House, memory: MemoryAws) -> None:
    noor = colleague(firm.tenant, Role.SUPPORT)
    ref = customer(firm, name="Aalbers")
    firm.settle()
    code = code_of(asks_to_view(noor, customer_id(firm, ref)))
    acts: list[Act] = [partial(takes, one, code) for one in copies(Visitor(host(firm)), MANY)]
    assert one_won(together(memory, acts), MANY)
    assert count(firm, "#VIEW#") == 1


def test_an_answer_to_a_step_up_counts_once(firm: House, memory: MemoryAws) -> None:
    owner = colleague(firm.tenant)
    asked = owner.post("/desk/step-up/challenge").json
    body = {"credential": owner.phone.show(asked["options"])}
    acts: list[Act] = [
        partial(one.post, "/desk/step-up", body) for one in copies(owner.browser, MANY)
    ]
    assert one_won(together(memory, acts), MANY)
    assert told(firm, "user.stepped_up") == 1


@pytest.mark.parametrize("recovering", [False, True], ids=["invited", "recovering"])
def test_a_set_up_link_gives_one_passkey_and_one_session(
    firm: House, memory: MemoryAws, recovering: bool
) -> None:
    user = invited(firm.tenant, "noor@studionoord.example", Role.FINANCE)
    if recovering:
        Colleague(firm.tenant, user).set_up(link_for(firm.tenant, user))
    link, before = link_for(firm.tenant, user), told(firm, "passkey.added")
    acts = [
        prepared(firm, user, link, browser)
        for browser in copies(Colleague(firm.tenant, user).browser, MANY)
    ]
    assert one_won(together(memory, acts), MANY)
    assert told(firm, "passkey.added") == before + 1
    assert count(firm, "#PASSKEY#") == 1
    assert count(firm, f"#USER#{user.id}#SESSION#") == 1


def prepared(house: House, user: User, link: str, browser: Visitor) -> Act:
    """One who has opened the link, made a passkey, and only has to send it."""
    someone = Colleague(house.tenant, user)
    someone.browser = browser
    asked = someone.post("/desk/set-up/challenge", {"link": link}).json
    credential = someone.phone.make(asked["options"])
    body = {"link": link, "user_name": "Noor", "name": "Phone", "credential": credential}
    return partial(someone.post, "/desk/set-up", body)


def test_on_the_embedded_aws_they_end_alike(house: House) -> None:
    ref = customer(house, email=SANNE)
    house.settle()
    noor = colleague(house.tenant, Role.OWNER)
    code = code_of(asks_to_view(noor, customer_id(house, ref)))
    asked = noor.post("/desk/step-up/challenge").json
    shown = {"credential": noor.phone.show(asked["options"])}
    races: list[list[Act]] = [
        [partial(takes, one, code) for one in copies(Visitor(host(house)), SOME)],
        [partial(one.post, "/desk/step-up", shown) for one in copies(noor.browser, SOME)],
    ]
    for acts in races:
        with ThreadPoolExecutor(SOME) as pool:
            found = Counter(pool.map(lambda act: act().status, acts))
        assert one_won(found, SOME), found
    assert told(house, "customer.viewed") == told(house, "user.stepped_up") == 1


def told(house: House, name: str) -> int:
    return [row.get("name") for row in oracle.every_row(house.tenant)].count(name)

"""A firm with customers of every standing, another firm, and everybody who may ask something."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from balie.firm.users.roles import Role as UserRole
from balie.relation.customers.roles import Role
from dev.stripe.simulator import Simulator
from functions.desk_api import app as desk_api
from tests.house import strangers
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws
from tests.house.people import browser_of, colleague, contact_of
from tests.house.signing_in import host
from tests.house.standing_twice import merge, our_id, split
from tests.house.strangers import Stranger
from tests.house.team import Colleague
from tests.house.team import colleague as staff
from tests.house.viewing import viewer
from tests.house.visitor import Visitor

GROUP = ("Wielewaal", "Goudvink")  # one client, whose people ask
NEIGHBOURS = ("Nachtegaal", "Grasmus")  # another
SPLIT_OFF = "Koekoek"  # stood within the first for a while
ELSEWHERE = "Kanarie"


@dataclass
class World:
    """others: of whom nobody here may hear; the last is of the other firm, and all there is of it.

    members, team: who asks in the portal and in the desk, by what they are.
    """

    memory: MemoryAws
    house: House
    own: Stranger
    others: list[Stranger]
    members: dict[str, Visitor]
    team: dict[str, Visitor]


class Kept:
    """All rows as they are now, to be had again after what somebody has done."""

    def __init__(self, memory: MemoryAws) -> None:
        self._memory, self._rows = memory, memory.dynamodb.copy()
        self.is_touched = False
        memory.interfere_with(self._hear)

    def restore(self) -> None:
        if self.is_touched:
            self._memory.dynamodb = self._rows.copy()
            self._memory.interfere_with(self._hear)
            self.is_touched = False

    def is_changed(self, of: Stranger) -> bool:
        return self.is_touched and _of(self._memory, of) != {
            key: row for key, row in self._rows.items.items() if of.customer_id in key[0]
        }

    def _hear(self, name: str, moment: str) -> None:
        self.is_touched |= (name, moment) == ("dynamodb.TransactWriteItems", "before")


def _of(memory: MemoryAws, stranger: Stranger) -> dict[Any, Any]:
    items = memory.dynamodb.items
    return {key: row for key, row in items.items() if stranger.customer_id in key[0]}


def full(memory: MemoryAws, simulator: Simulator) -> World:
    house = open_house(simulator, confirms_payments=True)
    owner = staff(house.tenant)
    refs = {word: strangers.furnish(house, word) for word in (*GROUP, SPLIT_OFF, *NEIGHBOURS)}
    strangers.hear(house)
    _stand_together(owner, {word: our_id(house, ref) for word, ref in refs.items()})
    others = [strangers.of_customer(house, refs[word], word) for word in (SPLIT_OFF, *NEIGHBOURS)]
    own = strangers.of_customer(house, refs[GROUP[0]], GROUP[0])
    members = _members(house, [refs[word] for word in GROUP], owner, own)
    abroad, theirs = _elsewhere(simulator)
    theirs.host = host(house)
    members["of another firm"] = theirs
    return World(memory, house, own, [*others, abroad], members, _team(house, owner))


def _stand_together(owner: Colleague, ids: dict[str, str]) -> None:
    for head, member in (GROUP, (GROUP[0], SPLIT_OFF), NEIGHBOURS):
        assert merge(owner, ids[head], ids[member]).status == 200
    assert split(owner, ids[GROUP[0]], ids[SPLIT_OFF]).status == 200


def _elsewhere(simulator: Simulator) -> tuple[Stranger, Visitor]:
    """The other firm, and the browser of a contact there."""
    house = open_house(simulator, name=f"{ELSEWHERE} Beheer", support_email="k@beheer.example")
    ref = strangers.furnish(house, ELSEWHERE)
    strangers.hear(house)
    user = staff(house.tenant, email="kanarie@beheer.example")
    found = strangers.of_firm(house, ref, ELSEWHERE)
    found.adds("pky", _ids(user.get("/desk/passkeys").json["passkeys"]))
    found.adds("ses", _ids(user.get("/desk/sessions").json["sessions"]))
    return found, browser_of(house, contact_of(house, ref))


def _ids(listed: Iterable[dict[str, Any]]) -> list[str]:
    return [str(one["id"]) for one in listed]


def _members(house: House, refs: list[str], owner: Colleague, own: Stranger) -> dict[str, Visitor]:
    by_role = {
        str(role): browser_of(house, colleague(house, refs[0], role, f"{role}@x.example"))
        for role in Role
    }
    first, merged = (contact_of(house, ref) for ref in refs)
    return {
        **by_role,
        "merged": browser_of(house, merged),
        "signed in long ago": browser_of(house, first, ago=timedelta(days=2)),
        "view": viewer(house, owner, own.customer_id),
        "nobody": Visitor(host(house)),
    }


def _team(house: House, owner: Colleague) -> dict[str, Visitor]:
    others = [role for role in UserRole if role is not UserRole.OWNER]
    by_role = {str(role): staff(house.tenant, role).browser for role in others}
    nobody = Visitor(owner.browser.host, handler=desk_api.handler)
    return {"owner": owner.browser, **by_role, "nobody": nobody}

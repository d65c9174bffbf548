"""Every route, with every id that is another's, by whoever may ask: nothing is told, nothing done.

What is another's looks like what nobody has: status, text and headers. Others are a second firm, a
second client of the same firm that stands twice as well, and one that was split off again.
"""

import re
from collections.abc import Iterator

import pytest

from dev.stripe.simulator import Simulator
from functions.desk_api import app as desk_api
from functions.portal_api import app as portal_api
from tests.house import every_route, world
from tests.house.every_route import KINDS, SEARCHES, Place, Route, call, nobodys, routes_of
from tests.house.logged import listening
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import mailed
from tests.house.strangers import Stranger
from tests.house.stream import follow
from tests.house.visitor import OWN_PAGE, Answer, Visitor
from tests.house.world import Kept, World

pytestmark = pytest.mark.usefixtures("documents")

PORTAL, DESK = routes_of(portal_api.app), routes_of(desk_api.app)
OWN_CUSTOMER = Place("path", "customer_id")
MALFORMED = (
    "x",
    "../../desk/users",
    "inv_" + "0" * 25,
    "cus_" + "0" * 26 + "\n",
    "con_" + "0" * 26 + "#A",
    "ses_\x00" + "0" * 25,
    "usr_" + "é" * 26,
    "T#ten_" + "0" * 26 + "#TENANT",
    "{}",
    "9" * 3_000,
)
OTHER_SITES: tuple[dict[str, str], ...] = (
    {},
    {**OWN_PAGE, "sec-fetch-site": "cross-site"},
    {**OWN_PAGE, "sec-fetch-site": "same-site"},
    {**OWN_PAGE, "sec-fetch-site": "none"},
    {**OWN_PAGE, "content-type": "application/x-www-form-urlencoded"},
    {**OWN_PAGE, "content-type": "multipart/form-data; boundary=x"},
    {**OWN_PAGE, "content-type": "text/plain; a=application/json"},
    {"content-type": "application/json", "sec-fetch-site": "same-origin"},
    {"content-type": "application/json", "x-balie": "1"},
    {"content-type": "application/json", "x-balie": "1", "origin": "null"},
    {"content-type": "application/json", "x-balie": "1", "origin": "https://evil.example"},
)
NOWHERE = Place("", "")
POISON = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "forwarded": "host=evil.example",
    "x-original-host": "evil.example",
    "origin": "https://evil.example",
    "referer": "https://evil.example/",
}
Wrong = list[str]


@pytest.fixture
def there(memory: MemoryAws, simulator: Simulator) -> World:
    return world.full(memory, simulator)


def told(answer: Answer) -> tuple[int, str, dict[str, str], list[str]]:
    cookies = [cookie.partition("=")[0] for cookie in answer.cookies]
    return answer.status, answer.text, answer.headers, cookies


def whole(answer: Answer) -> str:
    return f"{answer.body.decode(errors='replace')} {answer.headers} {answer.cookies}"


def meant(place: Place, other: Stranger) -> list[str]:
    """What of another's can be asked for in this place."""
    if place.is_id:
        return other.ids.get(KINDS[place.name], [])[:1]
    if place.name == "cursor":
        by_kind = [found[0] for found in other.ids.values() if found]
        return [*by_kind, "at_" + other.ids["inv"][0][4:]]
    return other.searches if place.name in SEARCHES else []


def beside(route: Route, own: Stranger, place: Place) -> dict[Place, str]:
    """What the caller may name in the other places of the address."""
    others = [one for one in route.places if one.part == "path" and one.is_id and one != place]
    return {one: own.ids[KINDS[one.name]][0] for one in others if KINDS[one.name] in own.ids}


def tries(there: World, route: Route, others: list[Stranger]) -> Iterator[tuple[Stranger, Place]]:
    return ((other, place) for other in others for place in route.places if meant(place, other))


def wrong_with(
    kept: Kept, by: Visitor, route: Route, other: Stranger, given: dict[Place, str]
) -> Iterator[str]:
    place, text = list(given.items())[-1]
    answer = call(by, route, given)
    shown = whole(answer)
    yield from (f"tells {one}" for one in other.telling if one in shown and one not in text)
    if kept.is_changed(other):
        yield "changes something"
    kept.restore()
    if place.is_id:
        missing = call(by, route, given | {place: nobodys(text[:3])})
        kept.restore()
        if told(missing) != told(answer):
            yield f"is {told(answer)}, and missing {told(missing)}"


def all_wrongs(
    there: World, route: Route, callers: dict[str, Visitor], others: list[Stranger]
) -> tuple[int, Wrong]:
    """How much was tried, and what must not have come of it."""
    kept, tried, found = Kept(there.memory), 0, Wrong()
    for other, place in tries(there, route, others):
        for text in meant(place, other):
            given = beside(route, there.own, place) | {place: text}
            for name, by in callers.items():
                tried += 1
                at = f"{route}, {place.name}={text} of {other.word}, by {name}:"
                found += [f"{at} {one}" for one in wrong_with(kept, by, route, other, given)]
    return tried, found


def test_it_is_known_what_stands_in_each_place() -> None:
    unknown = {str(one): every_route.places_unknown(one) for one in PORTAL + DESK}
    assert {route: places for route, places in unknown.items() if places} == {}


def test_in_the_portal_nobody_reaches_what_is_anothers(there: World) -> None:
    tried = 0
    for route in PORTAL:
        number, found = all_wrongs(there, route, there.members, there.others)
        assert not found, "\n".join(found)
        tried += number
    assert tried > 1_000


def test_in_the_desk_nobody_reaches_another_firms(there: World) -> None:
    tried = 0
    for route in DESK:
        number, found = all_wrongs(there, route, there.team, there.others[-1:])
        assert not found, "\n".join(found)
        tried += number
    assert tried > 500


def test_a_customers_page_in_the_desk_has_nothing_of_another_customer(there: World) -> None:
    """Of one that stood within it for a while, the log of both says so."""
    tried = 0
    for other in there.others[:-1]:
        other.telling.discard(other.customer_id)
        other.ids.pop("cus")
    for route in (one for one in DESK if OWN_CUSTOMER in one.places):
        number, found = all_wrongs(there, route, there.team, there.others[:-1])
        assert not found, "\n".join(found)
        tried += number
    assert tried > 100


def test_what_somebody_is_shown_is_its_own(there: World) -> None:
    kept, seen = Kept(there.memory), ""
    for route in PORTAL:
        for name, by in there.members.items():
            shown = whole(call(by, route, beside(route, there.own, NOWHERE)))
            kept.restore()
            for other in there.others:
                assert not {one for one in other.telling if one in shown}, (route, name)
            if name in ("nobody", "of another firm"):
                assert there.own.word not in shown, (route, name)
            seen += shown
    for word in ("Wielewaal memo", "Wielewaal work", "Goudvink Bouw", "goudvink@bouw.example"):
        assert word in seen


def test_no_log_says_whose_anything_is(memory: MemoryAws, simulator: Simulator) -> None:
    with listening() as logged:
        there = world.full(memory, simulator)
        kept = Kept(memory)
        for by, routes in ((there.members["owner"], PORTAL), (there.team["owner"], DESK)):
            for route in routes:
                call(by, route, beside(route, there.own, NOWHERE))
                kept.restore()
        follow(there.house)
        mailed(memory)
    assert "webhook taken" in logged.getvalue()
    for word in (*world.GROUP, *(other.word for other in there.others)):
        assert not re.search(rf"(?i)\b{word}\b", logged.getvalue())


def test_a_mail_speaks_of_nobody_but_whom_it_is_for(there: World) -> None:
    follow(there.house)
    for other in there.others:
        there.members["nobody"].post("/api/sign-in", {"email": other.searches[1]})
    invited = {"name": "Ann", "email": "ann@else.example", "role": "viewer"}
    assert there.members["owner"].post("/api/contacts", invited).status == 201
    told = [(str(one["Destination"]), repr(one["Content"])) for one in mailed(there.memory)]
    words = [world.GROUP, (world.SPLIT_OFF,), world.NEIGHBOURS]
    assert len(told) > 5
    for to, text in told:
        of = next((own for own in words if any(one.lower() in to for one in own)), world.GROUP)
        others = {one for own in [*words, (world.ELSEWHERE,)] for one in own if own is not of}
        assert not {one for one in others if one.lower() in (to + text).lower()}, to


def test_what_is_no_id_is_refused(there: World) -> None:
    kept = Kept(there.memory)
    for by, routes in ((there.members["owner"], PORTAL), (there.team["owner"], DESK)):
        for route in routes:
            for place in (one for one in route.places if one.is_id or one.name in SEARCHES):
                for text in MALFORMED:
                    given = beside(route, there.own, place) | {place: text}
                    answer = call(by, route, given)
                    kept.restore()
                    allowed = (404, 405, 422) if place.is_id else (200, 404, 422)
                    assert answer.status in allowed, (route, place, answer.text)


def test_no_other_site_has_anything_done_by_those_who_are_signed_in(there: World) -> None:
    kept = Kept(there.memory)
    for by, routes in ((there.members["owner"], PORTAL), (there.team["owner"], DESK)):
        for route in (one for one in routes if one.method != "GET"):
            path = route.path.replace("{", "").replace("}", "")
            for headers in OTHER_SITES:
                answer = by.send(route.method, path, headers=headers, body=b"{}")
                assert (answer.status, answer.json["code"]) == (403, "cross_site"), route
    assert not kept.is_touched


def test_only_what_a_firm_shows_to_everybody_may_be_kept_by_a_cache(there: World) -> None:
    kept = Kept(there.memory)
    for callers, routes in ((there.members, PORTAL), (there.team, DESK)):
        for route in routes:
            for name in ("owner", "nobody"):
                headers = call(callers[name], route, {}).headers
                kept.restore()
                if not route.path.startswith("/branding/"):
                    assert headers["cache-control"] == "no-store", (route, name)
                assert headers["x-content-type-options"] == "nosniff"
                assert headers["referrer-policy"] == "no-referrer"
                assert "access-control-allow-origin" not in headers


def test_no_host_that_a_request_names_is_in_any_answer_or_message(there: World) -> None:
    kept = Kept(there.memory)
    for by, routes in ((there.members["owner"], PORTAL), (there.team["owner"], DESK)):
        for route in routes:
            answer = call(by, route, beside(route, there.own, NOWHERE), POISON)
            assert "evil.example" not in whole(answer), route
            kept.restore()
    assert "evil.example" not in repr(there.memory.sqs.sent)

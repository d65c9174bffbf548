"""Who may settle how a firm looks sees it in the desk, tries a colour, and saves it."""

import base64

import pytest

from balie.firm.users.roles import Role
from tests.house import pictures
from tests.house.branding import CHOSEN
from tests.house.house import House
from tests.house.signing_in import host
from tests.house.team import Colleague, colleague
from tests.house.visitor import Answer, Visitor

PATH = "/desk/branding"


@pytest.fixture
def owner(memory_house: House) -> Colleague:
    return colleague(memory_house.tenant)


def put_picture(
    someone: Colleague, content: bytes, place: str = "logo", version: int = 0
) -> Answer:
    body = {"version": version, "content": base64.b64encode(content).decode()}
    return someone.put(f"{PATH}/pictures/{place}", body)


def test_a_look_is_tried_saved_and_seen(memory_house: House, owner: Colleague) -> None:
    before = owner.get(PATH).json
    assert (before["version"], before["color"], before["logo"]) == (0, "#44505c", None)
    tried = owner.get(f"{PATH}/preview?color=%237a7a7a&radius_px=4").json
    assert tried["nearest"] not in (None, "#7a7a7a")
    assert not all(check["passes"] for check in tried["checks"])
    assert owner.get(PATH).json == before
    saved = owner.put(PATH, CHOSEN | {"version": 0})
    assert saved.status == 200, saved.text
    assert saved.json["judgement"]["variables"]["--brand"] == "#0b2d6b"
    shown = put_picture(owner, pictures.png(), version=saved.json["version"])
    assert shown.status == 200, shown.text
    file = shown.json["logo"]["file"]
    assert owner.get(f"{PATH}/pictures/logo").body == pictures.png()
    assert owner.get(f"{PATH}/pictures/favicon").json["code"] == "picture_missing"
    assert file in Visitor(host(memory_house)).get("/branding/portal.css").text
    gone = owner.delete(f"{PATH}/pictures/logo?version={shown.json['version']}")
    assert (gone.status, gone.json["logo"]) == (200, None)
    assert gone.json["version"] == owner.get(PATH).json["version"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"color": "#7a7a7a"}, 422, "contrast_too_low"),
        ({"color": "red;}"}, 422, "invalid"),
        ({"legal": {"terms": "javascript:alert(1)"}}, 422, "invalid"),
        ({"css": "body{}"}, 422, "invalid"),
        ({"version": 7}, 409, "changed"),
        ({"version": -1}, 422, "invalid"),
    ],
)
def test_what_will_not_do_is_refused_and_changes_nothing(
    owner: Colleague, change: dict[str, object], status: int, code: str
) -> None:
    before = owner.get(PATH).json
    answer = owner.put(PATH, CHOSEN | {"version": 0} | change)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert owner.get(PATH).json == before


@pytest.mark.parametrize("content", [pictures.SVG, pictures.HTML, pictures.png(9000, 9000)])
def test_what_is_no_logo_is_refused(owner: Colleague, content: bytes) -> None:
    answer = put_picture(owner, content)
    assert (answer.status, answer.json["code"]) == (422, "image_refused")


@pytest.mark.parametrize("content", ["", "%%%", "é", "A", "data:image/png;base64,AAAA"])
def test_what_is_no_file_at_all_is_refused(owner: Colleague, content: str) -> None:
    answer = owner.put(f"{PATH}/pictures/logo", {"version": 0, "content": content})
    assert (answer.status, answer.json["code"]) == (422, "image_refused")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SUPPORT, Role.VIEWER])
def test_who_may_not_settle_it_does_not(owner: Colleague, role: Role) -> None:
    someone = colleague(owner.tenant, role, "someone@studionoord.example")
    answers = [
        someone.get(PATH),
        someone.put(PATH, CHOSEN | {"version": 0}),
        put_picture(someone, pictures.png()),
    ]
    assert {answer.json["code"] for answer in answers} == {"role_too_small"}
    assert owner.get(PATH).json["version"] == 0

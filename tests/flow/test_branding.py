"""What a firm chose is what its customers see, at its own host alone, and it runs nowhere."""

import json

import pytest

from balie.firm.branding import service as branding
from balie.firm.branding.rules import ContrastTooLow
from balie.ground.aws import keys
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Changed, NotFound
from balie.ground.core.events import Cause
from balie.ground.core.images import ImageRefused
from dev.stripe.simulator import Simulator
from tests.house import oracle, pictures
from tests.house.branding import CANARIES, choose, show
from tests.house.house import House, open_house
from tests.house.invoices import customer
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import ask, host, mailed
from tests.house.visitor import Answer, Visitor

SHEET, LOOK = "/branding/portal.css", "/branding/portal.json"
NEUTRAL = ":root {\n  --brand: #44505c;\n  --on-brand-day: #ffffff;\n"


def seen(house: House, path: str, **headers: str) -> Answer:
    return Visitor(host(house)).get(path, **headers)


def test_what_is_chosen_is_seen_at_the_firms_host(either: House) -> None:
    choose(either)
    logo = show(either, pictures.png(128, 64)).logo
    assert logo
    sheet = seen(either, SHEET)
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--brand: #0b2d6b;" in sheet.text
    assert "--radius: 12px;" in sheet.text
    assert f'--logo: url("/branding/{logo.file}");' in sheet.text
    assert "--logo-ratio: 2.000;" in sheet.text
    look = seen(either, LOOK).json
    assert look["header_text"] == "Kade, by CANARY"
    assert look["legal"]["terms"] == "https://canary.example/terms"
    assert (look["support_email"], look["address_form"]) == ("canary@kade.example", "je")
    picture = seen(either, f"/branding/{logo.file}")
    assert picture.headers["content-type"] == "image/png"
    assert picture.body == pictures.png(128, 64)


def test_a_firm_that_chose_nothing_is_neutral(either: House) -> None:
    assert seen(either, SHEET).text.startswith(NEUTRAL)
    look = seen(either, LOOK).json
    assert (look["name"], look["header_text"], look["logo"]) == ("Studio Noord",) * 2 + (None,)


def test_a_firm_of_an_earlier_release_is_read(memory_house: House) -> None:
    """Its row says nothing of the form of address, and of a look that is no longer kept there."""
    with open_work(memory_house.tenant, "test", Cause.OPERATOR, clock.now()) as work:
        row = work.get(keys.tenant())
        assert row
        data = json.loads(str(row["data"]))
        del data["address_form"]
        data["brand"] = {"color": "red;}", "on_color": "#ffffff", "radius_px": 4}
        work.put(keys.tenant(), {"data": json.dumps(data)}, version=int(row["version"]))
    assert seen(memory_house, SHEET).text.startswith(NEUTRAL)
    assert seen(memory_house, LOOK).json["address_form"] == "u"


def test_a_host_of_nobody_looks_neutral_and_says_no_more(memory_house: House) -> None:
    choose(memory_house)
    strangers = [Visitor(name) for name in ("evil.example", "", "a" * 3000, "x\r\ny", "..")]
    sheets = {visitor.get(SHEET).text for visitor in strangers}
    looks = {visitor.get(LOOK).text for visitor in strangers}
    assert len(sheets) == len(looks) == 1
    assert sheets.pop().startswith(NEUTRAL)
    assert json.loads(looks.pop())["name"] == ""
    answer = strangers[0].get(f"/branding/{'0' * 32}.png")
    assert (answer.status, answer.json["code"]) == (404, "host_unknown")


def test_one_firms_look_is_never_seen_at_anothers_host(memory_house: House) -> None:
    choose(memory_house)
    logo = show(memory_house, pictures.png()).logo
    assert logo
    other = open_house(memory_house.simulator, name="Other")
    theirs = host(memory_house)
    ours = Visitor(host(other))
    named = {
        "x-forwarded-host": theirs,
        "forwarded": f"host={theirs}",
        "origin": f"https://{theirs}",
    }
    for path in (SHEET, LOOK):
        for sent in ({}, named, {"host": theirs}, {"referer": f"https://{theirs}/"}):
            text = ours.get(path, **sent).text
            assert not [canary for canary in CANARIES if canary in text]
        assert ours.get(path).headers["etag"] != seen(memory_house, path).headers["etag"]
    assert ours.get(f"/branding/{logo.file}").status == 404
    assert seen(memory_house, f"/branding/{logo.file}").status == 200


def test_a_cache_may_keep_it_for_the_host_and_no_longer_than_it_holds(either: House) -> None:
    for path in (SHEET, LOOK):
        first = seen(either, path)
        assert first.headers["cache-control"].startswith("public, max-age=60,")
        assert first.headers["vary"] == "X-Balie-Host"
        again = seen(either, path, **{"if-none-match": first.headers["etag"]})
        assert (again.status, again.text) == (304, "")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
    tag = seen(either, SHEET).headers["etag"]
    choose(either)
    changed = seen(either, SHEET, **{"if-none-match": tag})
    assert changed.status == 200
    assert "#0b2d6b" in changed.text


def test_a_picture_is_kept_for_ever_and_can_run_nothing(either: House) -> None:
    logo = show(either, pictures.webp()).logo
    assert logo
    answer = seen(either, f"/branding/{logo.file}")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_failure_is_never_kept(memory_house: House) -> None:
    answer = seen(memory_house, f"/branding/{'0' * 32}.png")
    assert (answer.status, answer.json["code"]) == (404, "picture_missing")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "file",
    [
        "..",
        "../portal.css",
        "%2e%2e%2fTENANT",
        "..%5c..%5cx.png",
        f"{'0' * 32}.svg",
        f"{'0' * 32}.png%00.svg",
        f"{'0' * 31}.png",
        f"{'A' * 32}.png",
        f"x/{'0' * 32}.png",
        "portal.css.bak",
        "*",
    ],
)
def test_only_a_pictures_own_name_finds_one(memory_house: House, file: str) -> None:
    answer = seen(memory_house, f"/branding/{file}")
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("content", pictures.NO_PICTURES.values(), ids=pictures.NO_PICTURES)
@pytest.mark.parametrize("place", ["logo", "favicon"])
def test_what_is_no_picture_is_not_kept(
    memory: MemoryAws, memory_house: House, content: bytes, place: str
) -> None:
    with pytest.raises(ImageRefused):
        show(memory_house, content, "logo" if place == "logo" else "favicon")
    assert memory.s3.objects == {}


def test_a_picture_too_large_in_bytes_or_pixels_is_not_kept(
    memory: MemoryAws, memory_house: House
) -> None:
    heavy = pictures.png(64, 32, (b"tEXt", bytes(256 * 1024)))
    for content in (heavy, pictures.png(50_000, 50_000), pictures.jpeg(65_535, 65_535)):
        with pytest.raises(ImageRefused):
            show(memory_house, content)
    assert memory.s3.objects == {}


def test_a_picture_that_was_replaced_is_still_there_for_mails_that_show_it(either: House) -> None:
    before = show(either, pictures.png(128, 64)).logo
    after = show(either, pictures.png(64, 64)).logo
    assert before
    assert after
    for logo in (before, after):
        assert seen(either, f"/branding/{logo.file}").status == 200
    with open_work(either.tenant, "test", Cause.PERSON, clock.now()) as work:
        branding.remove_picture(work, "logo", version=branding.current(work).version)
    assert "--logo" not in seen(either, SHEET).text


def test_two_people_who_change_it_at_once_do_not_undo_each_other(either: House) -> None:
    first = choose(either, version=0)
    with pytest.raises(Changed):
        choose(either, version=0, color="#a94a2a")
    assert choose(either, version=first.version, color="#a94a2a").version == first.version + 1
    assert "--brand: #a94a2a;" in seen(either, SHEET).text


def test_a_colour_that_cannot_be_read_changes_nothing(memory_house: House) -> None:
    choose(memory_house)
    before = seen(memory_house, SHEET).text
    with pytest.raises(ContrastTooLow, match="#[0-9a-f]{6} is nearly the same"):
        choose(memory_house, color="#7a7a7a", support_email="other@kade.example")
    assert seen(memory_house, SHEET).text == before
    assert seen(memory_house, LOOK).json["support_email"] == "canary@kade.example"


def test_the_log_says_what_was_changed_and_not_to_what(memory_house: House) -> None:
    choose(memory_house)
    show(memory_house, pictures.png())
    rows = oracle.every_row(memory_house.tenant)
    events = [json.loads(str(row["data"])) for row in rows if row.get("name") == "branding.changed"]
    fields = "address_form,color,header_text,legal,radius_px,support_email"
    assert sorted(event["data"]["fields"] for event in events) == [fields, "logo"]


def test_another_firms_picture_is_missing(memory_house: House) -> None:
    logo = show(memory_house, pictures.png()).logo
    other = open_house(memory_house.simulator)
    assert logo
    with (
        open_work(other.tenant, "test", Cause.PERSON, clock.now()) as work,
        pytest.raises(NotFound),
    ):
        branding.picture(work, logo.file)


@pytest.mark.parametrize(("form", "words"), [("je", "log je in"), ("u", "logt u in")])
def test_a_mail_looks_and_speaks_as_the_firm_chose(
    memory: MemoryAws, simulator: Simulator, form: str, words: str
) -> None:
    house = open_house(simulator, name="Kade <b>Hosting</b>")
    customer(house)
    house.settle()
    choose(house, header_text="<script>alert(1)</script>", address_form=form)
    logo = show(house, pictures.png(512, 64)).logo
    assert logo
    ask(Visitor(host(house)))
    body = mailed(memory)[0]["Content"]["Simple"]["Body"]
    html, text = body["Html"]["Data"], body["Text"]["Data"]
    assert words in html
    assert words in text
    assert "background-color:#0b2d6b;color:#ffffff" in html
    assert f'src="https://{host(house)}/branding/{logo.file}"' in html
    assert 'width="256" height="32"' in html
    assert "&lt;script&gt;" in html
    for markup in ("<script>", "<b>"):
        assert markup not in html
    for link in ("https://canary.example/terms", "https://canary.example/me"):
        assert link in html
        assert link in text


def test_a_mail_without_pictures_still_says_whose_it_is(
    memory: MemoryAws, simulator: Simulator
) -> None:
    house = open_house(simulator, name="Kade Hosting")
    customer(house)
    house.settle()
    choose(house, header_text="")
    show(house, pictures.png())
    ask(Visitor(host(house)))
    assert 'alt="Kade Hosting"' in mailed(memory)[0]["Content"]["Simple"]["Body"]["Html"]["Data"]

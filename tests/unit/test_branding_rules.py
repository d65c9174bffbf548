"""Colours that can be read, texts and links that are nothing else, and a style sheet of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from balie.firm.branding import colors, rules, wire
from balie.firm.branding.model import Branding, Change, Legal, Pair, Picture, Theme
from balie.ground.core.images import Image, ImageRefused

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PAYLOADS = [
    "red;x:url(//e)",
    "#fff",
    "#ffffff;",
    "#ffffff\n",
    "#FFFFFF",
    "rgb(0,0,0)",
    "expression(alert(1))",
    "}body{display:none",
    "url(javascript:alert(1))",
    "</style><script>alert(1)</script>",
    "var(--x)",
    "",
]
LINKS = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)//https://a.example",
    "http://studionoord.example/terms",
    "//studionoord.example/terms",
    "https://",
    "https://localhost",
    "https://user:word@studionoord.example",
    "https://studionoord.example@evil.example",
    "https://studionoord.example\\@evil.example",
    "https://studionoord.example/a b",
    "https://studionoord.example/\n",
    'https://studionoord.example/"onmouseover="alert(1)',
    "https://studionoord.example/'><script>",
    "https://[::1]/",
    "https://studionoord.example:99999999/",
    "data:text/html,hello",
    f"https://studionoord.example/{'a' * 300}",
]
EMAILS = [
    "",
    "noord",
    "a@b",
    "a@b.example?subject=x",
    "a@b.example\nBcc: c@d.example",
    '"a b"@c.example',
    "a@b.example,c@d.example",
    "<a@b.example>",
    "a@b.example/../c",
    f"{'a' * 65}@b.example",
]
TEXTS = ["a\nb", "a\u202eb", "a\u200bb", "a\x00b", "a" * 61]
GOOD = {
    "color": "#a94a2a",
    "radius_px": 3,
    "header_text": "Studio Noord",
    "legal": {},
    "support_email": "facturen@studionoord.example",
    "address_form": "je",
}
WRONG = [
    *(("color", value) for value in PAYLOADS),
    *(("legal", {kind: value}) for kind in ("terms", "privacy", "imprint") for value in LINKS),
    *(("support_email", value) for value in EMAILS),
    *(("header_text", value) for value in TEXTS),
    *(("radius_px", value) for value in (-1, 25, 1.5, "4px", "4;x:y", None)),
    *(("address_form", value) for value in ("jij", "", "JE", None)),
    ("css", "body{}"),
    ("logo", {"digest": "../../etc/passwd", "kind": "png", "width": 1, "height": 1}),
]
# https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
KNOWN = [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.478), ("#767676", "#ffffff", 4.54)]


def test_what_a_firm_may_choose_is_taken():
    change = Change.model_validate(GOOD)
    assert change.legal == Legal()
    links = Legal(terms="https://a.example/x?y=1#z", privacy="https://a-b.c.example:8443")
    assert links.privacy == "https://a-b.c.example:8443"


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_could_do_more_than_be_shown_is_refused_by_name(field, value):
    with pytest.raises(ValidationError) as refused:
        Change.model_validate(GOOD | {field: value})
    assert {str(error["loc"][0]) for error in refused.value.errors()} == {field}


@pytest.mark.parametrize("digest", ["../../etc/passwd", "A" * 32, "a" * 31, "", "a" * 32 + "\n"])
def test_a_picture_is_named_by_a_digest_and_nothing_else(digest):
    with pytest.raises(ValidationError):
        Picture(digest=digest, kind="png", width=1, height=1)


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_contrast_is_that_of_wcag(one, other, ratio):
    found = colors.contrast(colors.from_hex(one), colors.from_hex(other))
    assert found == pytest.approx(ratio, abs=0.01)


@given(COLORS)
def test_a_colour_comes_back_from_oklch(color):
    assert colors.to_hex(colors.from_oklch(colors.to_oklch(colors.from_hex(color)))) == color


@given(COLORS)
def test_the_nearest_colour_can_be_read_and_is_near(color):
    instead = rules.nearest(color)
    assert (instead is None) == rules.passes(color)
    if instead:
        assert rules.passes(instead)
        before, after = (colors.to_oklch(colors.from_hex(each)) for each in (color, instead))
        assert abs(before.lightness - after.lightness) < 0.06


@given(COLORS)
def test_at_night_every_colour_can_be_read(color):
    dark = [check for check in rules.checks(color) if check.theme is Theme.DARK]
    assert {check.pair for check in dark} == set(Pair)
    assert all(check.passes for check in dark)


@pytest.mark.parametrize(
    ("color", "words"),
    [
        ("#a94a2a", "#ffffff"),
        ("#0b2d6b", "#ffffff"),
        ("#f2b100", "#111111"),
        ("#ffffff", "#111111"),
    ],
)
def test_words_are_white_where_they_can_be_read(color, words):
    assert rules.on_color(color) == words
    assert rules.passes(color)


def test_a_colour_between_is_refused_with_one_that_will_do():
    with pytest.raises(rules.ContrastTooLow) as refused:
        rules.check_color("#7a7a7a")
    instead = rules.nearest("#7a7a7a")
    assert instead
    assert instead in refused.value.detail


@given(COLORS, st.integers(0, 24))
def test_a_style_sheet_holds_variables_and_nothing_else(color, radius):
    picture = Picture(digest="0" * 32, kind="webp", width=320, height=64)
    text = wire.style_sheet(Branding(color=color, radius_px=radius, logo=picture))
    lines = text.splitlines()
    assert (lines[0], lines[-1]) == (":root {", "}")
    shown = "\n".join(f"  {name}: {value};" for name, value in rules.AROUND_A_LOGO.items())
    lines = [line for line in lines if line not in shown]
    variable = re.compile(
        r'  --[a-z-]+: (#[0-9a-f]{6}|\d+px|\d\.\d{3}|black|white|url\("/branding/0{32}\.webp"\));'
    )
    assert all(variable.fullmatch(line) for line in lines[1:-1])


@pytest.mark.parametrize(
    ("width", "height"), [(15, 64), (2001, 300), (900, 100), (40, 81), (50_000, 50_000)]
)
def test_a_logo_of_a_size_that_no_page_has_room_for_is_refused(width, height):
    with pytest.raises(ImageRefused):
        rules.picture(Image("png", width, height, b""), "logo")


@pytest.mark.parametrize(("width", "height"), [(64, 32), (31, 31), (513, 513)])
def test_the_tab_takes_a_small_square(width, height):
    with pytest.raises(ImageRefused):
        rules.picture(Image("png", width, height, b""), "favicon")


@pytest.mark.parametrize(
    ("chosen", "logo", "shown"),
    [(None, False, "Noord"), ("", False, "Noord"), ("", True, ""), ("Us", True, "Us")],
)
def test_something_always_says_whose_page_it_is(chosen, logo, shown):
    picture = Picture(digest="0" * 32, kind="png", width=64, height=32) if logo else None
    assert rules.header_text(Branding(header_text=chosen, logo=picture), "Noord") == shown

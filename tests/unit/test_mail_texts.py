"""What mails say: the same in both languages, complete, and harmless whatever a name holds."""

import string
from typing import Any

import pytest

from balie.firm.branding.model import Branding
from balie.firm.tenants.model import Tenant
from balie.relation.notifications.mails import write
from balie.relation.notifications.texts import TEXTS, amount_for_people, language_of

NARROW = "\N{NO-BREAK SPACE}"
FIRM = Tenant(
    id="ten_1",
    name="Studio Noord",
    portal_url="https://billing.studionoord.example",
    support_email="facturen@studionoord.example",
)
PLACES = {
    "number": "F-0042",
    "amount": "€ 121,00",
    "person": "Noor de Wit",
    "inviter": "Sanne de Wit",
    "company": "Van Dijk",
    "email": "new@vandijk.example",
}
HOSTILE = "<script>alert(1)</script>\"'{{ 7777*7 }}{firm}"


def places_of(text: Any) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text or "") if name is not None}


@pytest.mark.parametrize("mail", TEXTS)
def test_a_mail_is_written_in_both_languages(mail):
    assert set(TEXTS[mail]) >= {"nl", "en"}


@pytest.mark.parametrize("mail", TEXTS)
@pytest.mark.parametrize("part", ["subject", "first", "then", "button"])
def test_each_text_has_the_same_places_in_both_languages(mail, part):
    dutch, english = (dict(TEXTS[mail][language])[part] for language in ("nl", "en"))
    assert places_of(dutch) == places_of(english)
    assert bool(dutch) == bool(english)
    assert dutch != english


@pytest.mark.parametrize("mail", TEXTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_can_be_written(mail, language):
    link = f"{FIRM.portal_url}/invoices"
    made = write(FIRM, Branding(), mail, language, to="a@b.example", link=link, **PLACES)
    assert made.reply_to == FIRM.support_email
    for shown in (made.subject, made.text, made.html):
        assert "{" not in shown
        assert "None" not in shown
    assert link in made.text
    assert link in made.html
    assert f'<html lang="{language}">' in made.html


@pytest.mark.parametrize("mail", TEXTS)
def test_no_name_becomes_markup(mail):
    firm = FIRM.model_copy(update={"name": HOSTILE, "support_email": HOSTILE})
    look = Branding(header_text=HOSTILE[:60])
    hostile = dict.fromkeys(PLACES, HOSTILE)
    made = write(firm, look, mail, "en", to="a@b.example", link=HOSTILE, **hostile)
    assert "<script>" not in made.html
    assert "&lt;script&gt;" in made.html
    assert "54439" not in made.html + made.text


@pytest.mark.parametrize(
    ("value", "currency", "dutch", "english"),
    [
        ("1210.00", "EUR", f"€{NARROW}1.210,00", "€1,210.00"),
        ("0.05", "EUR", f"€{NARROW}0,05", "€0.05"),
        ("1234567.89", "EUR", f"€{NARROW}1.234.567,89", "€1,234,567.89"),
        ("-12.10", "EUR", f"€{NARROW}-12,10", "-€12.10"),
        ("1210.00", "USD", f"US${NARROW}1.210,00", "$1,210.00"),
        ("12100", "JPY", f"JP¥{NARROW}12.100", "¥12,100"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(value, currency, dutch, english):
    assert amount_for_people(value, currency, "nl") == dutch
    assert amount_for_people(value, currency, "en") == english


@pytest.mark.parametrize(
    ("preferences", "language"),
    [
        (("nl", "en"), "nl"),
        ((None, "nl"), "nl"),
        (("de", "nl"), "nl"),
        (("de", None), "en"),
        ((), "en"),
        (("NL", "nl-NL", ""), "en"),
    ],
)
def test_the_first_language_that_we_speak(preferences, language):
    assert language_of(*preferences) == language

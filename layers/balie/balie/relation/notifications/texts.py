"""What mails say, in Dutch and English. Plain: what happened, what it means, what to do."""

from decimal import Decimal
from typing import Literal, TypedDict

from babel.numbers import format_currency

Language = Literal["nl", "en"]
Voice = Literal["nl", "nl_u", "en"]  # Dutch as to friends, Dutch as to strangers, English


class MailTexts(TypedDict):
    """Each with named places. button: None when there is nothing to do."""

    subject: str
    first: str
    then: str
    button: str | None


TEXTS: dict[str, dict[Voice, MailTexts]] = {
    "sign_in": {
        "nl": {
            "subject": "Inloggen bij {firm}",
            "first": "Met deze knop log je in op het klantportaal van {firm}.",
            "then": "De link werkt één keer en tien minuten lang. Heb je niet gevraagd om in te "
            "loggen? Dan hoef je niets te doen.",
            "button": "Inloggen",
        },
        "nl_u": {
            "subject": "Inloggen bij {firm}",
            "first": "Met deze knop logt u in op het klantportaal van {firm}.",
            "then": "De link werkt één keer en tien minuten lang. Hebt u niet gevraagd om in te "
            "loggen? Dan hoeft u niets te doen.",
            "button": "Inloggen",
        },
        "en": {
            "subject": "Sign in to {firm}",
            "first": "This button signs you in to the customer portal of {firm}.",
            "then": "The link works once, for ten minutes. If you did not ask to sign in, you "
            "need not do anything.",
            "button": "Sign in",
        },
    },
    "contact_invited": {
        "nl": {
            "subject": "Toegang tot het klantportaal van {firm}",
            "first": "{inviter} geeft je namens {company} toegang tot het klantportaal van {firm}.",
            "then": "Inloggen gaat met dit mailadres: er komt een link per mail. Hoor je niet bij "
            "{company}? Dan hoef je niets te doen.",
            "button": "Naar het portaal",
        },
        "nl_u": {
            "subject": "Toegang tot het klantportaal van {firm}",
            "first": "{inviter} geeft u namens {company} toegang tot het klantportaal van {firm}.",
            "then": "Inloggen gaat met dit mailadres: er komt een link per mail. Hoort u niet bij "
            "{company}? Dan hoeft u niets te doen.",
            "button": "Naar het portaal",
        },
        "en": {
            "subject": "Access to the customer portal of {firm}",
            "first": "{inviter} gives you access to the customer portal of {firm}, for {company}.",
            "then": "Sign in with this e-mail address: a link comes by mail. If you are not with "
            "{company}, you need not do anything.",
            "button": "Go to the portal",
        },
    },
    "prove": {
        "nl": {
            "subject": "Bevestig dat jij het bent, bij {firm}",
            "first": "Met deze knop bevestig je dat jij het bent die bij {firm} iets wil wijzigen.",
            "then": "De link werkt één keer en tien minuten lang. Heb je hier niet om gevraagd? "
            "Log dan in en kies bij Gegevens voor overal uitloggen.",
            "button": "Bevestigen",
        },
        "nl_u": {
            "subject": "Bevestig dat u het bent, bij {firm}",
            "first": "Met deze knop bevestigt u dat u het bent die bij {firm} iets wil wijzigen.",
            "then": "De link werkt één keer en tien minuten lang. Hebt u hier niet om gevraagd? "
            "Log dan in en kies bij Gegevens voor overal uitloggen.",
            "button": "Bevestigen",
        },
        "en": {
            "subject": "Confirm that it is you, at {firm}",
            "first": "This button confirms that it is you who wants to change something at {firm}.",
            "then": "The link works once, for ten minutes. If you did not ask for it, sign in and "
            "choose to sign out everywhere, under Details.",
            "button": "Confirm",
        },
    },
    "change_email": {
        "nl": {
            "subject": "Bevestig je nieuwe mailadres bij {firm}",
            "first": "Met deze knop wordt dit je mailadres in het klantportaal van {firm}.",
            "then": "De link werkt één keer en tien minuten lang. Heb je hier niet om gevraagd? "
            "Dan hoef je niets te doen.",
            "button": "Dit is mijn adres",
        },
        "nl_u": {
            "subject": "Bevestig uw nieuwe mailadres bij {firm}",
            "first": "Met deze knop wordt dit uw mailadres in het klantportaal van {firm}.",
            "then": "De link werkt één keer en tien minuten lang. Hebt u hier niet om gevraagd? "
            "Dan hoeft u niets te doen.",
            "button": "Dit is mijn adres",
        },
        "en": {
            "subject": "Confirm your new e-mail address at {firm}",
            "first": "This button makes this your e-mail address in the customer portal of {firm}.",
            "then": "The link works once, for ten minutes. If you did not ask for it, you need "
            "not do anything.",
            "button": "This is my address",
        },
    },
    "email_changing": {
        "nl": {
            "subject": "Je mailadres bij {firm} verandert",
            "first": "Er is gevraagd om je mailadres bij {firm} te veranderen in {email}. Dat "
            "gebeurt zodra iemand daar de link in de mail opent.",
            "then": "Heb je dit niet zelf gevraagd? Log dan meteen in en kies bij Gegevens voor "
            "overal uitloggen.",
            "button": "Naar het portaal",
        },
        "nl_u": {
            "subject": "Uw mailadres bij {firm} verandert",
            "first": "Er is gevraagd om uw mailadres bij {firm} te veranderen in {email}. Dat "
            "gebeurt zodra iemand daar de link in de mail opent.",
            "then": "Hebt u dit niet zelf gevraagd? Log dan meteen in en kies bij Gegevens voor "
            "overal uitloggen.",
            "button": "Naar het portaal",
        },
        "en": {
            "subject": "Your e-mail address at {firm} is changing",
            "first": "Somebody asked to change your e-mail address at {firm} to {email}. It "
            "changes once the link in the mail there is opened.",
            "then": "If that was not you, sign in now and choose to sign out everywhere, under "
            "Details.",
            "button": "Go to the portal",
        },
    },
    "user_invited": {
        "nl": {
            "subject": "Je toegang tot de balie van {firm}",
            "first": "{firm} nodigt je uit om mee te werken aan de balie. Met deze knop maak je "
            "een passkey aan; daarmee log je voortaan in.",
            "then": "De link werkt één keer en 24 uur lang, en alleen voor jou: stuur hem niet "
            "door. Hoor je niet bij {firm}? Dan hoef je niets te doen.",
            "button": "Toegang instellen",
        },
        "en": {
            "subject": "Your access to the desk of {firm}",
            "first": "{firm} invites you to work in its desk. This button makes a passkey, with "
            "which you sign in from then on.",
            "then": "The link works once, for 24 hours, and is for you alone: do not forward it. "
            "If you are not with {firm}, you need not do anything.",
            "button": "Set up your access",
        },
    },
    "user_recovered": {
        "nl": {
            "subject": "Opnieuw toegang tot de balie van {firm}",
            "first": "Met deze knop maak je een nieuwe passkey aan voor de balie van {firm}. Je "
            "oude passkeys werken daarna niet meer.",
            "then": "De link werkt één keer en 24 uur lang. Heb je hier niet om gevraagd? Gebruik "
            "hem dan niet, en laat het een eigenaar van {firm} weten.",
            "button": "Nieuwe passkey maken",
        },
        "en": {
            "subject": "Back into the desk of {firm}",
            "first": "This button makes a new passkey for the desk of {firm}. Your earlier "
            "passkeys do not work any more after that.",
            "then": "The link works once, for 24 hours. If you did not ask for it, do not use it, "
            "and let an owner of {firm} know.",
            "button": "Make a new passkey",
        },
    },
    "recovery_started": {
        "nl": {
            "subject": "Herstel van de toegang van {person} is begonnen",
            "first": "Een eigenaar van {firm} herstelt de toegang van {person}, omdat de passkeys "
            "kwijt zijn. Na 24 uur kan er een nieuwe link worden gestuurd.",
            "then": "Klopt dit niet? Stop het dan in de balie, onder Team. Elke eigenaar kan dat, "
            "en {person} zelf ook.",
            "button": "Naar het team",
        },
        "en": {
            "subject": "Recovery of the access of {person} has begun",
            "first": "An owner of {firm} recovers the access of {person}, because the passkeys "
            "are lost. After 24 hours a new link can be sent.",
            "then": "If this is not right, stop it in the desk, under Team. Every owner can, and "
            "so can {person}.",
            "button": "Go to the team",
        },
    },
    "recovery_cancelled": {
        "nl": {
            "subject": "Herstel van de toegang van {person} is gestopt",
            "first": "Het herstel van de toegang van {person} bij {firm} is gestopt. Er wordt "
            "geen nieuwe link gestuurd.",
            "then": "Je hoeft niets te doen.",
            "button": "Naar het team",
        },
        "en": {
            "subject": "Recovery of the access of {person} was stopped",
            "first": "The recovery of the access of {person} at {firm} was stopped. No new link "
            "will be sent.",
            "then": "There is nothing for you to do.",
            "button": "Go to the team",
        },
    },
    "passkey_added": {
        "nl": {
            "subject": "Er is een passkey aan je account toegevoegd",
            "first": "Met een nieuwe passkey kan voortaan onder jouw naam worden ingelogd in de "
            "balie van {firm}.",
            "then": "Was jij dat niet? Verwijder hem dan bij je account, meld je overal af en zeg "
            "het tegen een eigenaar.",
            "button": "Naar mijn account",
        },
        "en": {
            "subject": "A passkey was added to your account",
            "first": "From now on a new passkey signs in under your name in the desk of {firm}.",
            "then": "If that was not you, remove it on your account's page, sign out everywhere "
            "and tell an owner.",
            "button": "Go to my account",
        },
    },
    "passkey_removed": {
        "nl": {
            "subject": "Er is een passkey van je account verwijderd",
            "first": "Een passkey waarmee je kon inloggen in de balie van {firm}, werkt niet meer.",
            "then": "Was jij dat niet? Kijk dan bij je account welke er nog zijn, meld je overal "
            "af en zeg het tegen een eigenaar.",
            "button": "Naar mijn account",
        },
        "en": {
            "subject": "A passkey was removed from your account",
            "first": "A passkey that signed you in to the desk of {firm} does not work any more.",
            "then": "If that was not you, look on your account's page at those that are left, "
            "sign out everywhere and tell an owner.",
            "button": "Go to my account",
        },
    },
    "payment_confirmed": {
        "nl": {
            "subject": "Betaling van {amount} ontvangen",
            "first": "We hebben {amount} ontvangen voor factuur {number}.",
            "then": "De factuur is hiermee voldaan. Je hoeft niets te doen.",
            "button": "Bekijk je facturen",
        },
        "nl_u": {
            "subject": "Betaling van {amount} ontvangen",
            "first": "Wij hebben {amount} ontvangen voor factuur {number}.",
            "then": "De factuur is hiermee voldaan. U hoeft niets te doen.",
            "button": "Bekijk uw facturen",
        },
        "en": {
            "subject": "Payment of {amount} received",
            "first": "We have received {amount} for invoice {number}.",
            "then": "The invoice is settled. There is nothing for you to do.",
            "button": "See your invoices",
        },
    },
}


# What the firm's own texts are called, below a mail.
LEGAL: dict[Language, dict[str, str]] = {
    "nl": {"terms": "Voorwaarden", "privacy": "Privacy", "imprint": "Colofon"},
    "en": {"terms": "Terms", "privacy": "Privacy", "imprint": "Imprint"},
}


def texts_of(mail: str, language: Language, address_form: str) -> MailTexts:
    """address_form: the firm's; where a mail is to its own people, there is one form."""
    voices = TEXTS[mail]
    if language == "nl" and address_form == "u" and "nl_u" in voices:
        return voices["nl_u"]
    return voices[language]


def language_of(*preferences: str | None) -> Language:
    """The first preference that we speak; English otherwise."""
    for preference in preferences:
        if preference == "nl":
            return "nl"
        if preference == "en":
            return "en"
    return "en"


def amount_for_people(value: str, currency: str, language: Language) -> str:
    """value: as on the wire. "1210.00", "EUR" -> "€ 1.210,00" (nl), "€1,210.00" (en)."""
    return str(
        format_currency(Decimal(value), currency, locale=language, decimal_quantization=False)
    )

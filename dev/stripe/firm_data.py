"""Studio Noord: whom it works for, what it hosts, and what it invoiced by hand."""

from dataclasses import dataclass

DAYS_OF_HISTORY = 150


@dataclass(frozen=True)
class Client:
    key: str
    name: str
    email: str
    city: str
    street: str
    postal_code: str
    country: str
    vat: str
    language: str = "nl"
    iban: str | None = None
    card: str | None = None


CLIENTS = [
    Client(
        "vandijk",
        "Van Dijk Architecten B.V.",
        "sanne@vandijk-architecten.example",
        "Rotterdam",
        "Schiekade 189",
        "3013 BR",
        "NL",
        "NL812345678B01",
        iban="NL39RABO0300065264",
    ),
    Client(
        "bakkerij",
        "Bakkerij De Gouden Aar",
        "administratie@degoudenaar.example",
        "Haarlem",
        "Kruisstraat 24",
        "2011 PX",
        "NL",
        "NL823456789B01",
    ),
    Client(
        "kade",
        "Kade Zeven Advocaten B.V.",
        "facturen@kadezeven.example",
        "Amsterdam",
        "Prins Hendrikkade 7",
        "1012 TK",
        "NL",
        "NL834567891B01",
    ),
    Client(
        "zwaan",
        "Brouwerij De Zwaan BV",
        "boekhouding@dezwaan.example",
        "Gent",
        "Coupure 112",
        "9000",
        "BE",
        "BE0412345678",
        card="pm_card_visa",
    ),
    Client(
        "fietsen",
        "Fietsenfabriek Utrecht B.V.",
        "inkoop@fietsenfabriek.example",
        "Utrecht",
        "Vaartsestraat 31",
        "3532 KJ",
        "NL",
        "NL845678912B01",
        card="pm_card_mastercard",
    ),
    Client(
        "linde",
        "Huisartsenpraktijk De Linde",
        "praktijk@huisartsdelinde.example",
        "Zwolle",
        "Assendorperstraat 60",
        "8012 CB",
        "NL",
        "NL856789123B01",
        iban="BE62510007547061",
    ),
    Client(
        "mueller",
        "Müller & Söhne Maschinenbau GmbH",
        "buchhaltung@mueller-soehne.example",
        "Bielefeld",
        "Herforder Straße 48",
        "33602",
        "DE",
        "DE812345678",
        language="de",
    ),
    Client(
        "waterlicht",
        "Stichting Waterlicht",
        "penningmeester@waterlicht.example",
        "Leeuwarden",
        "Blokhuisplein 40",
        "8911 LJ",
        "NL",
        "NL867891234B01",
    ),
    Client(
        "lumiere",
        "Atelier Lumière SRL",
        "compta@atelierlumiere.example",
        "Bruxelles",
        "Rue de Flandre 86",
        "1000",
        "BE",
        "BE0523456789",
        language="fr",
    ),
    Client(
        "zonneveld",
        "Zonneveld Installatietechniek B.V.",
        "crediteuren@zonneveld.example",
        "Apeldoorn",
        "Kanaal Zuid 145",
        "7332 BA",
        "NL",
        "NL878912345B01",
    ),
    Client(
        "hanse",
        "Hanse Logistik GmbH",
        "rechnung@hanse-logistik.example",
        "Hamburg",
        "Am Sandtorkai 33",
        "20457",
        "DE",
        "DE823456789",
        language="de",
    ),
    Client(
        "groenrijk",
        "Groenrijk Hoveniers V.O.F.",
        "info@groenrijk-hoveniers.example",
        "Wageningen",
        "Haagsteeg 12",
        "6708 PM",
        "NL",
        "NL889123456B01",
        card="pm_card_visa",
    ),
]


@dataclass(frozen=True)
class Plan:
    """A monthly subscription. days: of payment when it is invoiced rather than collected."""

    client: str
    product: str
    amount: int
    since: int
    """Days ago."""
    days: int | None = None
    pays_after: int | None = None
    """Days after each invoice on which an iDEAL payment comes in."""


PLANS = [
    Plan("vandijk", "Managed hosting", 8_900, 138),
    Plan("fietsen", "Webshop hosting", 14_900, 129),
    Plan("linde", "Managed hosting", 6_500, 121),
    Plan("zwaan", "Webshop hosting", 14_900, 112),
    Plan("bakkerij", "Design retainer, 8 hours", 76_000, 134, days=14, pays_after=6),
]


@dataclass(frozen=True)
class Job:
    """An invoice made by hand. paid_after and method: None while nothing was paid."""

    client: str
    ago: int
    work: tuple[tuple[str, int], ...]
    days: int = 30
    paid_after: int | None = None
    method: str = "ideal"
    then: str = ""
    """What happens to it besides, see `firm`."""
    currency: str = "eur"


JOBS = [
    Job("vandijk", 131, (("Brand guidelines", 340_000),), paid_after=19),
    Job("kade", 128, (("Website, first phase", 480_000), ("Copywriting", 95_000)), paid_after=27),
    Job("mueller", 124, (("Product catalogue, design", 560_000),), paid_after=31),
    Job("zonneveld", 122, (("Vehicle lettering", 128_500),), then="given_up"),
    Job("waterlicht", 119, (("Festival identity", 410_000),), paid_after=12),
    Job("groenrijk", 117, (("Garden planner, prototype", 275_000),), 14, 9, "card"),
    Job("hanse", 115, (("Driver app, research", 390_000),), paid_after=22, method="card"),
    Job("lumiere", 112, (("Exhibition posters", 118_000),), paid_after=15, method="card"),
    Job("kade", 108, (("Website, second phase", 480_000),), paid_after=30),
    Job("fietsen", 104, (("Product photography", 187_500),), 14, 13),
    Job("vandijk", 101, (("Website, monthly improvements", 125_000),), paid_after=16),
    Job("bakkerij", 99, (("Packaging for speculaas", 143_000),), 14, 8),
    Job("zwaan", 97, (("Label design, autumn beer", 99_500),), paid_after=20, method="card"),
    Job("hanse", 93, (("Driver app, research trip", 184_000),), 30, 25, "card", currency="usd"),
    Job("mueller", 90, (("Product catalogue, typesetting", 312_000),), paid_after=34),
    Job("groenrijk", 88, (("Garden planner, design", 365_000),), 14, 7, "card", "disputed"),
    Job("waterlicht", 85, (("Signposting", 167_500),), paid_after=18),
    Job("lumiere", 83, (("Catalogue", 236_000),), 30, 10, "card", "partly_refunded"),
    Job("zonneveld", 80, (("Website maintenance", 48_000),), paid_after=41),
    Job("kade", 76, (("Newsletter templates", 88_000),), paid_after=21),
    Job("vandijk", 73, (("Website, monthly improvements", 125_000),), paid_after=14),
    Job("fietsen", 70, (("Configurator, advice", 96_000),), 14, 12, "card"),
    Job("mueller", 66, (("Trade fair stand", 745_000),)),
    Job("hanse", 63, (("Driver app, design", 620_000),), paid_after=29, method="card"),
    Job("bakkerij", 61, (("Menu boards", 58_000),), 14, 5),
    Job("groenrijk", 58, (("Garden planner, hosting set-up", 45_000),), then="voided"),
    Job("groenrijk", 57, (("Garden planner, set-up", 42_500),), 14, 11, "card"),
    Job("linde", 55, (("Practice website, accessibility", 132_000),), 30, 20, "sepa_debit"),
    Job("waterlicht", 52, (("Festival website", 298_000),), 30, 17, then="credited"),
    Job("zwaan", 50, (("Tasting room, menu", 37_500),), paid_after=26, method="card"),
    Job("kade", 47, (("Website, third phase", 520_000),), then="partly_paid"),
    Job("vandijk", 44, (("Drawings viewer, first phase", 285_000),)),
    Job("lumiere", 41, (("Invitation cards", 54_000),), 30, 9, "card", "refunded"),
    Job("zonneveld", 39, (("Website maintenance", 48_000),), 14),
    Job("fietsen", 36, (("Spring campaign, concept", 410_000),), paid_after=28),
    Job("hanse", 33, (("Driver app, interviews in Boston", 210_000),), currency="usd"),
    Job("bakkerij", 30, (("Delivery van lettering", 86_500),), 14, 10),
    Job("mueller", 27, (("Catalogue, translations", 158_000),), 14),
    Job("vandijk", 24, (("Website, monthly improvements", 125_000),), 14, 11),
    Job("waterlicht", 21, (("Annual report", 226_000),), 30),
    Job("groenrijk", 18, (("Garden planner, support", 32_000),), 14, 6, "card", "credited"),
    Job("kade", 15, (("Vacancy pages", 117_000),), 30),
    Job("linde", 12, (("Appointment module", 164_000),), 30, 6, "sepa_debit"),
    Job("fietsen", 9, (("Spring campaign, design", 365_000),), 30),
    Job("vandijk", 6, (("Drawings viewer, second phase", 315_000),), 30),
    Job("hanse", 5, (("Driver app, prototype", 480_000),), 30),
    Job("lumiere", 3, (("Website, sketches", 145_000),), 14),
    Job("zwaan", 2, (("Gift box", 122_000),), 30),
]

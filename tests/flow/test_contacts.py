"""Contacts of a customer: owners let people in and out, nobody sees those of another customer."""

import pytest

from balie.relation.customers.roles import Role
from tests.house import oracle
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice
from tests.house.memory_aws import MemoryAws
from tests.house.people import LONG_AGO, browser_of, colleague, contact_of
from tests.house.signing_in import ask, host, let_in, link_token, mailed, recipients, signed_in
from tests.house.visitor import Answer, Visitor

NOOR = {"name": "Noor", "email": "noor@vandijk.example", "role": "billing"}
PAYLOAD = "<img src=x onerror=alert(1)>{{7*7}}"


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def names(visitor: Visitor) -> list[str]:
    return [one["name"] for one in visitor.get("/api/profile").json["contacts"]]


def test_an_owner_invites_a_colleague_who_then_signs_in(firm: House, memory: MemoryAws) -> None:
    owner = let_in(firm, memory)
    made = owner.post("/api/contacts", NOOR)
    assert (made.status, made.json["role"]) == (201, "billing")
    assert recipients(memory)[-1] == "noor@vandijk.example"
    assert "Van Dijk" in mailed(memory)[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    noor = let_in(firm, memory, "noor@vandijk.example")
    assert noor.get("/api/session").json["contact"]["name"] == "Noor"
    assert sorted(names(noor)) == ["Noor", "Van Dijk"]


def test_a_role_changes_and_a_removed_contact_is_signed_out_at_once(either: House) -> None:
    ref = customer(either)
    either.settle()
    noor = colleague(either, ref, Role.VIEWER)
    owner, hers = browser_of(either, contact_of(either, ref, "sanne@vandijk.example")), None
    changed = owner.send_json("PUT", f"/api/contacts/{noor.id}/role", {"role": "billing"})
    assert (changed.status, changed.json["role"]) == (200, "billing")
    hers = browser_of(either, contact_of(either, ref, noor.email))
    assert hers.get("/api/overview").status == 200
    assert owner.send_json("DELETE", f"/api/contacts/{noor.id}", {}).status == 204
    assert hers.get("/api/overview").status == 401
    assert len(names(owner)) == 1


@pytest.mark.parametrize("role", [Role.BILLING, Role.SIGNER, Role.VIEWER])
def test_only_owners_manage_contacts(memory_house: House, role: Role) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    visitor = browser_of(memory_house, colleague(memory_house, ref, role))
    owner = contact_of(memory_house, ref, "sanne@vandijk.example")
    for answer in (
        visitor.post("/api/contacts", NOOR),
        visitor.send_json("PUT", f"/api/contacts/{owner.id}/role", {"role": "viewer"}),
        visitor.send_json("DELETE", f"/api/contacts/{owner.id}", {}),
    ):
        assert code_of(answer) == (403, "contact_may_not")
    assert visitor.get("/api/profile").status == 200
    assert "manage_contacts" not in visitor.get("/api/session").json["may"]


@pytest.mark.parametrize(
    ("role", "pays"),
    [(Role.OWNER, True), (Role.BILLING, True), (Role.SIGNER, False), (Role.VIEWER, False)],
)
def test_a_link_to_pay_is_for_those_who_pay(memory_house: House, role: Role, pays: bool) -> None:
    ref = customer(memory_house)
    open_invoice(memory_house, 12_100, of=ref)
    memory_house.settle()
    visitor = browser_of(memory_house, colleague(memory_house, ref, role))
    (listed,) = visitor.get("/api/invoices").json["invoices"]
    (shown,) = visitor.get("/api/overview").json["open_invoices"]
    story = visitor.get(f"/api/invoices/{listed['id']}").json["invoice"]
    assert [bool(one["pay_url"]) for one in (listed, shown, story)] == [pays] * 3


def test_the_last_owner_stays_whatever_is_tried(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    first = contact_of(memory_house, ref)
    owner = browser_of(memory_house, first)
    last = (409, "last_owner_of_customer")
    role = f"/api/contacts/{first.id}/role"
    assert code_of(owner.send_json("PUT", role, {"role": "viewer"})) == last
    assert code_of(owner.send_json("DELETE", f"/api/contacts/{first.id}", {})) == last
    second = colleague(memory_house, ref, Role.OWNER)
    assert owner.send_json("PUT", role, {"role": "viewer"}).status == 200
    other = browser_of(memory_house, second)
    assert code_of(other.send_json("DELETE", f"/api/contacts/{second.id}", {})) == last


def test_who_signed_in_long_ago_must_prove_it_first(firm: House, memory: MemoryAws) -> None:
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    owner = browser_of(firm, contact_of(firm, ref), ago=LONG_AGO)
    needed = (403, "fresh_sign_in_needed")
    assert code_of(owner.post("/api/contacts", NOOR)) == needed
    assert code_of(owner.post("/api/profile/email", {"email": "new@vandijk.example"})) == needed
    assert not owner.get("/api/session").json["is_fresh"]
    assert owner.post("/api/profile/proof", {}).status == 202
    before = dict(owner.jar)
    assert owner.post("/api/sign-in/redeem", {"token": link_token(memory)}).status == 200
    assert owner.get("/api/session").json["is_fresh"]
    assert owner.post("/api/contacts", NOOR).status == 201
    owner.jar = before
    assert owner.get("/api/session").status == 401  # the session from before ended with it


def test_an_address_changes_by_a_link_to_the_new_one_and_word_to_the_old(
    firm: House, memory: MemoryAws
) -> None:
    owner = let_in(firm, memory)
    elsewhere = let_in(firm, memory)
    asked = owner.post("/api/profile/email", {"email": "sanne@new.example"})
    assert asked.status == 202
    assert owner.get("/api/session").json["contact"]["email"] == "sanne@vandijk.example"
    assert recipients(memory)[-2:] == ["sanne@new.example", "sanne@vandijk.example"]
    text = mailed(memory)[-2]["Content"]["Simple"]["Body"]["Text"]["Data"]
    token = text.partition("/sign-in#")[2].split()[0]
    assert owner.post("/api/sign-in/redeem", {"token": token}).status == 200
    assert owner.get("/api/session").json["contact"]["email"] == "sanne@new.example"
    assert elsewhere.get("/api/session").status == 401
    sent = recipients(memory)
    assert ask(Visitor(host(firm))).status == 202  # the old address: the same answer, no mail
    assert recipients(memory) == sent


def test_an_address_that_is_among_the_contacts_is_refused(memory_house: House) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    colleague(memory_house, ref, Role.VIEWER, "noor@vandijk.example")
    owner = browser_of(memory_house, contact_of(memory_house, ref, "sanne@vandijk.example"))
    taken = {"email": "NOOR@vandijk.example"}
    assert code_of(owner.post("/api/contacts", {**NOOR, **taken})) == (409, "contact_exists")
    assert code_of(owner.post("/api/profile/email", taken)) == (409, "contact_exists")


def test_anothers_contact_looks_like_a_missing_one(memory_house: House) -> None:
    ours = customer(memory_house)
    theirs = customer(memory_house, name="CANARY", email="canary@canary.example")
    memory_house.settle()
    foreign = contact_of(memory_house, theirs)
    owner = browser_of(memory_house, contact_of(memory_house, ours))
    missing = "con_" + "0" * 26
    for id in (foreign.id, missing):
        role = owner.send_json("PUT", f"/api/contacts/{id}/role", {"role": "viewer"})
        gone = owner.send_json("DELETE", f"/api/contacts/{id}", {})
        assert code_of(role) == code_of(gone) == (404, "contact_missing")
    for path in ("/api/profile", "/api/session", "/api/sessions"):
        assert "canary" not in owner.get(path).text.lower()
    owner.host = host(open_house(memory_house.simulator))
    assert owner.get("/api/profile").status == 401
    assert contact_of(memory_house, theirs).role == "owner"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**NOOR, "email": "noor"}, "email"),
        ({**NOOR, "email": "a b@c.example"}, "email"),
        ({**NOOR, "role": "admin"}, "role"),
        ({**NOOR, "name": "  "}, "name"),
        ({**NOOR, "name": "a\nb"}, "name"),
        ({**NOOR, "name": "x" * 101}, "name"),
    ],
)
def test_a_contact_that_makes_no_sense_is_refused_by_name(
    memory_house: House, body: dict[str, str], field: str
) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    answer = browser_of(memory_house, contact_of(memory_house, ref)).post("/api/contacts", body)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


CHANGES = [
    ("POST", "/api/contacts"),
    ("PUT", f"/api/contacts/con_{'0' * 26}/role"),
    ("DELETE", f"/api/contacts/con_{'0' * 26}"),
    ("POST", "/api/profile/name"),
    ("POST", "/api/profile/language"),
    ("POST", "/api/profile/email"),
    ("POST", "/api/profile/proof"),
    ("DELETE", f"/api/sessions/ses_{'0' * 26}"),
    ("POST", "/api/sign-out-everywhere"),
    ("POST", "/api/session/customer"),
]


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_another_site_changes_nothing(memory_house: House, method: str, path: str) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    visitor = signed_in(memory_house, ref)
    before = oracle.every_row(memory_house.tenant)
    for headers in (
        {"content-type": "application/json", "x-balie": "1", "sec-fetch-site": "cross-site"},
        {"content-type": "text/plain", "x-balie": "1", "sec-fetch-site": "same-origin"},
        {"content-type": "application/json", "sec-fetch-site": "same-origin"},
    ):
        answer = visitor.send(method, path, headers=headers, body=b"{}")
        assert code_of(answer) == (403, "cross_site")
    assert oracle.every_row(memory_house.tenant) == before


def test_hostile_names_come_through_as_text(firm: House, memory: MemoryAws) -> None:
    owner = let_in(firm, memory)
    assert owner.post("/api/profile/name", {"name": PAYLOAD}).status == 204
    assert owner.post("/api/contacts", {**NOOR, "name": PAYLOAD}).status == 201
    html = mailed(memory)[-1]["Content"]["Simple"]["Body"]["Html"]["Data"]
    assert "<img src=x" not in html
    assert "&lt;img" in html
    assert names(owner).count(PAYLOAD) == 2


def test_a_language_is_kept_with_the_person(either: House) -> None:
    ref = customer(either)
    either.settle()
    visitor = signed_in(either, ref)
    assert visitor.post("/api/profile/language", {"language": "en"}).status == 204
    assert visitor.get("/api/session").json["contact"]["language"] == "en"
    assert visitor.post("/api/profile/language", {"language": "xx"}).status == 422


def test_an_address_taken_away_at_the_provider_signs_its_contact_out(
    firm: House, memory: MemoryAws
) -> None:
    visitor = let_in(firm, memory)
    ref = firm.call("get", "/v1/customers")["data"][0]["id"]
    firm.simulator.world.store.by_id[ref]["email"] = None
    firm.call("post", f"/v1/customers/{ref}", name="Van Dijk B.V.")
    firm.settle()
    assert visitor.get("/api/session").status == 401
    sent = recipients(memory)
    ask(Visitor(host(firm)))
    assert recipients(memory) == sent


def test_invitations_are_limited(firm: House, memory: MemoryAws) -> None:
    owner = let_in(firm, memory)
    answers = [
        owner.post("/api/contacts", {**NOOR, "email": f"n{n}@vandijk.example"}).status
        for n in range(22)
    ]
    assert answers == [201] * 20 + [429] * 2


def test_an_address_that_another_contact_has_stays_that_contacts(memory_house: House) -> None:
    ref = customer(memory_house, email="sanne@vandijk.example")
    memory_house.settle()
    colleague(memory_house, ref, Role.VIEWER, "noor@vandijk.example")
    sanne = browser_of(memory_house, contact_of(memory_house, ref, "sanne@vandijk.example"))
    for _ in range(2):  # a second time nothing has changed
        memory_house.call("post", f"/v1/customers/{ref}", email="Noor@vandijk.example")
        memory_house.settle()
        contacts = sanne.get("/api/profile").json["contacts"]
        roles = {one["email"]: one["role"] for one in contacts}
        assert roles == {"noor@vandijk.example": "viewer", "sanne@vandijk.example": "owner"}
    told = [row.get("name") for row in oracle.every_row(memory_house.tenant)]
    assert told.count("contact.email_kept") == 1

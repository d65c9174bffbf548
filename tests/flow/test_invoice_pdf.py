"""An invoice's PDF: fetched from the provider when first wanted, and from then on ours to show."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from balie.firm.users.roles import Role
from balie.ground.aws import clients, guard, secrets
from balie.ground.aws.direct import Refused
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.money.invoice_pdfs import keeping, rules
from balie.money.invoices import service as invoices
from balie.outside.providers import connecting, downloads, registry
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from functions.provider_call import app as provider_call
from tests.house import meetings, oracle, standing_twice
from tests.house.crashes import CrashPoints
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.signing_in import signed_in
from tests.house.team import colleague
from tests.house.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were asked for a document."""
    urls: list[str] = []
    ask = downloads._ask

    def noted(pool: Any, url: str) -> Any:
        urls.append(url)
        return ask(pool, url)

    monkeypatch.setattr(downloads, "_ask", noted)
    return urls


def the_invoice(visitor: Visitor) -> str:
    (shown,) = visitor.get("/api/invoices").json["invoices"]
    return str(shown["id"])


def wanted(visitor: Visitor, invoice_id: str = "") -> Answer:
    return visitor.get(f"/api/invoices/{invoice_id or the_invoice(visitor)}/pdf")


def saved(answer: Answer) -> bytes:
    """What the browser is given at the address."""
    assert answer.status == 200, answer.text
    address = urlsplit(answer.json["url"])
    if address.hostname != "files.example":
        found = httpx.get(answer.json["url"])
        assert found.headers["content-type"] == "application/pdf"
        assert found.headers["content-disposition"].startswith('attachment; filename="')
        assert found.headers["cache-control"] == "private, no-store"
        return found.content
    s3: Any = clients.clients_for("").s3
    content, media_type = s3.objects[parse_qs(address.query)["Key"][0]]
    assert media_type == "application/pdf"
    return bytes(content)


def named(answer: Answer) -> str:
    """As the browser saves it."""
    query = parse_qs(urlsplit(answer.json["url"]).query)
    said = query.get("ResponseContentDisposition") or query["response-content-disposition"]
    return str(said[0])


def a_customer(house: House, **fields: str) -> tuple[Visitor, str]:
    """With one open invoice, whose ref is the second."""
    ref = customer(house, **fields)
    invoice = open_invoice(house, 12_100, of=ref)
    house.settle()
    return signed_in(house, ref), invoice


def call(house: House, invoice: str, **changes: object) -> dict[str, Any]:
    asked = {
        "tenant": house.tenant,
        "call": "invoice_pdf",
        "connection_id": house.connection,
        "ref": invoice,
        "actor": "contact:con_01K0000000000000000000000B",
    }
    return provider_call.handler({**asked, **changes}, LambdaContext())


def test_it_is_fetched_once_and_then_ours(either: House, fetched: list[str]) -> None:
    visitor, _ = a_customer(either)
    first, again = wanted(visitor), wanted(visitor)
    assert saved(first).startswith(b"%PDF-")
    assert b"Amount due: " in saved(first)
    assert saved(again) == saved(first)
    assert len(fetched) == 1
    assert first.json["is_current"]
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["x-content-type-options"] == "nosniff"


def test_the_address_ends_soon_and_says_nothing_of_the_customer(memory_house: House) -> None:
    visitor, ref = a_customer(memory_house)
    query = parse_qs(urlsplit(wanted(visitor).json["url"]).query)
    assert int(query["ExpiresIn"][0]) <= 60
    (key,) = query["Key"]
    assert key.startswith(f"tenants/{memory_house.tenant}/invoices/inv_")
    for private in ("dijk", "sanne", ref):
        assert private not in key.lower()


def test_once_it_may_have_changed_it_is_fetched_again(either: House, fetched: list[str]) -> None:
    visitor, invoice = a_customer(either)
    before = saved(wanted(visitor))
    pay(either, invoice)
    either.settle()
    after = saved(wanted(visitor))
    assert before != after
    wanted(visitor)
    assert len(fetched) == 2


def credited(house: House, invoice: str) -> None:
    house.call("post", "/v1/credit_notes", invoice=invoice, amount=1_000)


def withdrawn(house: House, invoice: str) -> None:
    house.call("post", f"/v1/invoices/{invoice}/void")


@pytest.mark.parametrize("change", [credited, withdrawn, pay])
def test_each_change_that_is_printed_is_seen(
    memory_house: House, change: Callable[[House, str], object]
) -> None:
    visitor, invoice = a_customer(memory_house)
    before = saved(wanted(visitor))
    change(memory_house, invoice)
    memory_house.settle()
    assert saved(wanted(visitor)) != before


def test_hearing_the_same_again_fetches_nothing(memory_house: House, fetched: list[str]) -> None:
    visitor, invoice = a_customer(memory_house)
    wanted(visitor)
    memory_house.call("post", f"/v1/invoices/{invoice}", metadata={"a": "b"})
    memory_house.settle()
    wanted(visitor)
    assert len(fetched) == 1


def test_what_is_kept_opens_when_the_account_is_disconnected(either: House) -> None:
    visitor, _ = a_customer(either)
    before = saved(wanted(visitor))
    connecting.disconnect(either.tenant, either.connection, actor="test", now=clock.now())
    assert saved(wanted(visitor)) == before


def test_what_was_kept_before_it_changed_opens_when_no_other_can_be_had(
    memory_house: House, simulator: Simulator
) -> None:
    visitor, invoice = a_customer(memory_house)
    before = saved(wanted(visitor))
    pay(memory_house, invoice)
    memory_house.settle()
    simulator.faults.add("timeout_before")
    answer = wanted(visitor)
    assert saved(answer) == before
    assert not answer.json["is_current"]


def refusal(visitor: Visitor) -> tuple[int, str]:
    answer = wanted(visitor)
    return answer.status, answer.json["code"]


@pytest.mark.parametrize("fault", ["error", "timeout_before", "rate_limit", "cut_off"])
def test_a_provider_that_does_not_answer_is_told_and_can_be_asked_again(
    memory_house: House, simulator: Simulator, fault: Any
) -> None:
    visitor, _ = a_customer(memory_house)
    simulator.faults.add(fault)
    assert refusal(visitor) == (503, "pdf_unavailable")
    simulator.faults.clear()
    assert wanted(visitor).status == 200


def test_an_account_that_is_not_connected_is_told(memory_house: House) -> None:
    visitor, _ = a_customer(memory_house)
    connecting.disconnect(
        memory_house.tenant, memory_house.connection, actor="test", now=clock.now()
    )
    assert refusal(visitor) == (409, "pdf_out_of_reach")


def test_a_key_that_is_refused_is_told(memory_house: House, simulator: Simulator) -> None:
    visitor, _ = a_customer(memory_house)
    simulator.keys.remove(STUDIO_RESTRICTED)
    assert refusal(visitor) == (409, "pdf_out_of_reach")


@pytest.mark.parametrize("has", [{"invoice_pdf": None}, {"status": "draft", "invoice_pdf": None}])
def test_an_invoice_without_a_document_is_told(
    memory_house: House, simulator: Simulator, has: dict[str, Any]
) -> None:
    visitor, invoice = a_customer(memory_house)
    simulator.world.store.kinds["invoice"][invoice].update(has)
    assert refusal(visitor) == (404, "pdf_missing")


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:1/x.pdf",
        "https://evil.example/x.pdf",
        "file:///etc/passwd",
        "{documents}/credit_note/none/pdf",
    ],
)
def test_an_address_elsewhere_brings_nothing_in(
    memory_house: House, memory: MemoryAws, simulator: Simulator, documents: str, address: str
) -> None:
    visitor, invoice = a_customer(memory_house)
    found = simulator.world.store.kinds["invoice"][invoice]
    found["invoice_pdf"] = address.format(documents=documents)
    assert refusal(visitor) == (503, "pdf_unavailable")
    assert memory.s3.objects == {}


def test_whoever_may_see_the_invoice_may_have_it_and_nobody_else(
    memory_house: House, memory: MemoryAws
) -> None:
    ours, _ = a_customer(memory_house)
    theirs, _ = a_customer(memory_house, name="CANARY", email="canary@canary.example")
    canary = the_invoice(theirs)
    missing = wanted(ours, "inv_01K0000000000000000000000A")
    foreign = wanted(ours, canary)
    assert missing.status == foreign.status == 404
    assert missing.json == foreign.json
    assert memory.functions.called == 0
    assert b"CANARY" in saved(wanted(theirs))
    assert b"CANARY" not in saved(wanted(ours))
    assert wanted(ours, canary).json == missing.json
    assert wanted(Visitor(ours.host), canary).status == 401


def test_of_a_client_that_stands_twice_either_name_opens_all_its_documents(
    memory_house: House,
) -> None:
    first, second = standing_twice.two(memory_house)
    open_invoice(memory_house, of=second)
    memory_house.settle()
    theirs = signed_in(memory_house, second)
    invoice = the_invoice(theirs)
    head = signed_in(memory_house, first)
    assert wanted(head, invoice).status == 404
    ids = [standing_twice.our_id(memory_house, ref) for ref in (first, second)]
    team = colleague(memory_house.tenant)
    assert standing_twice.merge(team, *ids).status < 300
    assert saved(wanted(head, invoice)).startswith(b"%PDF-")
    path = f"/desk/customers/{ids[0]}/invoices/{invoice}/pdf"
    assert saved(team.get(path)) == saved(wanted(head, invoice))


def test_the_desk_downloads_it_too_each_firm_its_own(
    memory_house: House, simulator: Simulator, fetched: list[str]
) -> None:
    visitor, _ = a_customer(memory_house)
    invoice = the_invoice(visitor)
    team = colleague(memory_house.tenant, Role.VIEWER)
    (found,) = team.get("/desk/customers").json["customers"]
    path = f"/desk/customers/{found['id']}/invoices/{invoice}/pdf"
    assert saved(team.get(path)) == saved(wanted(visitor))
    assert len(fetched) == 1
    stranger = colleague(open_house(simulator).tenant)
    assert stranger.get(path).status == 404


NUMBERS = [
    ('SN-1"; filename="x.html', "SN-1-filename-x-html.pdf"),
    ("SN-1\r\nSet-Cookie: a=b", "SN-1-Set-Cookie-a-b.pdf"),
    ("../../etc/passwd", "etc-passwd.pdf"),
    ("<script>alert(1)</script>", "script-alert-1-script.pdf"),
    ("F\u202e2026\u0000", "F-2026.pdf"),
    ("2026/0041", "2026-0041.pdf"),
]


@pytest.mark.parametrize(("number", "file"), NUMBERS)
def test_no_number_can_end_a_header_or_hide_what_a_file_is(
    memory_house: House, simulator: Simulator, number: str, file: str
) -> None:
    ref = customer(memory_house)
    invoice = open_invoice(memory_house, of=ref)
    simulator.world.store.kinds["invoice"][invoice]["number"] = number
    memory_house.settle()
    assert named(wanted(signed_in(memory_house, ref))) == f'attachment; filename="{file}"'


def test_a_number_of_nothing_but_signs_gives_way_to_our_own(memory_house: House) -> None:
    visitor, _ = a_customer(memory_house)
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        (customer_id,) = {row["pk"].split("#")[-1] for row in rows_of(memory_house, "INVOICE#")}
        invoice = invoices.get(work, customer_id, the_invoice(visitor))
        odd = invoice.model_copy(update={"number": "///"})
        assert rules.saved_as(odd) == f"{invoice.id}.pdf"


def rows_of(house: House, sort_key: str) -> list[Any]:
    found = oracle.every_row(house.tenant)
    return [row for row in found if str(row["sk"]).startswith(sort_key)]


def test_it_is_written_down_who_had_it_fetched_and_once(memory_house: House) -> None:
    visitor, _ = a_customer(memory_house)
    wanted(visitor)
    wanted(visitor)
    (event,) = oracle.events_in(oracle.every_row(memory_house.tenant), "invoice.pdf_kept")
    assert event["object_id"] == the_invoice(visitor)
    assert event["actor"].startswith("contact:con_")


# ---- the function that may read the key -------------------------------------------------------
def test_a_call_is_answered_with_a_name_under_its_own_firm(memory_house: House) -> None:
    _, invoice = a_customer(memory_house)
    assert guard.OBJECT_NAME.fullmatch(call(memory_house, invoice)["name"])
    assert call(memory_house, invoice) == call(memory_house, invoice)


def test_a_call_for_another_firms_invoice_finds_none(
    memory_house: House, simulator: Simulator, memory: MemoryAws
) -> None:
    _, invoice = a_customer(memory_house)
    other = open_house(simulator)
    _, theirs = a_customer(other)
    before = memory.kms.decrypted
    for of in (
        {"tenant": other.tenant},
        {"connection_id": other.connection},
        {"ref": "in_nobody"},
        {"tenant": "ten_01K0000000000000000000000Z"},
    ):
        assert call(memory_house, invoice, **of) == {"problem": "invoice_missing"}
    assert call(memory_house, theirs, tenant=other.tenant) == {"problem": "invoice_missing"}
    assert memory.kms.decrypted == before
    assert memory.s3.objects == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"call": "refund"},
        {"ref": "in_1/../../v1/customers"},
        {"ref": "in_1?expand[]=customer"},
        {"ref": "cus_1"},
        {"ref": 1},
        {"ref": "in_1\n"},
        {"tenant": "ten_x"},
        {"tenant": None},
        {"connection_id": "con_1#"},
        {"actor": "Somebody <script>"},
        {"more": "x"},
        {"ref": "in_" + "1" * 256},
        {"actor": "contact:" + "a" * 1_000_000},
        {"tenant": "ten_" + "0" * 1_000_000},
        {"connection_id": ["con_01K0000000000000000000000B"]},
        {"tenant": "ten_01K0000000000000000000000B#T"},
        {"name": "invoices/../other.pdf"},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_call_that_is_none_is_refused_before_anything_is_read(
    memory_house: House, memory: MemoryAws, changes: dict[str, object]
) -> None:
    _, invoice = a_customer(memory_house)
    reads: list[str] = []
    memory.interfere_with(lambda name, _moment: reads.append(name))
    assert call(memory_house, invoice, **changes) == {"problem": "message_refused"}
    assert reads == []


@pytest.mark.parametrize("event", [None, [], "x", {}, {"tenant": {}}])
def test_what_is_no_call_at_all_is_refused(memory: MemoryAws, event: object) -> None:
    assert provider_call.handler(event, LambdaContext()) == {"problem": "message_refused"}


def test_one_customer_cannot_have_the_provider_asked_without_end(
    memory_house: House, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FETCHED_AN_HOUR", 2)
    visitor, invoice = a_customer(memory_house)
    simulator.faults.add("error")
    for _ in range(2):
        assert call(memory_house, invoice) == {"problem": "pdf_unavailable"}
    simulator.faults.clear()
    assert call(memory_house, invoice) == {"problem": "too_many"}
    assert refusal(visitor) == (503, "pdf_unavailable")


def test_several_at_once_keep_one_document(memory_house: House, memory: MemoryAws) -> None:
    _, invoice = a_customer(memory_house)
    keep = [lambda: call(memory_house, invoice)] * 4
    names = meetings.at_once(memory, keep)
    assert call(memory_house, invoice) in names
    (event,) = oracle.events_in(oracle.every_row(memory_house.tenant), "invoice.pdf_kept")
    assert len(memory.s3.objects) == 1


def test_dying_at_any_step_costs_a_call_and_no_more(
    memory_house: House, memory: MemoryAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = a_customer(memory_house)
    invoice = the_invoice(visitor)
    before = memory.dynamodb.copy()
    points = CrashPoints()
    memory.interfere_with(points.interfere)
    with points.dying_at(None):
        document = saved(wanted(visitor, invoice))
    steps = list(points.seen)
    assert ("s3.PutObject", "after") in steps
    for step in range(len(steps)):
        memory.dynamodb = before.copy()
        memory.dynamodb.interfere = points.interfere
        memory.s3.objects.clear()
        monkeypatch.setattr(secrets, "_decrypted", {})
        with points.dying_at(step):
            assert wanted(visitor, invoice).status == 500, steps[step]
        assert saved(wanted(visitor, invoice)) == document, steps[step]
        assert len(rows_of(memory_house, "INVOICE_PDF#")) == 1


def test_a_function_that_breaks_off_is_told_as_a_provider_that_does_not_answer(
    memory_house: House, memory: MemoryAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = a_customer(memory_house)

    def broken(*_: object) -> bytes:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(registry, "invoice_pdf", broken)
    assert refusal(visitor) == (503, "pdf_unavailable")
    refused = Refused("Invoke", "TooManyRequestsException", status=429)
    monkeypatch.setattr(memory.functions, "invoke", lambda **_: (_ for _ in ()).throw(refused))
    assert refusal(visitor) == (503, "pdf_unavailable")

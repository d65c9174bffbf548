"""`balie ledger check`: silent on a sound ledger, and every kind of damage is found."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from balie.cli.main import main
from balie.ground.aws import work
from balie.ground.aws.rows import Row, number
from balie.ground.core.clock import now
from balie.ground.core.ids import new_id
from balie.money.checks.service import reading
from balie.money.checks.service.walk import WAITS_SECONDS, Check
from balie.outside.providers import registry
from balie.outside.providers.refusals import ProviderUnavailable
from dev.stripe.simulator import Simulator
from tests.house import damage, oracle
from tests.house.histories import History
from tests.house.house import House, open_house
from tests.house.invoices import customer, open_invoice, pay, refund
from tests.house.memory_aws import MemoryAws

Damage = Callable[[House], object]


def checked(house: House, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[Any]]:
    """The exit code, and each line."""
    capsys.readouterr()
    code = main(["ledger", "check", "--tenant", house.tenant, "--json", *more])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return code, [line for line in said if "_aws" not in line]  # the functions' own metrics


@pytest.mark.parametrize("seed", range(12))
def test_a_sound_ledger_differs_in_nothing(
    seed: int, memory: MemoryAws, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    house = open_house(simulator)
    History(house, seed).live(30)
    house.settle()
    code, lines = checked(house, capsys)
    assert lines[:-1] == []
    assert code == 0
    assert lines[-1]["customers"] == lines[-1]["compared"] > 0


def test_so_it_is_on_the_embedded_aws(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "ROWS_A_PAGE", 3)
    History(house, 7).live(20)
    house.settle()
    code, lines = checked(house, capsys)
    assert (code, lines[:-1]) == (0, [])
    assert lines[-1]["compared"] > 0
    one = next(row for row in oracle.every_row(house.tenant) if str(row["sk"]) == "A#BALANCE#EUR")
    damage.put(house, one, receivable=number(one, "receivable") + 1)
    code, lines = checked(house, capsys, "--no-provider")
    assert (code, [line["law"] for line in lines[:-1]]) == (1, ["balance"])


@pytest.fixture
def furnished(memory_house: House) -> House:
    """One customer with a paid invoice, a refund of a part, an open one and credit; another with
    an open one."""
    house = memory_house
    ref = customer(house, name="Van Dijk")
    refund(house, pay(house, open_invoice(house, 12100, of=ref)), 3000)
    open_invoice(house, 5000, of=ref)
    change = {"amount": -700, "currency": "eur"}
    house.call("post", f"/v1/customers/{ref}/balance_transactions", **change)
    open_invoice(house, 900, of=customer(house, name="Bakker", email="bakker@firm.example"))
    house.settle()
    oracle.check(house)
    return house


def row(house: House, sk: str, **having: Any) -> Row:
    """The only row, or the richest, whose sort key begins so and whose attributes are these."""
    found = [
        one
        for one in oracle.every_row(house.tenant)
        if str(one["sk"]).startswith(sk) and having.items() <= one.items()
    ]
    assert found, sk
    return max(found, key=lambda one: len(str(one)))


def transfer(house: House, figure: str) -> Row:
    return next(
        one
        for one in oracle.every_row(house.tenant)
        if str(one["sk"]).startswith("TRANSFER#") and f":{figure}" in str(one["sk"])
    )


def balance(house: House) -> Row:
    return next(
        one
        for one in oracle.every_row(house.tenant)
        if "A#BALANCE#" in str(one["sk"]) and number(one, "unapplied")
    )


def accounts(house: House) -> Row:
    return next(one for one in oracle.every_row(house.tenant) if "#ACCOUNTS#" in str(one["pk"]))


def invoice(house: House, status: str) -> Row:
    return next(
        one
        for one in oracle.every_row(house.tenant)
        if str(one["sk"]).startswith("INVOICE#")
        and json.loads(str(one["data"]))["status"] == status
    )


def payment(house: House) -> Row:
    return damage.row_of(house, "A#PAYMENT#")


def due_name(row: Row) -> str:
    return next(name for name in row if name.startswith("due"))


def in_posted(name: str, value: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["posted"].update({name: value})


def moved(house: House) -> None:
    """An allocation that names the other invoice."""
    other = json.loads(str(invoice(house, "open")["data"]))["id"]
    damage.rewrite(
        house, transfer(house, "allocated"), lambda data: data.update({"invoice_id": other})
    )


def twice(house: House) -> None:
    one = transfer(house, "captured")
    damage.put(house, one, sk=f"{one['sk']}0")


def consistently_forgotten(house: House) -> None:
    """A change of the credit at the provider, with every sum that it went into."""
    one = transfer(house, "adjusted")
    damage.remove(house, one)
    own = row(house, "A#BALANCE#", pk=one["pk"])
    damage.put(house, own, "latest", unapplied=number(own, "unapplied") - 700)
    (theirs,) = [
        found
        for found in oracle.every_row(house.tenant)
        if "#ACCOUNTS#" in str(found["pk"]) and number(found, "adjustments") in (700, 3700)
    ]
    damage.put(house, theirs, adjustments=number(theirs, "adjustments") - 700)


# Each kind of row, what becomes of it, and the laws that this breaks at the least.
DAMAGE: dict[str, tuple[Damage, set[str]]] = {
    "a transfer is gone": (
        lambda h: damage.remove(h, transfer(h, "captured")),
        {"balance", "accounts", "payment"},
    ),
    "a transfer of an invoice is gone": (
        lambda h: damage.remove(h, transfer(h, "issued")),
        {"balance", "accounts", "invoice", "remaining"},
    ),
    "a transfer has another amount": (
        lambda h: damage.put(h, transfer(h, "refunds"), minor=2999),
        {"balance", "accounts", "payment"},
    ),
    "a transfer has a negative amount": (
        lambda h: damage.put(h, transfer(h, "captured"), minor=-12100),
        {"transfer", "balance"},
    ),
    "a transfer goes to its own account": (
        lambda h: damage.put(h, transfer(h, "allocated"), debit="receivable"),
        {"transfer", "balance", "remaining"},
    ),
    "a transfer has another account": (
        lambda h: damage.put(h, transfer(h, "captured"), debit="outside"),
        {"accounts", "payment"},
    ),
    "a transfer has another currency": (
        lambda h: damage.put(h, transfer(h, "captured"), currency="USD"),
        {"balance", "accounts", "payment"},
    ),
    "a transfer names another invoice": (moved, {"remaining"}),
    "a transfer stands there twice": (twice, {"row", "balance", "accounts", "payment"}),
    "a transfer cannot be read": (
        lambda h: damage.put(h, transfer(h, "captured"), "data"),
        {"row", "balance"},
    ),
    "a transfer's currency is none": (
        lambda h: damage.put(h, transfer(h, "captured"), currency="euro"),
        {"row", "balance"},
    ),
    "a transfer is in no list": (
        lambda h: damage.put(h, transfer(h, "captured"), "list_pk", "list_sk"),
        {"row"},
    ),
    "a transfer is listed on another day": (
        lambda h: damage.put(h, transfer(h, "captured"), list_sk="2020-01-01#con_1:pi_1"),
        {"row"},
    ),
    "a balance owes a cent more": (
        lambda h: damage.put(h, balance(h), receivable=number(balance(h), "receivable") + 1),
        {"balance"},
    ),
    "a balance has less than no credit": (
        lambda h: damage.put(h, balance(h), unapplied=-1),
        {"balance", "credit"},
    ),
    "a balance has an account of the firm": (
        lambda h: damage.put(h, balance(h), billed=1),
        {"balance"},
    ),
    "a balance is gone": (lambda h: damage.remove(h, balance(h)), {"balance", "due"}),
    "a balance stands there in another currency": (
        lambda h: damage.put(h, balance(h), sk="A#BALANCE#USD", currency="USD"),
        {"balance", "due"},
    ),
    "a balance names a transfer that is not there": (
        lambda h: damage.put(h, balance(h), latest="2026-01-01#con_1:in_1:issued:1"),
        {"latest"},
    ),
    "more is due on a day": (
        lambda h: damage.put(h, balance(h), **{due_name(balance(h)): 5001}),
        {"due"},
    ),
    "a day is gone": (lambda h: damage.put(h, balance(h), due_name(balance(h))), {"due"}),
    "nothing is due on a day": (
        lambda h: damage.put(h, balance(h), **{"due#2020-01-01": 0}),
        {"due"},
    ),
    "the firm's accounts have a cent more": (
        lambda h: damage.put(h, accounts(h), billed=number(accounts(h), "billed") + 1),
        {"accounts"},
    ),
    "the firm's accounts are gone": (lambda h: damage.remove(h, accounts(h)), {"accounts"}),
    "an invoice is gone": (
        lambda h: damage.remove(h, invoice(h, "paid")),
        {"invoice", "allocation", "provider_invoice"},
    ),
    "an invoice cannot be read": (
        lambda h: damage.put(h, invoice(h, "paid"), data="{}"),
        {"row", "invoice"},
    ),
    "an invoice says that more was issued": (
        lambda h: damage.rewrite(h, invoice(h, "open"), in_posted("issued", 5001)),
        {"invoice", "remaining", "due", "provider_total", "provider_remaining"},
    ),
    "an invoice says that it was paid": (
        lambda h: damage.rewrite(h, invoice(h, "open"), in_posted("out_of_band", 5000)),
        {"invoice", "remaining", "due", "provider_paid", "provider_remaining"},
    ),
    "an invoice says that another payment paid it": (
        lambda h: damage.rewrite(h, invoice(h, "paid"), in_posted("allocated", {"pay_1": 9100})),
        {"allocation"},
    ),
    "an invoice has another total": (
        lambda h: damage.rewrite(
            h, invoice(h, "open"), lambda data: data["total"].update({"minor": 4999})
        ),
        {"provider_total"},
    ),
    "an invoice has another status": (
        lambda h: damage.rewrite(
            h, invoice(h, "open"), lambda data: data.update({"status": "uncollectible"})
        ),
        {"row", "provider_status"},
    ),
    "an invoice is listed with those that are paid": (
        lambda h: damage.put(
            h,
            invoice(h, "open"),
            list_pk=str(invoice(h, "open")["list_pk"]).replace("open", "paid"),
        ),
        {"row"},
    ),
    "an invoice is in no list": (
        lambda h: damage.put(h, invoice(h, "open"), "list_pk", "list_sk"),
        {"row"},
    ),
    "an invoice has forgotten what is due of it": (
        lambda h: damage.rewrite(
            h, invoice(h, "open"), lambda data: data.update({"posted_due": None})
        ),
        {"due"},
    ),
    "a payment is gone": (
        lambda h: damage.remove(h, payment(h)),
        {"payment", "allocation", "provider_payment"},
    ),
    "a payment cannot be read": (
        lambda h: damage.put(h, payment(h), data="[]"),
        {"row", "payment"},
    ),
    "a payment says that more came in": (
        lambda h: damage.rewrite(h, payment(h), in_posted("captured", 12101)),
        {"payment", "provider_captured"},
    ),
    "a payment says that nothing was refunded": (
        lambda h: damage.rewrite(h, payment(h), in_posted("refunds", {})),
        {"payment", "provider_refunded"},
    ),
    "a payment shows another refund": (
        lambda h: damage.rewrite(h, payment(h), lambda data: data["refunded"].update({"minor": 1})),
        {"provider_refunded"},
    ),
    "a payment has another status": (
        lambda h: damage.rewrite(h, payment(h), lambda data: data.update({"status": "failed"})),
        {"provider_status"},
    ),
    "a payment says that it was disputed": (
        lambda h: damage.rewrite(h, payment(h), in_posted("disputes", {"du_1": 5})),
        {"payment", "provider_disputed"},
    ),
    "a change of credit was never posted": (consistently_forgotten, {"provider_balance"}),
    "a customer is in no list": (
        lambda h: damage.put(h, row(h, "A#CUSTOMER"), "list_pk", "list_sk"),
        {"accounts"},
    ),
    "a customer cannot be found by its ref": (
        lambda h: damage.remove(
            h,
            next(
                one
                for one in oracle.every_row(h.tenant)
                if "#cus_" in str(one["pk"]) and one["sk"] == "REF"
            ),
        ),
        {"provider_customer"},
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_every_kind_of_damage_is_found(
    name: str, furnished: House, capsys: pytest.CaptureFixture[str]
) -> None:
    harm, laws = DAMAGE[name]
    harm(furnished)
    code, (*differences, summary) = checked(furnished, capsys)
    assert code == 1
    assert laws <= {one["law"] for one in differences}
    assert summary["differences"] == len(differences) > 0
    local = {law for law in laws if not law.startswith("provider_")}
    code, (*differences, summary) = checked(furnished, capsys, "--no-provider")
    assert local <= {one["law"] for one in differences}
    assert (code, summary["compared"]) == (1 if differences else 0, 0)
    assert not {one["law"] for one in differences if one["law"].startswith("provider_")}


UNHEARD: dict[str, tuple[Damage, set[str]]] = {
    "a customer": (lambda h: customer(h, name="Nieuw"), {"provider_customer"}),
    "an invoice": (
        lambda h: open_invoice(h, of=json.loads(str(row(h, "A#CUSTOMER")["data"]))["ref"]),
        {"provider_invoice"},
    ),
    "a payment": (
        lambda h: pay(h, json.loads(str(invoice(h, "open")["data"]))["ref"]),
        {"provider_status", "provider_paid", "provider_remaining", "provider_payment"},
    ),
    "a refund": (
        lambda h: refund(h, json.loads(str(invoice(h, "paid")["data"]))["ref"], 100),
        {"provider_refunded"},
    ),
    "credit": (
        lambda h: h.call(
            "post",
            f"/v1/customers/{json.loads(str(row(h, 'A#CUSTOMER')['data']))['ref']}"
            "/balance_transactions",
            amount=-5,
            currency="eur",
        ),
        {"provider_balance"},
    ),
}


@pytest.mark.parametrize("name", UNHEARD)
def test_what_was_never_heard_of_is_found(
    name: str, furnished: House, capsys: pytest.CaptureFixture[str]
) -> None:
    happens, laws = UNHEARD[name]
    happens(furnished)
    code, (*differences, _) = checked(furnished, capsys)
    assert code == 1
    assert {one["law"] for one in differences} == laws
    furnished.settle()
    assert checked(furnished, capsys)[0] == 0


def test_one_customer_or_one_account_can_be_checked(
    furnished: House, capsys: pytest.CaptureFixture[str]
) -> None:
    one = json.loads(str(invoice(furnished, "open")["data"]))["customer_id"]
    assert checked(furnished, capsys, "--customer", one)[1] == [
        {"customers": 1, "compared": 1, "differences": 0, "unsettled": []}
    ]
    assert checked(furnished, capsys, "--connection", furnished.connection)[1] == [
        {"customers": 2, "compared": 2, "differences": 0, "unsettled": []}
    ]
    damage.remove(furnished, transfer(furnished, "captured"))
    owner = str(payment(furnished)["pk"]).rpartition("#")[2]
    code, (*differences, _) = checked(furnished, capsys, "--customer", owner)
    assert code == 1
    assert {one["law"] for one in differences} == {"balance", "payment"}


def test_a_person_reads_ids_and_amounts_and_nobody_s_name(
    furnished: House, capsys: pytest.CaptureFixture[str]
) -> None:
    own = balance(furnished)
    damage.put(furnished, own, receivable=number(own, "receivable") + 1)
    capsys.readouterr()
    assert main(["ledger", "check", "--tenant", furnished.tenant]) == 1
    told = capsys.readouterr().out
    customer_id = str(own["pk"]).rpartition("#")[2]
    assert told.splitlines() == [
        f"balance: {customer_id} receivable: 50.01 EUR, should be 50.00 EUR",
        "2 customers read, 2 compared with the provider: 1 difference",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tenant", new_id("ten")], "There is no such firm here."),
        (["--customer", new_id("cus")], "There is no such customer."),
        (["--connection", new_id("con")], "This payment provider account is not connected."),
    ],
)
def test_what_is_not_this_firms_is_not_there(
    furnished: House,
    simulator: Simulator,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tenant = ["--tenant", furnished.tenant] if "--tenant" not in words else []
    assert main(["ledger", "check", *tenant, *words]) == 1
    assert capsys.readouterr().err == f"balie: {said}\n"


def test_another_firms_customer_is_not_there(
    furnished: House, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    other = open_house(simulator, tenant=new_id("ten"))
    owner = str(payment(furnished)["pk"]).rpartition("#")[2]
    assert main(["ledger", "check", "--tenant", other.tenant, "--customer", owner]) == 1
    assert capsys.readouterr().err == "balie: There is no such customer.\n"


def test_postings_in_the_midst_of_it_are_no_differences(
    furnished: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ref = json.loads(str(invoice(furnished, "open")["data"]))["ref"]
    happenings = [
        lambda: pay(furnished, open_ref),
        lambda: refund(furnished, open_ref, 10),
        lambda: open_invoice(furnished, 77, of=customer(furnished, name="Aa")),
        lambda: refund(furnished, open_ref, 11),
    ]
    real = reading.book

    def meanwhile(*asked: Any) -> Any:
        found = real(*asked)
        if happenings:
            happenings.pop(0)()
            furnished.settle()
        return found

    monkeypatch.setattr(reading, "book", meanwhile)
    code, lines = checked(furnished, capsys)
    assert not happenings
    assert (code, lines[:-1]) == (0, [])


def test_accounts_that_never_stand_still_are_told(
    furnished: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ref = pay(furnished, json.loads(str(invoice(furnished, "open")["data"]))["ref"])
    furnished.settle()
    real = reading.book

    def all_the_time(*asked: Any) -> Any:
        refund(furnished, open_ref, 1)
        furnished.settle()
        return real(*asked)

    monkeypatch.setattr(reading, "book", all_the_time)
    code, lines = checked(furnished, capsys, "--no-provider")
    assert (code, lines[:-1]) == (1, [])
    assert len(lines[-1]["unsettled"]) == 1


def test_a_provider_that_does_not_answer_is_waited_for(
    furnished: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    slower = ProviderUnavailable("slow down", retry_after_seconds=45)
    real, refusals = registry.figures, [ProviderUnavailable("busy"), slower]
    waited: list[float] = []

    def busy(*asked: Any) -> Any:
        ask = real(*asked)

        def answer(ref: str) -> Any:
            if refusals:
                raise refusals.pop(0)
            return ask(ref)

        return answer

    monkeypatch.setattr(registry, "figures", busy)
    check = Check(furnished.tenant, "test", now, pause=waited.append)
    assert not list(check.of_all())
    assert waited == [WAITS_SECONDS[0], 45]
    refusals += [ProviderUnavailable("gone")] * 9
    with pytest.raises(ProviderUnavailable):
        list(Check(furnished.tenant, "test", now, pause=waited.append).of_all())


def test_an_account_that_was_disconnected_is_checked_by_itself_alone(
    furnished: House, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--tenant", furnished.tenant, "--connection", furnished.connection]
    assert main(["disconnect", *words, "--yes"]) == 0
    code, lines = checked(furnished, capsys)
    assert (code, lines) == (
        0,
        [{"customers": 2, "compared": 0, "differences": 0, "unsettled": []}],
    )

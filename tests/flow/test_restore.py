"""A backup comes back as it was, and nobody is written to again because of it."""

from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
import time_machine

from balie.cli.main import main
from balie.ground.aws import copies, directory, guard, restored_keys, sdk, settings
from balie.ground.aws.keys import Key
from balie.ground.aws.restored_keys import Stage
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from dev.embedded import EmbeddedAws
from dev.stripe.simulator import Simulator
from tests.house import audited, oracle
from tests.house.backups import Stream, backed_up, items, lose_all, remove, send_all_mail
from tests.house.house import House, open_house
from tests.house.invoices import open_invoice, pay

Rows = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def firm(aws: EmbeddedAws, simulator: Simulator) -> House:
    """Alone in its table, with a payment that was confirmed by mail."""
    lose_all()
    stream = Stream()
    house = open_house(simulator, confirms_payments=True)
    pay(house, open_invoice(house, 121_000))
    house.settle()
    before = mails(aws)
    assert stream.follow()
    send_all_mail()
    assert mails(aws) == before + 1
    return house


def rows_of(table: str, tenant: str = "") -> Rows:
    """But for what is not brought back, or says that it was."""
    found = {(item["pk"]["S"], item["sk"]["S"]): item for item in items(table)}
    return {
        key: item
        for key, item in found.items()
        if key[0].startswith(guard.prefix_of(tenant) if tenant else "")
        and restored_keys.stage_of(*key) > Stage.FIRM
    }


def mails(aws: EmbeddedAws) -> int:
    of_accounts = httpx.get(f"{aws.endpoint}/_ministack/ses/messages").json()["messages"]
    return sum(len(found) for found in of_accounts.values())


def restore(copy: str, *more: str) -> int:
    return main(["restore", "--from", copy, *more])


def without_the_last_event(found: Rows, before: Rows) -> Rows:
    """Without the word that it was restored, which alone is new."""
    new = [item for key, item in found.items() if key not in before]
    assert [item["name"]["S"] for item in new] == ["tenant.restored"] * len(new)
    return {key: found[key] for key in before if key in found}


def check_clean(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "check", "--tenant", house.tenant]) == 0
    assert main(["audit", "verify", "--tenant", house.tenant]) == 0
    capsys.readouterr()


def test_a_lost_table_comes_back_whole_and_nothing_is_sent_again(
    aws: EmbeddedAws, firm: House, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, before, sent = backed_up(), rows_of(settings.table_name()), mails(aws)
    lose_all()
    stream = Stream()
    assert restore(copy, "--yes") == 0
    assert without_the_last_event(rows_of(settings.table_name()), before) == before
    assert stream.follow() > 3
    assert send_all_mail() == 0
    assert mails(aws) == sent
    check_clean(firm, capsys)
    oracle.check(firm)


def test_notes_of_mail_that_time_has_cleared_away_are_not_what_keeps_mail_back(
    aws: EmbeddedAws, firm: House
) -> None:
    for item in items(settings.table_name()):
        if "SENT#" in item["pk"]["S"]:
            remove(item)
    copy = backed_up()
    lose_all()
    stream = Stream()
    restore(copy, "--yes")
    stream.follow()
    assert send_all_mail() == 0


def test_a_firm_that_lost_rows_gets_them_back_and_another_firm_keeps_its_own(
    aws: EmbeddedAws,
    firm: House,
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = open_house(simulator, host="other.example")
    copy, before = backed_up(), rows_of(settings.table_name(), firm.tenant)
    for key, item in before.items():
        if "INVOICE" in key[1]:
            remove(item)
    audited.record(other.tenant, 3)
    others = rows_of(settings.table_name(), other.tenant)
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 0
    assert "invoice 1" in capsys.readouterr().out
    found = rows_of(settings.table_name(), firm.tenant)
    assert without_the_last_event(found, before) == before
    assert rows_of(settings.table_name(), other.tenant) == others
    check_clean(firm, capsys)


def test_what_is_newer_is_told_and_stays_unless_it_is_meant(
    aws: EmbeddedAws,
    firm: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = backed_up()
    open_invoice(firm)
    firm.settle()
    newer = rows_of(settings.table_name())
    for answer in ("no", "", "YES!"):
        monkeypatch.setattr("builtins.input", lambda _question, said=answer: said)
        assert restore(copy, "--tenant", firm.tenant) == 1
    told = capsys.readouterr()
    assert "rows are not in the copy, and vanish: " in told.out
    assert "invoice 1" in told.out
    assert told.err.splitlines()[0].startswith("balie: Nothing was changed")
    assert rows_of(settings.table_name()) == newer


def test_what_the_provider_told_since_is_heard_again_and_nobody_is_written_to_again(
    aws: EmbeddedAws, firm: House, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up()
    stream, sent = Stream(), mails(aws)
    pay(firm, open_invoice(firm, 24_200))
    firm.hear()
    hints = firm.hints()
    assert not firm.work_off(hints)
    stream.follow()
    send_all_mail()
    assert mails(aws) == sent + 1
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 0
    assert not firm.work_off(hints)
    stream.follow()
    assert send_all_mail() == 0
    check_clean(firm, capsys)
    oracle.check(firm)


def test_what_happens_after_it_is_news_again(aws: EmbeddedAws, firm: House) -> None:
    copy = backed_up()
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 0
    stream, sent = Stream(), mails(aws)
    with time_machine.travel(clock.now() + timedelta(seconds=2)):
        pay(firm, open_invoice(firm, 24_200))
        firm.settle()
        stream.follow()
    send_all_mail()
    assert mails(aws) == sent + 1


def test_events_that_had_no_place_in_the_log_yet_are_given_one(
    aws: EmbeddedAws, firm: House, capsys: pytest.CaptureFixture[str]
) -> None:
    audited.record(firm.tenant, 3, began=clock.now().replace(microsecond=0))
    copy = backed_up()
    lose_all()
    assert restore(copy, "--yes") == 0
    assert main(["audit", "verify", "--tenant", firm.tenant]) == 0


def test_what_let_somebody_in_does_not_come_back(aws: EmbeddedAws, firm: House) -> None:
    with open_work(firm.tenant, "test", Cause.PERSON, clock.now()) as work:
        work.put(Key("SESSION#old", "SESSION"), {"data": "{}"}, version=0)
        work.put(Key("USER#usr_1", "SESSION#old"), {"data": "{}"}, version=0)
        work.put(Key("USER#usr_1", "SET_UP"), {"data": "{}"}, version=0)
        work.put(Key("USER#usr_1", "PASSKEY#one"), {"data": "{}"}, version=0)
    copy = backed_up()
    with open_work(firm.tenant, "test", Cause.PERSON, clock.now()) as work:
        work.delete(Key("SESSION#old", "SESSION"), version=1)
        work.delete(Key("USER#usr_1", "PASSKEY#one"), version=1)
        work.put(Key("SESSION#new", "SESSION"), {"data": "{}"}, version=0)
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 0
    with open_work(firm.tenant, "test", Cause.PERSON, clock.now()) as work:
        assert work.get(Key("USER#usr_1", "PASSKEY#one"))
        for gone in (
            Key("SESSION#old", "SESSION"),
            Key("SESSION#new", "SESSION"),
            Key("USER#usr_1", "SESSION#old"),
            Key("USER#usr_1", "SET_UP"),
        ):
            assert work.get(gone) is None


@pytest.mark.parametrize("dies_after", [0, 1, 3, 6])
def test_one_that_was_interrupted_goes_on_when_it_is_run_again(
    aws: EmbeddedAws,
    firm: House,
    dies_after: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy, before = backed_up(), rows_of(settings.table_name())
    lose_all()
    stream, write = Stream(), copies._write
    done: list[Any] = []

    def dying(client: Any, table: str, requests: list[Any]) -> None:
        if len(done) == dies_after:
            raise KeyboardInterrupt
        done.append(requests)
        write(client, table, requests)

    monkeypatch.setattr(copies, "A_BATCH", 7)
    monkeypatch.setattr(copies, "_write", dying)
    assert restore(copy, "--yes") == 1
    stream.follow()
    monkeypatch.setattr(copies, "_write", write)
    assert restore(copy, "--yes") == 0
    assert without_the_last_event(rows_of(settings.table_name()), before) == before
    stream.follow()
    assert send_all_mail() == 0
    check_clean(firm, capsys)


def test_what_a_busy_table_did_not_take_is_written_again(
    aws: EmbeddedAws, firm: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, before, refused = backed_up(), rows_of(settings.table_name()), []
    lose_all()
    made = sdk.client

    class Busy:
        def __init__(self, service: str) -> None:
            self._client = made(service)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._client, name)

        def batch_write_item(self, RequestItems: Any) -> Any:  # noqa: N803
            ((table, requests),) = RequestItems.items()
            kept = requests[: len(requests) // 2]
            if kept:
                self._client.batch_write_item(RequestItems={table: kept})
            refused.append(requests[len(kept) :])
            done = len(requests) <= 1
            if done:
                self._client.batch_write_item(RequestItems={table: requests})
            return {"UnprocessedItems": {} if done else {table: requests[len(kept) :]}}

    monkeypatch.setattr(sdk, "client", Busy)
    monkeypatch.setattr("balie.ground.aws.copies.time.sleep", lambda _seconds: None)
    assert restore(copy, "--yes") == 0
    assert len(refused) > 3
    assert without_the_last_event(rows_of(settings.table_name()), before) == before


def test_functions_that_keep_writing_are_told_of_in_one_line(
    aws: EmbeddedAws,
    firm: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy, bring_back = backed_up(), copies.bring_back

    def meanwhile(found: Any) -> int:
        written = bring_back(found)
        with open_work(firm.tenant, "test", Cause.PERSON, clock.now()) as work:
            work.record("contact.removed", "con_1")
        return written

    monkeypatch.setattr(copies, "bring_back", meanwhile)
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 1
    assert capsys.readouterr().err.startswith("balie: Others keep writing to these rows")


def test_a_host_that_another_firm_has_by_now_stays_with_it(aws: EmbeddedAws, firm: House) -> None:
    directory.bind_host("old.firm.example", firm.tenant)
    copy, other = backed_up(), new_id("ten")
    for item in items(settings.table_name()):
        if "old.firm.example" in item["pk"]["S"]:
            remove(item)
    directory.bind_host("old.firm.example", other)
    assert restore(copy, "--tenant", firm.tenant, "--yes") == 0
    assert directory.tenant_of_host("old.firm.example") == other


def other_table(name: str, key: str = "pk", **item: Any) -> str:
    client: Any = boto3.client("dynamodb")
    client.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": key, "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    client.put_item(TableName=name, Item={"sk": {"S": "TENANT"}, key: {"S": "T#x"}} | item)
    return name


def refused(capsys: pytest.CaptureFixture[str], copy: str, *more: str) -> str:
    before = items(settings.table_name())
    assert restore(copy, "--yes", *more) == 1
    assert items(settings.table_name()) == before
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


def test_what_is_no_backup_of_this_deployment_is_refused_and_changes_nothing(
    aws: EmbeddedAws, firm: House, capsys: pytest.CaptureFixture[str]
) -> None:
    own, backup = settings.table_name(), backed_up()
    assert "own table" in refused(capsys, own)
    assert "There is no table" in refused(capsys, "no-such-table")
    assert "other keys" in refused(capsys, other_table("other-keys", key="id"))
    assert "another program" in refused(capsys, other_table("other-rows", "pk"))
    nobody = new_id("ten")
    assert f"no firm {nobody}" in refused(capsys, backup, "--tenant", nobody)
    assert "no firm" in refused(capsys, backup, "--tenant", firm.tenant[:-1])


def test_a_row_that_is_listed_with_another_firms_is_refused(aws: EmbeddedAws, firm: House) -> None:
    copy = backed_up()
    foreign = {
        "pk": {"S": f"{guard.prefix_of(firm.tenant)}CUSTOMER#cus_1"},
        "sk": {"S": "A#CUSTOMER"},
        "list_pk": {"S": f"{guard.prefix_of(new_id('ten'))}CUSTOMERS"},
        "list_sk": {"S": "anna"},
    }
    boto3.client("dynamodb").put_item(TableName=copy, Item=foreign)
    with pytest.raises(guard.KeyRefused):
        restore(copy, "--tenant", firm.tenant, "--yes")

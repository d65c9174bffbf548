"""Poison reaches the dead letters with its reason, and holds up nobody."""

import json
import time
from typing import Any

import boto3
import pytest

from balie.cli import main as cli
from balie.ground.aws import dead_letters, settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.outside.providers.catch_up import start
from dev.embedded import EmbeddedAws
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.simulator import Simulator
from functions.catch_up import app as catch_up
from functions.provider_events import app as provider_events
from tests.house import lambda_events, oracle
from tests.house.house import House
from tests.house.invoices import customer, open_invoice
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws
from tests.house.visitor import send_mail

POISON = [
    "no json",
    "[]",
    '{"tenant": "ten_00000000000000000000000000"}',
    '{"tenant": 7, "kind": "invoice"}',
    '{"a":' * 900,
    '{"tenant": "../../etc", "provider": "stripe", "connection_id": "con_1", "kind": "invoice",'
    ' "ref": "in_1", "event_ref": "evt_1"}',
]
UNKNOWN_CONNECTION = json.dumps(
    {
        "tenant": "ten_00000000000000000000000000",
        "provider": "stripe",
        "connection_id": "con_missing",
        "kind": "invoice",
        "ref": "in_1",
        "event_ref": "evt_1",
    }
)


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_poison_is_set_aside_with_its_reason_and_its_neighbours_are_done_once(
    memory: MemoryAws, memory_house: House, poison: str
) -> None:
    open_invoice(memory_house)
    memory_house.hear()
    good = memory_house.hints()
    bad = {"MessageBody": poison, "MessageGroupId": "poison"}
    assert not memory_house.work_off([good[0], bad, *good[1:]])
    (dead,) = memory.sqs.take(settings.provider_events_dead_letters())
    assert dead["MessageBody"] == poison
    assert dead["MessageAttributes"]["reason"]["StringValue"].startswith("hint_refused: ")
    oracle.check(memory_house)


def test_a_whole_batch_of_poison_is_set_aside(memory: MemoryAws, memory_house: House) -> None:
    batch = [{"MessageBody": text, "MessageGroupId": text[:9]} for text in POISON]
    assert not memory_house.work_off(batch)
    assert len(memory.sqs.take(settings.provider_events_dead_letters())) == len(POISON)


def test_what_fails_ten_times_is_set_aside_with_its_reason(
    memory: MemoryAws, memory_house: House
) -> None:
    bad = {"MessageBody": UNKNOWN_CONNECTION, "MessageGroupId": "unknown"}
    assert memory_house.work_off([bad]) == [bad]
    assert not memory_house.work_off([bad], receives=10)
    (dead,) = memory.sqs.take(settings.provider_events_dead_letters())
    assert dead["MessageAttributes"]["reason"]["StringValue"].startswith("connection_missing: ")


@pytest.mark.parametrize("kind", ["rate_limit", "error", "timeout_before"])
def test_what_an_outage_stops_is_not_given_up_for_three_days(
    memory: MemoryAws, memory_house: House, simulator: Simulator, kind: Any
) -> None:
    open_invoice(memory_house)
    memory_house.hear()
    waiting = memory_house.hints()
    simulator.faults.add(kind)
    for receives in (10, 299):
        assert memory_house.work_off(waiting, receives=receives) == waiting
    assert not memory.sqs.take(settings.provider_events_dead_letters())
    simulator.faults.clear()
    assert not memory_house.work_off(waiting, receives=299)
    oracle.check(memory_house)


@pytest.mark.parametrize(
    "poison",
    [*POISON, '{"tenant": "ten_00000000000000000000000000", "catch_up_id": 1, "page": "1"}'],
)
def test_poison_among_pages_is_set_aside_at_once(
    memory: MemoryAws, memory_house: House, poison: str
) -> None:
    page = {"MessageBody": poison, "MessageGroupId": "poison"}
    answer = catch_up.handler(lambda_events.sqs([page]), LambdaContext())
    assert answer == {"batchItemFailures": []}
    (dead,) = memory.sqs.take(settings.catch_up_dead_letters())
    assert dead["MessageBody"] == poison
    assert dead["MessageAttributes"]["reason"]["StringValue"].startswith("message_refused: ")


@pytest.mark.parametrize(
    "poison", [*POISON, '{"tenant": "ten_00000000000000000000000000", "mail": "love_letter"}']
)
def test_poison_among_mail_is_set_aside_at_once(memory: MemoryAws, poison: str) -> None:
    assert not send_mail([{"MessageBody": poison}])
    (dead,) = memory.sqs.take(settings.mail_dead_letters())
    assert dead["MessageBody"] == poison
    assert dead["MessageAttributes"]["reason"]["StringValue"].startswith("message_refused: ")


def test_a_page_of_another_firm_is_nobodys(memory: MemoryAws, memory_house: House) -> None:
    """The import exists, but not for the firm that the message names."""
    with open_work(memory_house.tenant, "test", Cause.PERSON, clock.now()) as work:
        begun = start(work, memory_house.connection, Cause.IMPORT)
    memory.sqs.take(settings.catch_up_queue())
    message = {"tenant": "ten_00000000000000000000000000", "catch_up_id": begun.id, "page": 0}
    page = {"MessageBody": json.dumps(message), "MessageGroupId": "other"}
    before = memory.dynamodb.copy().items
    answer = catch_up.handler(lambda_events.sqs([page]), LambdaContext())
    assert len(answer["batchItemFailures"]) == 1
    assert memory.dynamodb.items == before
    assert not memory.sqs.sent


def test_what_the_provider_refuses_comes_back_and_succeeds_once_it_answers(
    memory_house: House, simulator: Simulator
) -> None:
    ref = customer(memory_house)
    memory_house.settle()
    memory_house.call("post", f"/v1/customers/{ref}", name="New name")
    memory_house.hear()
    simulator.keys.add(STUDIO_RESTRICTED, [])
    failed = memory_house.work_off()
    assert len(failed) == 1
    simulator.keys.add(STUDIO_RESTRICTED)
    assert not memory_house.work_off(failed)
    assert len(oracle.events_in(oracle.every_row(memory_house.tenant), "customer.updated")) == 1


def test_on_the_embedded_aws_poison_ends_in_the_dead_letters(
    aws: EmbeddedAws, house: House
) -> None:
    sqs: Any = boto3.client("sqs")
    queue = settings.provider_events_queue()
    open_invoice(house)
    house.hear()
    sqs.send_message(
        QueueUrl=queue,
        MessageBody="no json",
        MessageGroupId="poison",
        MessageDeduplicationId=house.tenant,
    )
    for _ in range(20):
        found = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=0
        ).get("Messages", [])
        if not found:
            break
        for message in found:
            take_one(sqs, queue, message)
    (dead,) = sqs.receive_message(
        QueueUrl=settings.provider_events_dead_letters(), MessageAttributeNames=["All"]
    )["Messages"]
    assert dead["Body"] == "no json"
    assert "hint_refused" in dead["MessageAttributes"]["reason"]["StringValue"]
    oracle.check(house)


def test_an_operator_sees_why_and_sends_them_back(
    aws: EmbeddedAws, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["queue", "redrive", "provider-events"]) == 0
    assert not house.work_off()  # what other tests left there
    hint = {"MessageBody": UNKNOWN_CONNECTION, "MessageGroupId": "unknown"}
    assert not house.work_off([hint, hint], receives=10)
    capsys.readouterr()
    assert cli.main(["queue", "list"]) == 0
    told = capsys.readouterr().out
    assert "provider-events: 2 given up on" in told
    assert "2 x connection_missing: " in told
    time.sleep(dead_letters.LOOKED_AT_SECONDS)
    assert cli.main(["queue", "redrive", "provider-events"]) == 0
    assert capsys.readouterr().out == "2 dealt with again\n"
    assert [message["MessageBody"] for message in house.hints()] == [UNKNOWN_CONNECTION] * 2
    assert not dead_letters.reasons(settings.provider_events_dead_letters())


def test_what_a_stream_gave_up_on_is_followed_and_chained_again(
    aws: EmbeddedAws, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    open_invoice(house)
    house.settle()
    streams: Any = boto3.client("dynamodbstreams")
    arn = streams.list_streams(TableName=settings.table_name())["Streams"][0]["StreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    numbers = _sequence_numbers(house, streams, arn, shard["ShardId"])
    batch = {
        "streamArn": arn,
        "shardId": shard["ShardId"],
        "startSequenceNumber": numbers[0],
        "endSequenceNumber": numbers[-1],
    }
    sqs: Any = boto3.client("sqs")
    for queue in (settings.stream_dead_letters(), settings.audit_dead_letters()):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"DDBStreamBatchInfo": batch}))
    capsys.readouterr()
    assert cli.main(["audit", "head", "--tenant", house.tenant]) == 0
    assert capsys.readouterr().out.startswith("0:")

    assert cli.main(["queue", "redrive", "stream"]) == 0
    assert cli.main(["queue", "redrive", "audit"]) == 0
    assert capsys.readouterr().out == "1 dealt with again\n" * 2
    assert cli.main(["audit", "verify", "--tenant", house.tenant]) == 0
    assert not capsys.readouterr().out.startswith("as it was written, up to 0:")
    for queue in (settings.stream_dead_letters(), settings.audit_dead_letters()):
        assert not sqs.receive_message(QueueUrl=queue).get("Messages")


def test_what_the_stream_has_let_go_of_stays_among_the_dead_letters(
    aws: EmbeddedAws, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = {
        "streamArn": "arn:aws:dynamodb:eu-west-1:000000000000:table/gone/stream/2026",
        "shardId": f"shardId-{1:020d}",
        "startSequenceNumber": f"{1:030d}",
        "endSequenceNumber": f"{2:030d}",
    }
    sqs: Any = boto3.client("sqs")
    queue = settings.stream_dead_letters()
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"DDBStreamBatchInfo": batch}))
    assert cli.main(["queue", "redrive", "stream"]) == 1
    assert "keeps them a day" in capsys.readouterr().err
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"
    sqs.purge_queue(QueueUrl=queue)


def _sequence_numbers(house: House, streams: Any, arn: str, shard: str) -> list[str]:
    """Of the firm's rows in the stream, which has those of other tests before them."""
    place = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found: list[str] = []
    while records := (page := streams.get_records(ShardIterator=place))["Records"]:
        place = page["NextShardIterator"]
        rows = [record["dynamodb"] for record in records]
        found += [row["SequenceNumber"] for row in rows if house.tenant in row["Keys"]["pk"]["S"]]
    return found


def take_one(sqs: Any, queue: str, message: dict[str, Any]) -> None:
    """What Lambda does with a message: hand it over, and delete it unless it failed."""
    group = message["Attributes"]["MessageGroupId"]
    event = lambda_events.sqs([{"MessageBody": message["Body"], "MessageGroupId": group}])
    if not provider_events.handler(event, LambdaContext())["batchItemFailures"]:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

"""A backup as AWS restores it, into a table of its own; a table that is lost; and what its stream
tells meanwhile, handed to the functions that listen."""

import itertools
from typing import Any

import boto3

from balie.ground.aws import clients, settings
from functions.audit_chain import app as audit_chain
from functions.stream_out import app as stream_out
from tests.house.lambda_events import LambdaContext
from tests.house.visitor import send_mail

_numbers = itertools.count(1)


def backed_up() -> str:
    """The name of a table with all that there is now."""
    name = f"restored-{next(_numbers)}-{settings.table_name()[-12:]}"
    client: Any = boto3.client("dynamodb")
    client.restore_table_to_point_in_time(
        SourceTableName=settings.table_name(), TargetTableName=name
    )
    return name


def lose_all() -> None:
    for item in items(settings.table_name()):
        remove(item)


def remove(item: dict[str, Any]) -> None:
    key = {name: item[name] for name in ("pk", "sk")}
    boto3.client("dynamodb").delete_item(TableName=settings.table_name(), Key=key)


def items(table: str) -> list[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


class Stream:
    """From now on."""

    def __init__(self) -> None:
        self._streams: Any = boto3.client("dynamodbstreams")
        found = self._streams.list_streams(TableName=settings.table_name())["Streams"]
        arn = found[0]["StreamArn"]
        (shard,) = self._streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        self._place = self._streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="LATEST"
        )["ShardIterator"]

    def follow(self) -> int:
        """New events to both functions, twice, as the template's filter lets them through; how many
        there were."""
        told = [record for record in self._records() if _is_new_event(record)]
        for start in range(0, len(told), 100):
            batch = {"Records": told[start : start + 100]}
            for handler in (stream_out.handler, audit_chain.handler) * 2:
                assert handler(batch, LambdaContext()) == {"batchItemFailures": []}
        return len(told)

    def _records(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while records := (page := self._streams.get_records(ShardIterator=self._place))["Records"]:
            found += records
            self._place = page["NextShardIterator"]
        return found


def _is_new_event(record: dict[str, Any]) -> bool:
    sk: str = record["dynamodb"]["Keys"]["sk"]["S"]
    return record["eventName"] == "INSERT" and sk.startswith("EVENT#")


def send_all_mail() -> int:
    """How many messages waited; each is delivered twice."""
    sqs: Any = clients.clients_for("").sqs
    queue = settings.mail_queue()
    sent = 0
    while found := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            for _ in range(2):
                assert not send_mail([{"MessageBody": message["Body"]}])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        sent += len(found)
    return sent

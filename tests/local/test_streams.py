"""The handler host delivers a stream as AWS does."""

import json

import pytest

from dev.handlers.streams import StreamDelivery

QUEUE = "arn:aws:sqs:eu-west-1:000000000000:dead"


def record(number):
    return {"dynamodb": {"SequenceNumber": f"{number:030d}"}, "eventSourceARN": "arn:stream"}


def batch(*numbers):
    return {"Records": [record(number) for number in numbers]}


class Reader:
    """A handler that fails at some records, and what it was given."""

    def __init__(self, *, raises=(), reports=()):
        self.raises, self.reports = set(raises), set(reports)
        self.handled = []

    def __call__(self, event):
        numbers = [int(each["dynamodb"]["SequenceNumber"]) for each in event["Records"]]
        if self.raises & set(numbers):
            raise ValueError("cannot")
        failed = [number for number in numbers if number in self.reports]
        self.handled += [number for number in numbers if number not in failed]
        return {"batchItemFailures": [{"itemIdentifier": f"{number:030d}"} for number in failed]}


@pytest.fixture
def buried():
    return []


def delivery(buried, attempts=2, bisect=True):
    settings = {"attempts": attempts, "bisect": bisect, "dead_letters": QUEUE}
    return StreamDelivery(settings, lambda queue, text: buried.append((queue, json.loads(text))))


def test_a_batch_is_handled_once_even_when_it_comes_again(buried):
    stream, reader = delivery(buried), Reader()
    stream.deliver(batch(1, 2, 3), reader)
    stream.deliver(batch(1, 2, 3), reader)
    assert reader.handled == [1, 2, 3]


def test_halving_leaves_the_failing_record_alone_and_keeps_the_order(buried):
    stream, reader = delivery(buried), Reader(raises=[5])
    with pytest.raises(ValueError, match="cannot"):
        stream.deliver(batch(*range(1, 9)), reader)
    assert reader.handled == [1, 2, 3, 4]


def test_a_record_that_keeps_failing_goes_to_the_dead_letters_and_the_rest_goes_on(buried):
    stream, reader = delivery(buried, attempts=2), Reader(raises=[2])
    for _ in range(2):
        with pytest.raises(ValueError, match="cannot"):
            stream.deliver(batch(1, 2, 3), reader)
    stream.deliver(batch(1, 2, 3), reader)
    assert reader.handled == [1, 3]
    ((queue, told),) = buried
    assert queue == QUEUE
    assert told["DDBStreamBatchInfo"]["startSequenceNumber"] == f"{2:030d}"


def test_a_reported_failure_is_repeated_from_that_record(buried):
    stream, reader = delivery(buried), Reader(reports=[3])
    with pytest.raises(Exception, match="stopped at record"):
        stream.deliver(batch(1, 2, 3, 4), reader)
    reader.reports.clear()
    reader.handled.clear()
    stream.deliver(batch(1, 2, 3, 4), reader)
    assert reader.handled == [3, 4]

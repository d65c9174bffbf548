"""No message is lost: dead letters, time to mend them, and no batch that fails for one record."""

import copy
import importlib

import pytest

from balie.ground.aws.deliveries import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS
from tests.template.expanded import Expanded, target_of

DAY = 24 * 60 * 60
KEPT_DAYS = 14


def without_dead_letters(expanded):
    """Queues that are no dead letters themselves and do not have any of their own kind."""
    queues = expanded.queues()
    found = set()
    for name in set(queues) - expanded.dead_letter_queues():
        policy = queues[name].get("RedrivePolicy")
        letters = queues[target_of(policy["deadLetterTargetArn"])] if policy else None
        if letters is None or letters.get("FifoQueue") != queues[name].get("FifoQueue"):
            found.add(name)
    return found


def too_visible(expanded):
    """Queues whose messages come back while the function may still be working on them.

    Six times the function's timeout:
    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    functions = expanded.of_type("AWS::Lambda::Function")
    found = set()
    for mapping in expanded.mappings().values():
        name = target_of(mapping["EventSourceArn"])
        timeout = functions[target_of(mapping["FunctionName"])]["Timeout"]
        if name in expanded.queues():
            visible = expanded.queues()[name].get("VisibilityTimeout", 30)
            found |= {name} if visible < 6 * timeout else set()
    return found


def all_or_nothing(expanded):
    return {
        name
        for name, mapping in expanded.mappings().items()
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]
    }


def mappings_of(expanded, function):
    found = expanded.mappings().values()
    return [one for one in found if target_of(one["FunctionName"]) == expanded.id_of(function)]


def read_by(expanded, function):
    """The queues whose messages the function is given."""
    found = [
        expanded.queues()[target_of(one["EventSourceArn"])]
        for one in mappings_of(expanded, function)
    ]
    assert found
    return found


def test_each_queue_has_dead_letters_of_its_own_kind(expanded):
    assert not without_dead_letters(expanded)


def test_each_function_has_dead_letters_of_its_own(expanded):
    """Of two queues that one function reads they are the same: it can deal with them again."""
    used = {
        (
            target_of(mapping["FunctionName"]),
            target_of(queue["RedrivePolicy"]["deadLetterTargetArn"]),
        )
        for mapping in expanded.mappings().values()
        if (queue := expanded.queues().get(target_of(mapping["EventSourceArn"])))
    }
    functions, letters = zip(*used, strict=True)
    assert len(set(letters)) == len(letters) == len(set(functions)) == 3


def test_dead_letters_are_kept_as_long_as_aws_keeps_any(expanded):
    for name in expanded.dead_letter_queues():
        assert expanded.queues()[name]["MessageRetentionPeriod"] == KEPT_DAYS * DAY


def test_a_message_is_not_older_than_its_dead_letters_may_be(expanded):
    """A standard queue's dead letter keeps the age that it had."""
    for queue in expanded.queues().values():
        assert queue["MessageRetentionPeriod"] <= KEPT_DAYS * DAY


def test_a_message_is_tried_again_before_it_is_given_up(expanded):
    for queue in expanded.queues().values():
        if "RedrivePolicy" in queue:
            assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5


@pytest.mark.parametrize("function", ["provider_events", "catch_up", "mail_out"])
def test_a_function_knows_when_a_message_is_tried_for_the_last_time(expanded, function):
    """It sets the message aside with the reason then, before the queue does so without one."""
    app = importlib.import_module(f"functions.{function}.app")
    for queue in read_by(expanded, function):
        assert queue["RedrivePolicy"]["maxReceiveCount"] == app.MOST_RECEIVES


@pytest.mark.parametrize("function", ["provider_events", "catch_up", "mail_out"])
def test_a_message_is_given_up_on_before_it_is_forgotten(expanded, function):
    """What a queue keeps for too short a time is gone, and no dead letter says so."""
    receives = importlib.import_module(f"functions.{function}.app").MOST_RECEIVES
    waits = [min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**n) for n in range(receives - 1)]
    for queue in read_by(expanded, function):
        assert sum(waits) < queue["MessageRetentionPeriod"] / 2


def test_a_message_stays_hidden_while_it_is_worked_on(expanded):
    assert not too_visible(expanded)


@pytest.mark.parametrize("function", ["provider_events", "catch_up", "mail_out"])
def test_a_message_does_not_wait_for_another(expanded, function):
    """A slow provider, or a death after sending, touches one message alone."""
    sizes = {mapping["BatchSize"] for mapping in mappings_of(expanded, function)}
    assert sizes == {1}


def test_one_bad_record_fails_alone(expanded):
    assert len(expanded.mappings()) == 6
    assert not all_or_nothing(expanded)


def test_a_stream_gives_up_on_a_record_to_a_queue_and_never_stands_still(expanded):
    streams = [of for of in expanded.mappings().values() if "StartingPosition" in of]
    assert len(streams) == 2, "a shard serves two readers well, and no third"
    for stream in streams:
        letters = target_of(stream["DestinationConfig"]["OnFailure"]["Destination"])
        assert letters in expanded.queues()
        assert 1 <= stream["MaximumRetryAttempts"] <= 20
        assert stream["BisectBatchOnFunctionError"] is True
        assert stream["StartingPosition"] == "TRIM_HORIZON"


def test_each_reader_of_a_stream_has_dead_letters_of_its_own(expanded):
    """What one cannot deal with says nothing of the other."""
    letters = [
        target_of(mapping["DestinationConfig"]["OnFailure"]["Destination"])
        for mapping in expanded.mappings().values()
        if "DestinationConfig" in mapping
    ]
    assert len(letters) == len(set(letters)) == 2


def test_every_queue_is_encrypted(expanded):
    for queue in expanded.queues().values():
        assert queue.get("SqsManagedSseEnabled") is True or "KmsMasterKeyId" in queue


@pytest.mark.parametrize("name", ["ProviderEventsQueue", "BacklogQueue"])
def test_hints_are_deduplicated_for_each_object_alone(expanded, name):
    queue = expanded.queues()[name]
    assert queue["DeduplicationScope"] == "messageGroup"
    assert queue["FifoThroughputLimit"] == "perMessageGroupId"
    assert not queue.get("ContentBasedDeduplication")


def test_a_queue_without_dead_letters_is_found(source):
    changed = copy.deepcopy(source)
    del changed["Resources"]["MailQueue"]["Properties"]["RedrivePolicy"]
    assert "MailQueue" in without_dead_letters(Expanded(changed))


def test_dead_letters_of_another_kind_are_found(source):
    changed = copy.deepcopy(source)
    del changed["Resources"]["ProviderEventsDeadLetters"]["Properties"]["FifoQueue"]
    assert without_dead_letters(Expanded(changed)) == {"ProviderEventsQueue", "BacklogQueue"}


def test_a_timeout_that_outlives_the_queues_patience_is_found(source):
    changed = copy.deepcopy(source)
    changed["Resources"]["ProviderEvents"]["Properties"]["Timeout"] = 61
    assert too_visible(Expanded(changed)) == {"ProviderEventsQueue", "BacklogQueue"}


def test_a_batch_that_fails_whole_is_found(source):
    changed = copy.deepcopy(source)
    hints = changed["Resources"]["ProviderEvents"]["Properties"]["Events"]["Hints"]
    del hints["Properties"]["FunctionResponseTypes"]
    assert all_or_nothing(Expanded(changed)) == {"ProviderEventsHints"}

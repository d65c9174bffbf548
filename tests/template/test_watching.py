"""Whatever needs a person is told to one, and what to do then stands in docs/runbook.md."""

import json
import re
import shlex

from balie.cli import main
from tests.architecture.source import ROOT
from tests.template.expanded import target_of

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
STACK = "${AWS::StackName}-"
CUSTOM = "Balie"


def alarms(expanded):
    """By the name behind the stack's."""
    found = expanded.of_type("AWS::CloudWatch::Alarm").values()
    return {of["AlarmName"]["Fn::Sub"].removeprefix(STACK): of for of in found}


def sections():
    """The part of the page about alarms: name -> text."""
    part = RUNBOOK.partition("\n## Alarms\n")[2].partition("\n## ")[0]
    parts = re.split(r"^### ([a-z-]+)$", part, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def metrics_of(alarm):
    """(namespace, name, dimensions) of all that the alarm looks at."""
    single = [alarm] if "MetricName" in alarm else []
    inner = [of["MetricStat"]["Metric"] for of in alarm.get("Metrics", []) if "MetricStat" in of]
    return [
        (
            of["Namespace"],
            of["MetricName"],
            {d["Name"]: d["Value"] for d in of.get("Dimensions", [])},
        )
        for of in single + inner
    ]


def watched(expanded, namespace, metric, dimension):
    return {
        target_of(dimensions[dimension])
        for alarm in alarms(expanded).values()
        for where, name, dimensions in metrics_of(alarm)
        if (where, name) == (namespace, metric) and dimension in dimensions
    }


def test_every_alarm_has_a_section_and_every_section_an_alarm(expanded):
    assert set(alarms(expanded)) == set(sections())


def test_every_alarm_says_which_section_is_its_own(expanded):
    for name, alarm in alarms(expanded).items():
        assert alarm["AlarmDescription"].endswith(f"See docs/runbook.md, {name}")


def test_a_section_says_what_it_means_what_to_look_at_and_what_to_do():
    for name, text in sections().items():
        for what in ("**Means.**", "**Look.**", "**Do.**"):
            assert text.count(what) == 1, (name, what)


def test_the_commands_of_the_runbook_exist():
    said = re.findall(r"^balie ([^#\n]+)", RUNBOOK, flags=re.MULTILINE)
    assert len(said) > 10
    for words in said:
        assert main._parser().parse_args(shlex.split(words)).run, words


def test_every_alarm_tells_somebody_also_that_it_is_over(expanded):
    for alarm in alarms(expanded).values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Alarms"}]
    (subscription,) = expanded.of_type("AWS::SNS::Topic")["Alarms"]["Subscription"]
    assert subscription == {"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}


def test_every_queue_of_dead_letters_is_watched_for_its_first_message(expanded):
    visible = ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName")
    assert watched(expanded, *visible) == expanded.dead_letter_queues()
    for alarm in alarms(expanded).values():
        if alarm.get("MetricName") == visible[1]:
            assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_every_other_queue_is_watched_for_what_waits_too_long(expanded):
    waiting = watched(expanded, "AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName")
    assert waiting == set(expanded.queues()) - expanded.dead_letter_queues()


def test_every_stream_reader_is_watched_for_being_behind(expanded):
    readers = {
        target_of(of["FunctionName"])
        for of in expanded.mappings().values()
        if "StartingPosition" in of
    }
    assert watched(expanded, "AWS/Lambda", "IteratorAge", "FunctionName") == readers


def test_every_function_is_watched_for_errors_or_is_behind_the_api(expanded):
    failing = watched(expanded, "AWS/Lambda", "Errors", "FunctionName")
    behind_the_api = {"PortalApi", "DeskApi"}
    assert failing | behind_the_api == set(expanded.of_type("AWS::Lambda::Function"))
    assert watched(expanded, "AWS/ApiGateway", "5xx", "ApiId") == {"Api"}


def test_the_table_and_its_indexes_are_watched_for_refusing(expanded):
    of_table = alarms(expanded)["table-throttled"]
    (table,) = expanded.of_type("AWS::DynamoDB::Table").values()
    indexes = {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
    seen = {
        (name, dimensions.get("GlobalSecondaryIndexName", ""))
        for _, name, dimensions in metrics_of(of_table)
    }
    names = ("ReadThrottleEvents", "WriteThrottleEvents")
    assert seen == {(name, index) for name in names for index in {"", *indexes}}


def test_an_alarm_looks_at_no_more_than_ten_metrics(expanded):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html"""
    for alarm in alarms(expanded).values():
        assert 1 <= len(metrics_of(alarm)) <= 10


def test_our_own_metrics_are_those_that_functions_tell(expanded):
    told = set()
    for file in (ROOT / "functions").glob("*/app.py"):
        told |= set(re.findall(r'"((?:Webhooks|Sync)[A-Za-z]+)"', file.read_text()))
    looked_at = {
        name
        for alarm in alarms(expanded).values()
        for where, name, _ in metrics_of(alarm)
        if where == CUSTOM
    }
    assert looked_at == {"WebhooksFailed", "WebhooksRefused", "SyncLateSeconds"} <= told


def test_silence_of_the_schedule_is_an_alarm_and_silence_of_visitors_is_none(expanded):
    silent = {
        name for name, of in alarms(expanded).items() if of["TreatMissingData"] == "breaching"
    }
    assert silent == {"sync-late"}


def test_every_alarm_costs_nothing_where_nobody_would_hear_it(expanded):
    for resource in expanded.template["Resources"].values():
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"):
            assert resource["Condition"] == "Watched"


def test_the_dashboard_can_be_read(expanded):
    (dashboard,) = expanded.of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
    assert len(widgets) == 9
    shown = json.dumps(widgets)
    for function in expanded.of_type("AWS::Lambda::Function"):
        assert f"${{{function}}}" in shown
    for queue in expanded.queues():
        assert f"${{{queue}.QueueName}}" in shown

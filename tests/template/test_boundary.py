"""The most that any function may do, whatever its role says; and what is open to nobody.

Rules of our own, not a scanner's: checkov and cfn-guard ask what any template should have, and
bring a hundred packages or a binary in Rust for the dozen of them that matter here.
"""

import copy
from fnmatch import fnmatch

import pytest

from tests.architecture.source import FUNCTIONS
from tests.template.expanded import Expanded, listed, target_of

# Where a policy allows an action on everything, and why it must.
ON_EVERYTHING = {
    "dynamodb:ListStreams": "AWS does not narrow it; it tells names alone",
    "kms:*": "in the key's own policy, where everything is the key",
}
WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
CHAINS = {"audit_chain", "audit_missed"}
TLS = {"Bool": {"aws:SecureTransport": "false"}}


def boundary(expanded):
    (policy,) = expanded.of_type("AWS::IAM::ManagedPolicy").values()
    return policy["PolicyDocument"]["Statement"]


def named(resource):
    """A resource as text, whichever way it is written."""
    if isinstance(resource, dict) and "Fn::Sub" in resource:
        return str(listed(resource["Fn::Sub"])[0])
    return f"${{{target_of(resource)}.Arn}}"


def bounded(expanded):
    return {
        (action, named(resource))
        for statement in boundary(expanded)
        if statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def out_of_bounds(expanded, function):
    """What the function's role allows and its boundary does not."""
    allowed = bounded(expanded)
    wanted = {
        (action, named(resource))
        for statement in expanded.statements_of(function)
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }
    return {
        (action, where)
        for action, where in wanted
        if not any(action == a and fnmatch(where, within(w)) for a, w in allowed)
    }


def within(pattern):
    """A function of this stack has a name that begins with the stack's."""
    if ":function:${AWS::StackName}-*" in pattern:
        return "${ProviderCall.Arn}"
    return pattern.replace("[", "[[]")


def test_every_function_ends_at_the_boundary(expanded):
    for function in FUNCTIONS:
        role = expanded.of_type("AWS::IAM::Role")[f"{expanded.id_of(function)}Role"]
        assert role["PermissionsBoundary"] == {"Ref": "Boundary"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_may_do_is_within_the_boundary(expanded, function):
    assert not out_of_bounds(expanded, function)


def test_what_the_triggers_need_is_within_the_boundary(expanded):
    """The managed policies for queues, streams and logs:
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"""
    actions = {action for action, _ in bounded(expanded)}
    assert actions >= {
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    queues = {where for action, where in bounded(expanded) if action == "sqs:ReceiveMessage"}
    assert queues == {f"${{{queue}.Arn}}" for queue in expanded.queues()}


def test_a_firms_audit_log_is_written_by_who_chains_it(expanded):
    (denied,) = (of for of in boundary(expanded) if of["Effect"] == "Deny")
    assert set(denied["Action"]) == WRITES
    condition = denied["Condition"]
    assert condition["ForAnyValue:StringLike"] == {"dynamodb:LeadingKeys": "T#*#AUDIT"}
    roles = [role["Fn::Sub"] for role in condition["ArnNotLike"]["aws:PrincipalArn"]]
    names = [role.rpartition("/")[2] for role in roles]
    assert names == [f"${{AWS::StackName}}-{expanded.id_of(each)}Role-*" for each in sorted(CHAINS)]


def test_nothing_is_allowed_on_everything_without_a_reason(expanded):
    documents = [
        properties["PolicyDocument"]
        for kind in ("AWS::IAM::ManagedPolicy", "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy")
        for properties in expanded.of_type(kind).values()
    ]
    documents += [key["KeyPolicy"] for key in expanded.of_type("AWS::KMS::Key").values()]
    documents += [
        policy["PolicyDocument"]
        for role in expanded.of_type("AWS::IAM::Role").values()
        for policy in role.get("Policies", [])
    ]
    found = {
        action
        for document in documents
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
        if "*" in action or "*" in listed(statement["Resource"])
    }
    assert found == set(ON_EVERYTHING)


def test_the_key_is_of_use_to_nobody_who_does_not_say_whose_secret_it_is(expanded):
    (key,) = expanded.of_type("AWS::KMS::Key").values()
    denied = [of for of in key["KeyPolicy"]["Statement"] if of["Effect"] == "Deny"]
    conditions = [of["Condition"] for of in denied]
    assert {"Null": {"kms:EncryptionContext:tenant": "true"}} in conditions
    purposes = {"kms:EncryptionContext:purpose": ["api", "webhook"]}
    assert {"StringNotEquals": purposes} in conditions
    assert all({"kms:Decrypt", "kms:Encrypt"} <= set(of["Action"]) for of in denied)


def test_buckets_and_queues_are_reached_over_tls_alone(expanded):
    buckets = {
        target_of(of["Bucket"])
        for of in expanded.of_type("AWS::S3::BucketPolicy").values()
        if any(each.get("Condition") == TLS for each in of["PolicyDocument"]["Statement"])
    }
    assert buckets == set(expanded.of_type("AWS::S3::Bucket"))
    (policy,) = expanded.of_type("AWS::SQS::QueuePolicy").values()
    assert {target_of(queue) for queue in policy["Queues"]} == set(expanded.queues())
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", TLS)


def test_nobody_reads_what_was_not_found_clean(expanded):
    quarantine = expanded.of_type("AWS::S3::BucketPolicy")["QuarantinePolicy"]
    (unread,) = (
        of for of in quarantine["PolicyDocument"]["Statement"] if "s3:GetObject" in of["Action"]
    )
    tag = "s3:ExistingObjectTag/GuardDutyMalwareScanStatus"
    assert unread["Effect"] == "Deny"
    assert unread["Condition"] == {"StringNotEquals": {tag: "NO_THREATS_FOUND"}}
    (rule,) = expanded.of_type("AWS::S3::Bucket")["Quarantine"]["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == 1


def test_every_function_logs_where_logs_end_by_themselves(expanded):
    groups = expanded.of_type("AWS::Logs::LogGroup")
    assert {of["RetentionInDays"]["Ref"] for of in groups.values()} == {"LogDays"}
    for function in expanded.of_type("AWS::Lambda::Function").values():
        logging = function["LoggingConfig"]
        assert target_of(logging["LogGroup"]) in groups
        assert logging["LogFormat"] == "JSON"
        assert "TracingConfig" not in function
    (stage,) = expanded.of_type("AWS::ApiGatewayV2::Stage").values()
    assert target_of(stage["AccessLogSettings"]["DestinationArn"]) in groups


def test_requests_are_logged_without_addresses_and_paths(expanded):
    (stage,) = expanded.of_type("AWS::ApiGatewayV2::Stage").values()
    for personal in ("sourceIp", "path", "userAgent", "identity", "querystring", "cookie"):
        assert personal not in stage["AccessLogSettings"]["Format"]


def test_two_deployments_in_one_account_do_not_meet(expanded):
    """What has a name of our own has the stack's in it."""
    for name, resource in expanded.template["Resources"].items():
        properties = resource.get("Properties", {})
        configs = [of for key, of in properties.items() if key.endswith("Config")]
        config = dict(configs[0]) if configs else {}
        for given in (
            properties.get("Name"),
            properties.get("LogGroupName"),
            config.get("Name"),
        ):
            if given is not None and not resource["Type"].startswith("AWS::ApiGatewayV2::"):
                assert "${AWS::StackName}" in str(given), name


def test_a_right_beyond_the_boundary_is_found(source):
    changed = copy.deepcopy(source)
    policy = changed["Resources"]["MailOut"]["Properties"]["Policies"][0]
    policy["Statement"][0]["Action"] = ["dynamodb:DeleteTable"]
    assert out_of_bounds(Expanded(changed), "mail_out") == {
        ("dynamodb:DeleteTable", "${Table.Arn}")
    }


def test_an_open_policy_is_found(source):
    changed = copy.deepcopy(source)
    changed["Resources"]["Boundary"]["Properties"]["PolicyDocument"]["Statement"][0]["Resource"] = (
        "*"
    )
    with pytest.raises(AssertionError):
        test_nothing_is_allowed_on_everything_without_a_reason(Expanded(changed))

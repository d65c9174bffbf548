"""What template.yaml says is what the embedded AWS has."""

import copy

import pytest

from dev import deployment, template
from dev.children import free_port
from dev.embedded import TEST_PARAMETERS, EmbeddedAws, throw_away

HANDLERS = "http://127.0.0.1:1"
READERS = {
    "AWS::DynamoDB::Table": ("dynamodb", "describe_table", "TableName"),
    "AWS::SQS::Queue": ("sqs", "get_queue_attributes", "QueueUrl"),
    "AWS::S3::Bucket": ("s3", "head_bucket", "Bucket"),
    "AWS::KMS::Key": ("kms", "describe_key", "KeyId"),
    "AWS::Lambda::Function": ("lambda", "get_function", "FunctionName"),
    "AWS::Lambda::EventSourceMapping": ("lambda", "get_event_source_mapping", "UUID"),
    "AWS::IAM::Role": ("iam", "get_role", "RoleName"),
    "AWS::ApiGatewayV2::Api": ("apigatewayv2", "get_api", "ApiId"),
}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    aws = EmbeddedAws(port=free_port(), state=tmp_path_factory.mktemp("aws"))
    deployment.deploy(aws, template.read(), TEST_PARAMETERS, HANDLERS)
    yield aws
    aws.stop()


@pytest.fixture(scope="module")
def expanded():
    return template.for_this_machine(template.expand(template.read(), TEST_PARAMETERS, HANDLERS))


def test_every_resource_of_the_template_exists(deployed, expanded):
    ids = deployment.physical_ids(deployed)
    assert set(ids) == set(expanded["Resources"])
    for name, resource in expanded["Resources"].items():
        if resource["Type"] in READERS:
            service, operation, key = READERS[resource["Type"]]
            getattr(deployed.client(service), operation)(**{key: ids[name]})


def test_the_table_has_its_keys_indexes_stream_and_expiry(deployed):
    ids = deployment.physical_ids(deployed)
    client = deployed.client("dynamodb")
    for name, wanted in template.resources_of(template.read(), "AWS::DynamoDB::Table").items():
        table = client.describe_table(TableName=ids[name])["Table"]
        assert table["KeySchema"] == wanted["KeySchema"]
        indexes = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
        for index in wanted["GlobalSecondaryIndexes"]:
            assert indexes[index["IndexName"]]["KeySchema"] == index["KeySchema"]
        streamed = table["StreamSpecification"]["StreamViewType"]
        assert streamed == wanted["StreamSpecification"]["StreamViewType"]
        expiry = client.describe_time_to_live(TableName=ids[name])["TimeToLiveDescription"]
        assert expiry["AttributeName"] == wanted["TimeToLiveSpecification"]["AttributeName"]


def test_queues_have_their_dead_letters_and_patience(deployed):
    ids = deployment.physical_ids(deployed)
    for name, wanted in template.resources_of(template.read(), "AWS::SQS::Queue").items():
        found = deployed.client("sqs").get_queue_attributes(
            QueueUrl=ids[name], AttributeNames=["All"]
        )["Attributes"]
        assert found.get("FifoQueue", "false") == str(wanted.get("FifoQueue", False)).lower()
        if "VisibilityTimeout" in wanted:
            assert found["VisibilityTimeout"] == str(wanted["VisibilityTimeout"])
        assert ("RedrivePolicy" in found) == ("RedrivePolicy" in wanted)


def test_sources_call_their_functions_with_the_templates_batches_and_filters(deployed, expanded):
    ids = deployment.physical_ids(deployed)
    client = deployed.client("lambda")
    mappings = template.resources_of(expanded, "AWS::Lambda::EventSourceMapping")
    assert mappings
    for name, wanted in mappings.items():
        found = client.get_event_source_mapping(UUID=ids[name])
        for key in ("BatchSize", "FilterCriteria", "ScalingConfig", "FunctionResponseTypes"):
            assert found.get(key) == wanted.get(key, found.get(key)), (name, key)
        assert found["FunctionArn"].endswith(ids[wanted["FunctionName"]["Ref"]])


def test_routes_lead_to_functions(deployed):
    source = template.read()
    wanted = {
        f"{event['Properties']['Method']} {event['Properties']['Path']}"
        for function in template.functions_of(source).values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "HttpApi"
    }
    api = deployment.api_id(deployed, source)
    routes = deployed.client("apigatewayv2").get_routes(ApiId=api)["Items"]
    assert {route["RouteKey"] for route in routes} == wanted


def test_functions_have_the_environment_the_template_gives_them(deployed):
    functions = {each.name: each for each in deployment.functions(deployed, template.read())}
    for name, wanted in template.functions_of(template.read()).items():
        assert set(functions[name].environment) == set(wanted["Environment"]["Variables"])


def test_an_unchanged_template_is_not_deployed_again(deployed):
    assert not deployment.deploy(deployed, template.read(), TEST_PARAMETERS, HANDLERS)


def test_a_changed_template_keeps_the_rows(deployed):
    table = deployment.physical_ids(deployed)["Table"]
    client = deployed.client("dynamodb")
    key = {"pk": {"S": "T#1"}, "sk": {"S": "ROW"}}
    client.put_item(TableName=table, Item=key)
    changed = copy.deepcopy(template.read())
    changed["Globals"]["Function"]["MemorySize"] = 256
    changed["Resources"]["MailQueue"]["Properties"]["VisibilityTimeout"] = 121
    assert deployment.deploy(deployed, changed, TEST_PARAMETERS, HANDLERS)
    assert client.get_item(TableName=table, Key=key)["Item"] == key


def test_a_table_is_never_replaced(deployed):
    changed = copy.deepcopy(template.read())
    changed["Resources"]["Table"]["Properties"]["KeySchema"].pop()
    with pytest.raises(deployment.DeploymentFailed, match="make reset"):
        deployment.deploy(deployed, changed, TEST_PARAMETERS, HANDLERS)


def test_a_throw_away_instance_gives_the_functions_environment():
    with throw_away({"StripeApiBase": "http://localhost:1"}) as (aws, environment):
        assert environment["BALIE_STRIPE_API_BASE"] == "http://localhost:1"
        aws.client("dynamodb").describe_table(TableName=environment["BALIE_TABLE"])
        aws.client("sqs").get_queue_attributes(QueueUrl=environment["BALIE_MAIL_QUEUE"])

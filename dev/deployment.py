"""Brings the embedded AWS to what template.yaml says, and reads from it what came of that."""

from __future__ import annotations

import json
import shlex
import time
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from balie.cli.stack import OUTPUTS
from dev import template as templates
from dev.function import Function
from dev.template import Template

if TYPE_CHECKING:
    from dev.embedded import Aws

STACK = "balie"
FINGERPRINT = "balie:fingerprint"
CAPABILITIES = ["CAPABILITY_IAM"]


class DeploymentFailed(Exception):
    """The embedded AWS refused the template; the text says which resource and why."""


def deploy(aws: Aws, template: Template, parameters: dict[str, str], url: str) -> bool:
    """Whether anything had to be changed. url: of the handler host."""
    expanded = templates.for_this_machine(templates.expand(template, parameters, url))
    fingerprint = templates.fingerprint(expanded, parameters)
    stack = _stack(aws)
    if stack and _tag(stack, FINGERPRINT) == fingerprint and not _failed(stack):
        return False
    if stack:
        _refuse_to_replace_tables(aws, expanded)
    _apply(aws, expanded, parameters, fingerprint=fingerprint, exists=stack is not None)
    _expire_rows(aws, template)
    _accept_sender(aws, parameters)
    return True


def deploy_storage(aws: Aws, template: Template, parameters: dict[str, str]) -> dict[str, str]:
    """The environment of operator and functions together, over tables, queues, buckets, keys."""
    outputs = template["Outputs"]
    wanted: dict[str, Any] = {name: outputs[key]["Value"] for name, key in OUTPUTS.items()}
    functions = templates.functions_of(template)
    for properties in functions.values():
        wanted |= properties["Environment"]["Variables"]
    called = [{"Ref": function} for function in functions]
    wanted = {name: value for name, value in wanted.items() if value not in called}
    names = {f"Variable{number}": name for number, name in enumerate(wanted)}
    storage = templates.storage_of(template)
    storage["Outputs"] = {key: {"Value": wanted[name]} for key, name in names.items()}
    _apply(aws, storage, parameters, fingerprint="storage", exists=False)
    _expire_rows(aws, template)
    _accept_sender(aws, parameters)
    stack = _stack(aws)
    said = stack["Outputs"] if stack else []
    return {names[output["OutputKey"]]: output["OutputValue"] for output in said}


def physical_ids(aws: Aws) -> dict[str, str]:
    """Logical id -> physical id of every deployed resource."""
    pages = aws.client("cloudformation").get_paginator("list_stack_resources")
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for page in pages.paginate(StackName=STACK)
        for resource in page["StackResourceSummaries"]
    }


def api_id(aws: Aws, template: Template) -> str:
    (api,) = templates.resources_of(template, "AWS::Serverless::HttpApi")
    return physical_ids(aws)[api]


def functions(aws: Aws, template: Template) -> list[Function]:
    ids = physical_ids(aws)
    client = aws.client("lambda")
    found = []
    for name, properties in templates.functions_of(template).items():
        deployed = client.get_function_configuration(FunctionName=ids[name])
        variables = deployed["Environment"]["Variables"]
        mappings = client.list_event_source_mappings(FunctionName=ids[name])["EventSourceMappings"]
        streams = [m for m in mappings if ":dynamodb:" in m["EventSourceArn"]]
        found.append(
            Function(
                name=name,
                arn=deployed["FunctionArn"],
                full_name=deployed["FunctionName"],
                folder=properties["CodeUri"],
                memory_mb=deployed["MemorySize"],
                environment={k: v for k, v in variables.items() if not k.startswith("MINISTACK_")},
                one_at_a_time=bool(mappings),
                stream=_stream(streams[0]) if streams else None,
            )
        )
    return found


def _stream(mapping: dict[str, Any]) -> dict[str, Any]:
    return {
        "attempts": mapping.get("MaximumRetryAttempts", 10),
        "bisect": mapping.get("BisectBatchOnFunctionError", False),
        "dead_letters": mapping.get("DestinationConfig", {})
        .get("OnFailure", {})
        .get("Destination", ""),
    }


def operators_settings(aws: Aws) -> str:
    """What a shell exports, to be that of the embedded AWS' operator."""
    settings = {**aws.environment, "BALIE_STACK": STACK}
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in settings.items())


def as_json(found: list[Function]) -> str:
    return json.dumps([asdict(function) for function in found], indent=1)


def _stack(aws: Aws) -> dict[str, Any] | None:
    client = aws.client("cloudformation")
    with suppress(client.exceptions.ClientError):
        stack: dict[str, Any] = client.describe_stacks(StackName=STACK)["Stacks"][0]
        return stack
    return None


def _tag(stack: dict[str, Any], key: str) -> str:
    tags: dict[str, str] = {tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])}
    return tags.get(key, "")


def _failed(stack: dict[str, Any]) -> bool:
    return "ROLLBACK" in stack["StackStatus"] or "FAILED" in stack["StackStatus"]


def _apply(
    aws: Aws,
    expanded: Template,
    parameters: dict[str, str],
    *,
    fingerprint: str,
    exists: bool,
) -> None:
    client = aws.client("cloudformation")
    act = client.update_stack if exists else client.create_stack
    act(
        StackName=STACK,
        TemplateBody=json.dumps(expanded),
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=CAPABILITIES,
        Tags=[{"Key": FINGERPRINT, "Value": fingerprint}],
    )
    while (stack := _stack(aws)) and stack["StackStatus"].endswith("_IN_PROGRESS"):
        time.sleep(0.05)
    if stack is None or _failed(stack):
        raise DeploymentFailed(_reason(client))


def _refuse_to_replace_tables(aws: Aws, expanded: Template) -> None:
    """Rows cannot follow a table to other keys: AWS makes a new, empty one."""
    ids = physical_ids(aws)
    client = aws.client("dynamodb")
    for name, wanted in templates.resources_of(expanded, "AWS::DynamoDB::Table").items():
        if name not in ids:
            continue
        table = client.describe_table(TableName=ids[name])["Table"]
        if table["KeySchema"] != wanted["KeySchema"]:
            raise DeploymentFailed(
                f"template.yaml gives {name} other keys than its rows have. "
                "To start afresh without them: make reset"
            )


def _reason(client: Any) -> str:
    events = client.describe_stack_events(StackName=STACK)["StackEvents"]
    failures = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    if not failures:
        return "the embedded AWS did not take the template"
    first = failures[-1]
    return f"{first['LogicalResourceId']}: {first.get('ResourceStatusReason', 'no reason given')}"


def _expire_rows(aws: Aws, template: Template) -> None:
    """The embedded AWS ignores a table's TimeToLiveSpecification in a template."""
    ids = physical_ids(aws)
    client = aws.client("dynamodb")
    for name, properties in templates.resources_of(template, "AWS::DynamoDB::Table").items():
        wanted = properties.get("TimeToLiveSpecification")
        current = client.describe_time_to_live(TableName=ids[name])["TimeToLiveDescription"]
        if wanted and current["TimeToLiveStatus"] != "ENABLED":
            client.update_time_to_live(TableName=ids[name], TimeToLiveSpecification=wanted)


def _accept_sender(aws: Aws, parameters: dict[str, str]) -> None:
    """Once an AWS account has verified its domain, SES takes mail from it; here it is done."""
    client = aws.client("sesv2")
    with suppress(client.exceptions.AlreadyExistsException):
        client.create_email_identity(EmailIdentity=parameters["MailSender"].partition("@")[2])

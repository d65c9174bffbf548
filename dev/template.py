"""template.yaml, as the embedded AWS can take it: expanded, with the API's routes spelled out, and
without what nothing asks for on this machine."""

import copy
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parent.parent
REGION = "eu-west-1"
STORAGE = ("AWS::DynamoDB::", "AWS::SQS::", "AWS::S3::", "AWS::KMS::")
# The front proxy stands in for the CDN, the terminal for alarms, .state/log/ for logs; and who may
# do what, the embedded AWS does not ask.
NOT_HERE = (
    "AWS::Budgets::",
    "AWS::CloudFront::",
    "AWS::CloudWatch::",
    "AWS::IAM::ManagedPolicy",
    "AWS::Logs::",
    "AWS::S3::BucketPolicy",
    "AWS::SES::",
    "AWS::SNS::",
    "AWS::SQS::QueuePolicy",
)
IN_THE_REPOSITORY = "s3://local/code.zip"
NO_CODE = {"ZipFile": "# The handler host runs the code from the repository."}

Template = dict[str, Any]


class _NoManagedPolicies:
    def load(self) -> dict[str, str]:
        return {}


def read(path: Path = ROOT / "template.yaml") -> Template:
    template: Template = yaml_parse(path.read_text())
    return template


def resources_of(template: Template, kind: str) -> dict[str, Any]:
    """Logical id -> properties of the resources of one type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def functions_of(template: Template) -> dict[str, Any]:
    """Logical id -> properties of each function, completed by the template's globals."""
    defaults = template.get("Globals", {}).get("Function", {})
    functions = resources_of(template, "AWS::Serverless::Function")
    return {name: _completed(properties, defaults) for name, properties in functions.items()}


def _completed(properties: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    variables = [
        each.get("Environment", {}).get("Variables", {}) for each in (defaults, properties)
    ]
    return {**defaults, **properties, "Environment": {"Variables": variables[0] | variables[1]}}


def storage_of(template: Template) -> Template:
    """Only what holds data: tables, queues, buckets and keys."""
    kept = {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"].startswith(STORAGE)
    }
    sections = {name: template[name] for name in ("Parameters", "Conditions")}
    return for_this_machine({**sections, "Resources": kept})


def for_this_machine(template: Template) -> Template:
    """The same without what is NOT_HERE, and without whatever names it."""
    gone = {
        name
        for name, resource in template["Resources"].items()
        if resource["Type"].startswith(NOT_HERE)
    }
    kept = {name: of for name, of in template["Resources"].items() if name not in gone}
    outputs = {
        name: output
        for name, output in template.get("Outputs", {}).items()
        if not _names(output["Value"], gone)
    }
    return {**template, "Resources": _without(kept, gone), "Outputs": outputs}


def _without(value: Any, gone: set[str]) -> Any:
    if isinstance(value, dict):
        return {k: _without(inner, gone) for k, inner in value.items() if not _names(inner, gone)}
    if isinstance(value, list):
        return [_without(inner, gone) for inner in value if not _names(inner, gone)]
    return value


def _names(value: Any, gone: set[str]) -> bool:
    """Whether this is a reference to one of them."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((function, given),) = value.items()
    if function in ("Ref", "Fn::GetAtt"):
        return (given if isinstance(given, str) else given[0]) in gone
    text = given if isinstance(given, str) else json.dumps(given)
    return function == "Fn::Sub" and not gone.isdisjoint(re.findall(r"\$\{(\w+)", text))


def expand(template: Template, parameters: dict[str, str], handlers_url: str) -> Template:
    """Plain CloudFormation of the whole template; each function is served at handlers_url/NAME."""
    source = copy.deepcopy(template)
    for properties in resources_of(source, "AWS::Serverless::Function").values():
        properties["CodeUri"] = IN_THE_REPOSITORY
    for properties in resources_of(source, "AWS::Serverless::LayerVersion").values():
        properties["ContentUri"] = IN_THE_REPOSITORY
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)  # the translator insists on one
    expanded: Template = transform(source, parameters, _NoManagedPolicies())
    _serve_code_from_here(expanded, handlers_url)
    _spell_out_routes(expanded)
    return expanded


def _serve_code_from_here(template: Template, handlers_url: str) -> None:
    for name in resources_of(template, "AWS::Lambda::LayerVersion"):
        del template["Resources"][name]
    for name, properties in resources_of(template, "AWS::Lambda::Function").items():
        properties["Code"] = NO_CODE
        properties.pop("Layers", None)
        variables = properties.setdefault("Environment", {}).setdefault("Variables", {})
        variables["MINISTACK_LAMBDA_PROXY_URL"] = f"{handlers_url}/{name}"


def _spell_out_routes(template: Template) -> None:
    """The embedded AWS ignores an API's OpenAPI body: make its paths resources of their own."""
    for api, properties in resources_of(template, "AWS::ApiGatewayV2::Api").items():
        body = properties.pop("Body")
        properties |= {"Name": api, "ProtocolType": "HTTP"}
        for path, methods in body["paths"].items():
            for method, operation in methods.items():
                verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
                target = operation["x-amazon-apigateway-integration"]
                template["Resources"] |= _route(api, f"{verb} {path}", target)


def _route(api: str, key: str, target: dict[str, Any]) -> Template:
    name = api + hashlib.sha256(key.encode()).hexdigest()[:10]
    integration = {
        "ApiId": {"Ref": api},
        "IntegrationType": target["type"].upper(),
        "IntegrationUri": target["uri"],
        "IntegrationMethod": target["httpMethod"],
        "PayloadFormatVersion": target["payloadFormatVersion"],
    }
    route = {
        "ApiId": {"Ref": api},
        "RouteKey": key,
        "Target": {"Fn::Sub": f"integrations/${{{name}Integration}}"},
    }
    return {
        f"{name}Integration": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": integration},
        f"{name}Route": {"Type": "AWS::ApiGatewayV2::Route", "Properties": route},
    }


def fingerprint(template: Template, parameters: dict[str, str]) -> str:
    """Changes when a deployment would: of the expanded template and its parameters."""
    text = json.dumps([template, parameters], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

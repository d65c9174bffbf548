"""Each function gets the settings that its code reads, and the door is throttled."""

import ast
import copy
import re

import pytest

from balie.cli.stack import OUTPUTS
from tests.architecture.source import FUNCTIONS, PACKAGE
from tests.template.expanded import Expanded
from tests.template.reach import reached_from

SETTINGS = "balie.ground.aws.settings"
# Given to every function because the shell and the local run take their settings from there.
FOR_THE_SHELL = {"BALIE_PUBLIC_URL"}


def settings():
    """Function of `settings` -> the environment variable that it reads."""
    tree = ast.parse((PACKAGE / "ground" / "aws" / "settings.py").read_text())
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            (name,) = set(re.findall(r"BALIE_[A-Z_]+", ast.unparse(node)))
            found[node.name] = name
    return found


def read_by(function):
    reached = reached_from(f"functions.{function}.app.handler")
    return {name for reader, name in settings().items() if f"{SETTINGS}.{reader}" in reached}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_the_settings_that_its_code_reads(expanded, function):
    given, read = set(expanded.variables_of(function)), read_by(function)
    assert given - FOR_THE_SHELL == read - FOR_THE_SHELL
    assert given >= read


def test_every_setting_is_given_to_some_function_or_to_the_operator(expanded):
    given = {name for function in FUNCTIONS for name in expanded.variables_of(function)}
    assert given | set(OUTPUTS) == set(settings().values())
    assert set(OUTPUTS.values()) <= set(expanded.template["Outputs"])


def test_only_settings_and_the_operators_shell_read_the_environment():
    """And what runs `sam` or the SDK, which go by the shell's own."""
    shell = ("cli/stack.py", "cli/programs.py", "ground/aws/sdk.py")
    found = ("ground/aws/settings.py", "ground/aws/surroundings.py", *shell)
    reading = {PACKAGE / name for name in found}
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text()
        assert ("environ" in text or "getenv" in text) == (file in reading), file


def test_every_function_of_the_template_has_a_folder_and_a_handler(expanded):
    assert sorted(expanded.functions.values()) == FUNCTIONS
    for function in expanded.of_type("AWS::Lambda::Function").values():
        assert function["Handler"] == "app.handler"
        assert function["Runtime"] == "python3.13"
        assert function["Architectures"] == ["arm64"]
        assert function["Timeout"] <= 60


@pytest.mark.parametrize("function", ["webhook_in", "portal_api", "desk_api"])
def test_a_function_behind_the_door_ends_before_the_door_gives_up(expanded, function):
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"""
    behind = expanded.of_type("AWS::Lambda::Function")[expanded.id_of(function)]
    assert behind["Timeout"] < 30


def test_the_door_is_throttled(expanded):
    (stage,) = expanded.of_type("AWS::ApiGatewayV2::Stage").values()
    assert 0 < stage["DefaultRouteSettings"]["ThrottlingRateLimit"] <= 1000
    assert 0 < stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] <= 1000


def test_the_door_opens_to_webhooks_the_portal_and_the_desk_alone(expanded):
    routes = {route["RouteKey"] for route in expanded.of_type("AWS::ApiGatewayV2::Route").values()}
    assert routes == {
        "POST /webhooks/{provider}/{tenant}/{endpoint}",
        "ANY /api/{proxy+}",
        "GET /branding/{proxy+}",
        "ANY /desk/{proxy+}",
    }


def test_a_setting_that_is_forgotten_is_found(source):
    changed = copy.deepcopy(source)
    del changed["Resources"]["PortalApi"]["Properties"]["Environment"]
    assert read_by("portal_api") - set(Expanded(changed).variables_of("portal_api")) == {
        "BALIE_FILES",
        "BALIE_MAIL_QUEUE",
        "BALIE_ORIGIN_SECRETS",
        "BALIE_PROVIDER_CALL",
    }


def test_no_secret_stands_in_an_environment(expanded):
    """But the CDN's: it opens nothing by itself, stands in the CDN's settings too, and reading it
    elsewhere would cost every cold start a call."""
    for function in FUNCTIONS:
        variables = expanded.variables_of(function)
        variables.pop("BALIE_ORIGIN_SECRETS", None)
        for name, value in variables.items():
            assert not re.search(r"SECRET(?!S_KEY)|PASSWORD|TOKEN|API_KEY", name)
            assert isinstance(value, dict) or not value.startswith(("sk_", "rk_", "whsec_"))

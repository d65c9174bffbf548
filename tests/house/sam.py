"""Plays `sam` in a test: notes how it was called and, for a deployment, has the embedded AWS make a
stack of the parameters it was given. Put on the PATH by `installed`.

NOTED: where calls are noted. SAM_FAILS: `build` or `deploy`, which then ends with 7.
"""

import json
import os
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import boto3
import yaml

ROOT = Path(__file__).parents[2]
FAILED = 7
OUTPUTS = {
    "TableName": "BALIE_TABLE",
    "SecretsKeyArn": "BALIE_SECRETS_KEY",
    "FilesBucket": "BALIE_FILES",
    "MailQueueUrl": "BALIE_MAIL_QUEUE",
}


def installed(folder: Path) -> Path:
    """The file that calls are noted in."""
    sam = f"exec {shlex.quote(sys.executable)} -m tests.house.sam"
    for name, does in (("sam", sam), ("python3.13", "exec echo")):
        program = folder / name
        program.write_text(f'#!/bin/sh\n{does} "$@"\n')
        program.chmod(0o755)
    return folder / "noted"


def noted(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def deployments(file: Path) -> list[dict[str, str]]:
    """The parameters of each."""
    return [call["parameters"] for call in noted(file) if call["words"][0] == "deploy"]


class _Loader(yaml.SafeLoader):
    """template.yaml's short forms are of no interest here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _parameters_of_the_template() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Loader)  # noqa: S506
    return dict(read["Parameters"])


def _template(declared: dict[str, Any]) -> dict[str, Any]:
    """Outputs as template.yaml's, of what the test has anyway, and a bucket for the pages."""
    outputs: dict[str, Any] = {name: os.environ[setting] for name, setting in OUTPUTS.items()}
    outputs |= {name: {"Ref": name} for name in ("PublicUrl", "DeskUrl")}
    outputs |= {"SiteBucket": {"Ref": "Site"}, "PortalCdnId": {"Ref": "Cdn"}}
    outputs |= {
        "PortalAddress": "https://d1.cloudfront.example",
        "DeskAddress": "https://d2.cloudfront.example",
    }
    origin = {"DomainName": "site.example", "Id": "site", "CustomOriginConfig": {}}
    behaviour = {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"}
    cdn = {"Enabled": True, "Origins": [origin], "DefaultCacheBehavior": behaviour}
    return {
        "Parameters": declared,
        "Resources": {
            "Site": {"Type": "AWS::S3::Bucket"},
            "Cdn": {
                "Type": "AWS::CloudFront::Distribution",
                "Properties": {"DistributionConfig": cdn},
            },
        },
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }


def _deploy(settings: dict[str, Any], given: dict[str, str]) -> None:
    declared = _parameters_of_the_template()
    unknown = set(given) - set(declared)
    assert not unknown, unknown
    client: Any = boto3.client("cloudformation", region_name=settings["region"])
    name = settings["stack_name"]
    try:
        client.describe_stacks(StackName=name)
        act, kept = client.update_stack, [key for key in declared if key not in given]
    except client.exceptions.ClientError:
        act, kept = client.create_stack, []
    key, _, release = settings["tags"].replace('"', "").partition("=")
    changed = {
        "StackName": name,
        "TemplateBody": json.dumps(_template(declared)),
        "Parameters": [
            *({"ParameterKey": key, "ParameterValue": value} for key, value in given.items()),
            *({"ParameterKey": key, "UsePreviousValue": True} for key in kept),
        ],
        "Tags": [{"Key": key, "Value": release}],
    }
    try:
        act(**changed)
    except client.exceptions.ClientError as error:
        if "No updates" not in str(error) or settings["fail_on_empty_changeset"]:
            raise
    stack = client.describe_stacks(StackName=name)["Stacks"][0]
    if given.get("MailDomain"):
        mail: Any = boto3.client("sesv2", region_name=settings["region"])
        mail.create_email_identity(EmailIdentity=given["MailDomain"])
    assert stack["StackStatus"].endswith("_COMPLETE"), stack


def main() -> int:
    words = sys.argv[1:]
    if words == ["--version"]:
        return 0
    note: dict[str, Any] = {"words": words, "in": os.getcwd(), "parameters": {}}
    settings: dict[str, Any] = {}
    if words[0] == "deploy":
        file = Path(words[words.index("--config-file") + 1])
        note["private"] = oct(file.parent.stat().st_mode & 0o777)
        settings = tomllib.loads(file.read_text())["default"]["deploy"]["parameters"]
        pairs = shlex.split(settings.get("parameter_overrides", ""))
        note["parameters"] = dict(pair.split("=", 1) for pair in pairs)
        note["settings"] = settings
    with Path(os.environ["NOTED"]).open("a") as noted_in:
        noted_in.write(json.dumps(note) + "\n")
    if os.environ.get("SAM_FAILS") == words[0]:
        print("Error: it does not work")
        return FAILED
    if settings:
        _deploy(settings, note["parameters"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

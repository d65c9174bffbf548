"""The settings of a deployment: what its stack puts out, for a shell that was given none."""

import argparse
import os
import re

from balie.cli.words import Parser
from balie.ground.aws import stacks

# What template.yaml gives to functions, and the output that says it.
OUTPUTS = {
    "BALIE_TABLE": "TableName",
    "BALIE_SECRETS_KEY": "SecretsKeyArn",
    "BALIE_FILES": "FilesBucket",
    "BALIE_PUBLIC_URL": "PublicUrl",
    "BALIE_DESK_URL": "DeskUrl",
    "BALIE_STRIPE_API_BASE": "StripeApiBase",
    "BALIE_PROVIDER_EVENTS_QUEUE": "ProviderEventsQueueUrl",
    "BALIE_PROVIDER_EVENTS_DEAD_LETTERS": "ProviderEventsDeadLettersUrl",
    "BALIE_CATCH_UP_QUEUE": "CatchUpQueueUrl",
    "BALIE_CATCH_UP_DEAD_LETTERS": "CatchUpDeadLettersUrl",
    "BALIE_MAIL_QUEUE": "MailQueueUrl",
    "BALIE_MAIL_DEAD_LETTERS": "MailDeadLettersUrl",
    "BALIE_STREAM_DEAD_LETTERS": "StreamDeadLettersUrl",
    "BALIE_AUDIT_DEAD_LETTERS": "AuditDeadLettersUrl",
}
NAMED_BY = "BALIE_STACK"
USUAL_NAME = "balie"  # as in samconfig.toml


def add_to(balie: Parser) -> None:
    balie.add_argument(
        "--stack",
        default=os.environ.get(NAMED_BY, ""),
        type=_name,
        metavar="NAME",
        help=f"the deployment's CloudFormation stack; {NAMED_BY} names it too",
    )


def _name(text: str) -> str:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html"""
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,127}", text):
        raise argparse.ArgumentTypeError("a stack's name: letters, digits and hyphens, as balie")
    return text


def named(parsed: argparse.Namespace) -> str:
    return str(parsed.stack or USUAL_NAME)


def take_settings(name: str, *, anew: bool = False) -> None:
    """Those that are not set yet; anew: all. Raises StackMissing."""
    found = stacks.get(name).outputs
    for setting, output in OUTPUTS.items():
        if output in found and (anew or setting not in os.environ):
            os.environ[setting] = found[output]


def told_missing(setting: str) -> str:
    """One line, for one who named no stack, or one of an older template."""
    where = f", or export what its output {OUTPUTS[setting]} says" if setting in OUTPUTS else ""
    return f"{setting} is not set; name the deployment with --stack or {NAMED_BY}{where}."

"""The settings of a deployment: what its stack puts out, for a shell that was given none."""

import os

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


def add_to(balie: Parser) -> None:
    balie.add_argument(
        "--stack",
        default=os.environ.get(NAMED_BY, ""),
        metavar="NAME",
        help=f"the deployment's CloudFormation stack; {NAMED_BY} names it too",
    )


def take_settings(name: str) -> None:
    """Those that are not set yet. Raises StackMissing."""
    found = stacks.outputs(name)
    for setting, output in OUTPUTS.items():
        if output in found:
            os.environ.setdefault(setting, found[output])


def told_missing(setting: str) -> str:
    """One line, for one who named no stack, or one of an older template."""
    where = f", or export what its output {OUTPUTS[setting]} says" if setting in OUTPUTS else ""
    return f"{setting} is not set; name the deployment with --stack or {NAMED_BY}{where}."

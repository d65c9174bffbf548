"""Questions to an expanded template."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dev import template as templates

PARAMETERS = {
    "PublicUrl": "https://api.example",
    "DeskUrl": "https://desk.example",
    "PasskeyDomain": "desk.example",
    "Stage": "test",
    "MailSender": "billing@example.com",
    "StripeApiBase": "",
    "OriginSecret": "a-secret-of-thirty-two-characters",
}
INVOKED_LATER = "AWS::Lambda::EventInvokeConfig"
Properties = dict[str, Any]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Expanded:
    """source: template.yaml as read, or a changed copy of it."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.source = source
        self.template = templates.expand(source, PARAMETERS, "http://handlers.example")

    def of_type(self, kind: str) -> dict[str, Properties]:
        return templates.resources_of(self.template, kind)

    @cached_property
    def functions(self) -> dict[str, str]:
        """Logical id -> folder."""
        found = templates.functions_of(self.source)
        return {name: of["CodeUri"].removeprefix("functions/") for name, of in found.items()}

    def id_of(self, folder: str) -> str:
        return next(name for name, found in self.functions.items() if found == folder)

    def variables_of(self, folder: str) -> dict[str, Any]:
        function = self.of_type("AWS::Lambda::Function")[self.id_of(folder)]
        found: dict[str, Any] = function["Environment"]["Variables"]
        return {name: value for name, value in found.items() if name.startswith("BALIE_")}

    def statements_of(self, folder: str) -> Iterator[dict[str, Any]]:
        """What the function's role allows, beside the managed policies."""
        role = self.of_type("AWS::IAM::Role")[f"{self.id_of(folder)}Role"]
        for policy in role.get("Policies", []):
            yield from listed(policy["PolicyDocument"]["Statement"])

    def managed_of(self, folder: str) -> set[str]:
        role = self.of_type("AWS::IAM::Role")[f"{self.id_of(folder)}Role"]
        found = role["ManagedPolicyArns"]
        return {str(arn.get("Fn::Sub", arn) if isinstance(arn, dict) else arn) for arn in found}

    def rights_of(self, folder: str) -> set[tuple[str, str]]:
        """(action, the resource's logical id, `/index` behind a table's index)."""
        return {
            (action, target_of(resource))
            for statement in self.statements_of(folder)
            for action in listed(statement["Action"])
            for resource in listed(statement["Resource"])
        }

    def mappings(self) -> dict[str, Properties]:
        return self.of_type("AWS::Lambda::EventSourceMapping")

    def queues(self) -> dict[str, Properties]:
        return self.of_type("AWS::SQS::Queue")

    def dead_letter_queues(self) -> set[str]:
        """Of queues, of streams, and of what a schedule calls."""
        of_queues = {
            target_of(queue["RedrivePolicy"]["deadLetterTargetArn"])
            for queue in self.queues().values()
            if "RedrivePolicy" in queue
        }
        given_up = [*self.mappings().values(), *self.of_type(INVOKED_LATER).values()]
        of_functions = {
            target_of(of["DestinationConfig"]["OnFailure"]["Destination"])
            for of in given_up
            if "DestinationConfig" in of
        }
        schedules = self.of_type("AWS::Scheduler::Schedule").values()
        of_schedules = {target_of(of["Target"]["DeadLetterConfig"]["Arn"]) for of in schedules}
        return of_queues | of_functions | of_schedules


def target_of(reference: Any) -> str:
    """The logical id that an ARN is of."""
    if isinstance(reference, str):
        return reference
    if "Fn::GetAtt" in reference:
        return str(listed(reference["Fn::GetAtt"])[0])
    if "Ref" in reference:
        return str(reference["Ref"])
    text = str(listed(reference["Fn::Sub"])[0])
    if text.startswith("${Table.Arn}/index/"):
        return "Table/index"
    if text.startswith("${Files.Arn}/tenants/*/"):
        return f"Files/{text.split('/')[3]}"
    return text

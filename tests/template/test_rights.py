"""Least privilege: what each function may do is what its code does, and this table says it."""

import copy

import pytest

from tests.architecture.source import FUNCTIONS
from tests.template.expanded import Expanded, listed, target_of
from tests.template.reach import WORK, reached_from

READ = ("dynamodb:GetItem", "Table")
CALL = ("lambda:InvokeFunction", "ProviderCall")
SEE_PICTURES, KEEP_PICTURES = ("s3:GetObject", "Files/branding"), ("s3:PutObject", "Files/branding")
SEE_PDFS, KEEP_PDFS = ("s3:GetObject", "Files/invoices"), ("s3:PutObject", "Files/invoices")
SEND_MAIL_MESSAGE = ("sqs:SendMessage", "MailQueue")
SES = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
RIGHTS = {
    "webhook_in": {
        READ,
        ("kms:Decrypt", "SecretsKey"),
        ("sqs:SendMessage", "ProviderEventsQueue"),
    },
    "provider_events": {
        READ,
        ("dynamodb:Query", "Table"),
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("dynamodb:DeleteItem", "Table"),
        ("kms:Decrypt", "SecretsKey"),
        ("sqs:ChangeMessageVisibility", "ProviderEventsQueue"),
        ("sqs:ChangeMessageVisibility", "BacklogQueue"),
        ("sqs:SendMessage", "ProviderEventsDeadLetters"),
    },
    "catch_up": {
        READ,
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:DeleteItem", "Table"),
        ("kms:Decrypt", "SecretsKey"),
        ("kms:Encrypt", "SecretsKey"),
        ("sqs:ChangeMessageVisibility", "CatchUpQueue"),
        ("sqs:SendMessage", "CatchUpDeadLetters"),
        ("sqs:SendMessage", "CatchUpQueue"),
        ("sqs:SendMessage", "BacklogQueue"),
    },
    "provider_call": {
        READ,
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("kms:Decrypt", "SecretsKey"),
        KEEP_PDFS,
    },
    "nightly": {
        READ,
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:DeleteItem", "Table"),
        ("dynamodb:Query", "Table/index"),
        ("sqs:SendMessage", "CatchUpQueue"),
        ("sqs:SendMessage", "ScheduleDeadLetters"),
    },
    "stream_out": {
        READ,
        ("dynamodb:Query", "Table"),
        SEND_MAIL_MESSAGE,
        ("sqs:SendMessage", "StreamDeadLetters"),
    },
    "audit_chain": {
        READ,
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("sqs:SendMessage", "AuditDeadLetters"),
    },
    "audit_missed": {
        READ,
        ("dynamodb:Query", "Table"),
        ("dynamodb:Query", "Table/index"),
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("sqs:SendMessage", "ScheduleDeadLetters"),
    },
    "portal_api": {
        READ,
        ("dynamodb:Query", "Table"),
        ("dynamodb:Query", "Table/index"),
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("dynamodb:DeleteItem", "Table"),
        SEE_PICTURES,
        SEE_PDFS,
        CALL,
        SEND_MAIL_MESSAGE,
    },
    "desk_api": {
        READ,
        SEE_PICTURES,
        KEEP_PICTURES,
        SEE_PDFS,
        CALL,
        ("dynamodb:Query", "Table"),
        ("dynamodb:Query", "Table/index"),
        ("dynamodb:PutItem", "Table"),
        ("dynamodb:UpdateItem", "Table"),
        ("dynamodb:DeleteItem", "Table"),
        ("kms:Encrypt", "SecretsKey"),
        ("sqs:SendMessage", "CatchUpQueue"),
    },
    "mail_out": {
        READ,
        ("dynamodb:Query", "Table/index"),
        ("dynamodb:PutItem", "Table"),
        ("sqs:SendMessage", "MailDeadLetters"),
        ("sqs:ChangeMessageVisibility", "MailQueue"),
        ("ses:SendEmail", f"{SES}:identity/*"),
        ("ses:SendEmail", f"{SES}:configuration-set/${{MailSettings}}"),
    },
}
DECRYPTS_FOR = {
    "webhook_in": {"webhook"},
    "provider_events": {"api"},
    "catch_up": {"api"},
    "provider_call": {"api"},
}
ENCRYPTS_FOR = {"catch_up": {"webhook"}, "desk_api": {"api", "webhook"}}
# What reaching a definition needs. A transaction needs the rights of its parts, and no more.
NEEDED = {
    f"{WORK}.get": {READ},
    f"{WORK}.query": {("dynamodb:Query", "Table")},
    f"{WORK}.query_list": {("dynamodb:Query", "Table/index")},
    f"{WORK}.query_activity": {("dynamodb:Query", "Table/index")},
    f"{WORK}.put": {("dynamodb:PutItem", "Table")},
    f"{WORK}.add": {("dynamodb:UpdateItem", "Table")},
    f"{WORK}.delete": {("dynamodb:DeleteItem", "Table")},
    "balie.ground.aws.directory.tenant_of_host": {READ},
    "balie.firm.branding.store.picture": {SEE_PICTURES},
    "balie.firm.branding.store.keep": {KEEP_PICTURES},
    "balie.money.invoice_pdfs.store.link": {SEE_PDFS},
    "balie.money.invoice_pdfs.store.keep": {KEEP_PDFS},
    "balie.ground.aws.settings.provider_call": {CALL},
    "balie.ground.aws.sweep.due": {("dynamodb:Query", "Table/index")},
    "balie.ground.aws.directory.bind_host": {("dynamodb:PutItem", "Table")},
    "balie.ground.aws.secrets.encrypt": {("kms:Encrypt", "SecretsKey")},
    "balie.ground.aws.secrets.decrypt": {("kms:Decrypt", "SecretsKey")},
    "balie.outside.providers.hint_queue.send_all": {("sqs:SendMessage", "BacklogQueue")},
    "balie.relation.auth.service.request_link": {SEND_MAIL_MESSAGE},
    "balie.relation.notifications.service.confirm_payment": {SEND_MAIL_MESSAGE},
    "balie.relation.notifications.team._send": {SEND_MAIL_MESSAGE},
    "balie.outside.providers.hint_queue.send": {("sqs:SendMessage", "ProviderEventsQueue")},
    "balie.outside.providers.catch_up._ask_for_page": {("sqs:SendMessage", "CatchUpQueue")},
    "balie.outside.providers.connecting.ask_to_disconnect": {("sqs:SendMessage", "CatchUpQueue")},
    "functions.provider_events.app._take": {
        ("sqs:ChangeMessageVisibility", "ProviderEventsQueue"),
        ("sqs:ChangeMessageVisibility", "BacklogQueue"),
    },
    "functions.catch_up.app._take": {("sqs:ChangeMessageVisibility", "CatchUpQueue")},
    "functions.mail_out.app._take": {("sqs:ChangeMessageVisibility", "MailQueue")},
    "balie.ground.aws.settings.catch_up_dead_letters": {("sqs:SendMessage", "CatchUpDeadLetters")},
    "balie.ground.aws.settings.provider_events_dead_letters": {
        ("sqs:SendMessage", "ProviderEventsDeadLetters")
    },
    "balie.ground.aws.settings.mail_dead_letters": {("sqs:SendMessage", "MailDeadLetters")},
    "balie.outside.channels.email.send": {
        item for item in RIGHTS["mail_out"] if item[0] == "ses:SendEmail"
    },
}
OF_THE_TRIGGER = {
    "stream_out": {("sqs:SendMessage", "StreamDeadLetters")},
    "audit_chain": {("sqs:SendMessage", "AuditDeadLetters")},
    "nightly": {("sqs:SendMessage", "ScheduleDeadLetters")},
    "audit_missed": {("sqs:SendMessage", "ScheduleDeadLetters")},
}
MANAGED = {
    "webhook_in": {"AWSLambdaBasicExecutionRole"},
    "provider_events": {"AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole"},
    "catch_up": {"AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole"},
    "provider_call": {"AWSLambdaBasicExecutionRole"},
    "nightly": {"AWSLambdaBasicExecutionRole"},
    "stream_out": {"AWSLambdaBasicExecutionRole", "AWSLambdaDynamoDBExecutionRole"},
    "audit_chain": {"AWSLambdaBasicExecutionRole", "AWSLambdaDynamoDBExecutionRole"},
    "audit_missed": {"AWSLambdaBasicExecutionRole"},
    "portal_api": {"AWSLambdaBasicExecutionRole"},
    "desk_api": {"AWSLambdaBasicExecutionRole"},
    "mail_out": {"AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole"},
}


def purposes(expanded: Expanded, function: str, action: str) -> set[str]:
    """Those that decrypting or encrypting is bound to; "any" when it is not."""
    return {
        statement.get("Condition", {})
        .get("StringEquals", {})
        .get("kms:EncryptionContext:purpose", "any")
        for statement in expanded.statements_of(function)
        if action in listed(statement["Action"])
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_the_table_says(expanded, function):
    assert expanded.rights_of(function) == RIGHTS[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_table_says_what_the_code_does(function):
    reached = reached_from(f"functions.{function}.app.handler")
    needed = set().union(*(rights for name, rights in NEEDED.items() if name in reached))
    assert needed | OF_THE_TRIGGER.get(function, set()) == RIGHTS[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_managed_policies_are_those_of_the_trigger(expanded, function):
    names = {arn.rpartition("/")[2] for arn in expanded.managed_of(function)}
    assert names == MANAGED[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nothing_is_allowed_on_everything(expanded, function):
    for statement in expanded.statements_of(function):
        assert statement["Effect"] == "Allow"
        assert {"NotAction", "NotResource"}.isdisjoint(statement)
        assert not [action for action in listed(statement["Action"]) if "*" in action]
        assert "*" not in listed(statement["Resource"])
        assert "dynamodb:Scan" not in listed(statement["Action"])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_decrypting_is_bound_to_one_purpose(expanded, function):
    assert purposes(expanded, function, "kms:Decrypt") == DECRYPTS_FOR.get(function, set())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_encrypting_is_bound_to_one_purpose(expanded, function):
    assert purposes(expanded, function, "kms:Encrypt") == ENCRYPTS_FOR.get(function, set())


def test_the_door_for_providers_cannot_write_to_the_table(expanded):
    actions = {action for action, _ in expanded.rights_of("webhook_in")}
    assert {action for action in actions if action.startswith("dynamodb:")} == {"dynamodb:GetItem"}


@pytest.mark.parametrize("function", ["portal_api", "desk_api"])
def test_pages_cannot_read_secrets(expanded, function):
    assert not [action for action, _ in expanded.rights_of(function) if action == "kms:Decrypt"]


def test_only_the_api_may_invoke_from_outside(expanded):
    """Whoever else calls a function does so with a role of this stack."""
    permissions = expanded.of_type("AWS::Lambda::Permission")
    invoked = {
        principal: {
            expanded.functions[target_of(of["FunctionName"])]
            for of in permissions.values()
            if of["Principal"] == principal
        }
        for principal in {of["Principal"] for of in permissions.values()}
    }
    assert invoked == {
        "apigateway.amazonaws.com": {"webhook_in", "portal_api", "desk_api"},
    }
    assert all("SourceArn" in of for of in permissions.values())


def test_only_the_pages_call_the_function_that_asks_providers(expanded):
    callers = {function for function in FUNCTIONS if CALL in expanded.rights_of(function)}
    assert callers == {"portal_api", "desk_api"}


def test_the_schedule_comes_often_enough_for_the_night(expanded):
    """A connection's turn is a minute of its own, within three hours of the night."""
    schedule = expanded.of_type("AWS::Scheduler::Schedule")["NightlyTick"]
    assert schedule["ScheduleExpression"] == "rate(5 minutes)"


def test_mail_is_sent_from_one_address_alone(expanded):
    (sending,) = (
        statement
        for statement in expanded.statements_of("mail_out")
        if "ses:SendEmail" in listed(statement["Action"])
    )
    assert sending["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailSender"}}}


def statement_of(template, name, number=0):
    policies = template["Resources"][name]["Properties"]["Policies"]
    return policies[0]["Statement"][number]


def test_a_right_too_many_is_found(source):
    changed = copy.deepcopy(source)
    statement_of(changed, "WebhookIn")["Action"] = ["dynamodb:GetItem", "dynamodb:PutItem"]
    assert Expanded(changed).rights_of("webhook_in") - RIGHTS["webhook_in"] == {
        ("dynamodb:PutItem", "Table")
    }


def test_decrypting_for_any_purpose_is_found(source):
    changed = copy.deepcopy(source)
    del statement_of(changed, "WebhookIn", 1)["Condition"]
    assert purposes(Expanded(changed), "webhook_in", "kms:Decrypt") == {"any"}

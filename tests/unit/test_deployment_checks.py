"""What `balie setup` finds of an account: fine, a warning, or what has to be mended first."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from balie.cli import checks, programs
from balie.cli.checks import State
from balie.cli.main import main
from balie.ground.aws import certificates, clients, sdk, sending

DKIM = {"Tokens": ["one", "two", "three"]}


class Aws:
    """An account in which all is well, but for what a test says."""

    def __init__(self) -> None:
        self.at_once = 1000
        self.out_of_sandbox = True
        self.allowed = True
        self.refuses: dict[str, Exception] = {}
        self.stack: dict[str, Any] | None = None
        self.identity: dict[str, Any] | None = None
        self.asked: list[Any] = []

    def client(self, service: str, region: str | None = None) -> "Aws":
        if service in self.refuses:
            raise self.refuses[service]
        return self

    class exceptions:  # noqa: N801
        class NotFoundException(Exception):
            pass

    def get_caller_identity(self) -> Any:
        return {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/noor"}

    def get_account_settings(self) -> Any:
        return {"AccountLimit": {"ConcurrentExecutions": self.at_once}}

    def get_account(self) -> Any:
        return {
            "ProductionAccessEnabled": self.out_of_sandbox,
            "SendingEnabled": self.allowed,
            "SendQuota": {"Max24HourSend": 200.0},
        }

    def get_email_identity(self, EmailIdentity: str) -> Any:  # noqa: N803
        if self.identity is None:
            raise self.exceptions.NotFoundException
        return self.identity

    def put_email_identity_mail_from_attributes(self, **given: Any) -> None:
        self.asked.append(given)

    @property
    def cloudformation(self) -> "Aws":
        return self

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803
        if self.stack is None:
            raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")
        return {"Stacks": [self.stack]}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    made = Aws()
    monkeypatch.setattr(sdk, "client", made.client)
    monkeypatch.setattr(sdk, "region", lambda: "eu-central-1")
    monkeypatch.setattr(clients, "clients_for", lambda _tenant: made)
    monkeypatch.setattr(programs, "answers", lambda _name: True)
    return made


def states() -> list[State]:
    return [found.state for found in checks.all_of("balie")]


def the_one_that_is_not_fine() -> checks.Found:
    (found,) = [found for found in checks.all_of("balie") if found.state is not State.FINE]
    assert "\n" not in found.line
    return found


def test_an_account_that_has_it_all_is_fine(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(states()) == {State.FINE}
    assert main(["setup", "--check"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "✓ account 111122223333, as user/noor"
    assert all(line.startswith("✓ ") for line in told)


@pytest.mark.parametrize(
    "error",
    [
        NoCredentialsError(),
        ClientError({"Error": {"Code": "InvalidClientTokenId"}}, "GetCallerIdentity"),
        ClientError({"Error": {"Code": "ExpiredToken"}}, "GetCallerIdentity"),
    ],
    ids=["none", "wrong", "expired"],
)
def test_without_good_credentials_nothing_else_is_looked_at(
    aws: Aws, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.refuses["sts"] = error
    assert main(["setup", "--yes"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("✗ ")
    assert told.out.count("\n") == 1


def test_a_region_is_needed_and_one_in_europe_advised(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sdk, "region", lambda: "us-west-2")
    assert the_one_that_is_not_fine().state is State.WARNING
    monkeypatch.setattr(sdk, "region", lambda: None)
    assert "AWS_DEFAULT_REGION" in the_one_that_is_not_fine().line
    assert states() == [State.BLOCKING]


@pytest.mark.parametrize("name", ["sam", "python3.13"])
def test_a_program_that_does_not_answer_is_in_the_way(
    aws: Aws, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "answers", lambda asked: asked != name)
    found = the_one_that_is_not_fine()
    assert (found.state, found.line.split()[0]) == (State.BLOCKING, name)


def test_a_shim_that_fails_and_a_program_that_is_missing_do_not_answer(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not programs.answers("python3.13")
    assert not programs.answers("sam")
    with pytest.raises(programs.ProgramFailed, match=r"sam cannot be started.*setup --check"):
        programs.build()


def test_a_new_account_is_told_how_it_gets_more(aws: Aws) -> None:
    aws.at_once = 10
    found = the_one_that_is_not_fine()
    assert found.state is State.WARNING
    assert "--quota-code L-B99A9384" in found.line


def test_the_sandbox_is_told_of_and_so_is_mail_that_was_stopped(aws: Aws) -> None:
    aws.out_of_sandbox = False
    assert "Request production access" in the_one_that_is_not_fine().line
    aws.allowed = False
    assert "stopped" in the_one_that_is_not_fine().line


def test_who_may_not_look_at_something_may_still_go_on(aws: Aws) -> None:
    aws.refuses["lambda"] = ClientError({"Error": {"Code": "AccessDenied"}}, "GetAccountSettings")
    found = the_one_that_is_not_fine()
    assert found.state is State.WARNING
    assert "could not be looked at" in found.line


@pytest.mark.parametrize(
    ("status", "state", "told"),
    [
        ("UPDATE_COMPLETE", State.FINE, "is there"),
        ("UPDATE_ROLLBACK_COMPLETE", State.FINE, "is there"),
        ("REVIEW_IN_PROGRESS", State.FINE, "will be made"),
        ("UPDATE_IN_PROGRESS", State.BLOCKING, "just now"),
        ("ROLLBACK_COMPLETE", State.BLOCKING, "delete-stack --stack-name balie"),
    ],
)
def test_a_stack_must_be_one_that_can_be_deployed_to(
    aws: Aws, status: str, state: State, told: str
) -> None:
    aws.stack = {"StackStatus": status}
    found = checks.stack("balie")
    assert found.state is state
    assert told in found.line


def test_a_domain_for_mail_is_told_with_every_record_it_needs(aws: Aws) -> None:
    assert sending.identity("firm.eu") is None
    aws.identity = {
        "VerifiedForSendingStatus": False,
        "DkimAttributes": DKIM,
        "MailFromAttributes": {"MailFromDomain": "bounces.firm.eu"},
    }
    found = sending.identity("firm.eu")
    assert found
    assert [str(record) for record in found.records] == [
        "one._domainkey.firm.eu  CNAME  one.dkim.amazonses.com",
        "two._domainkey.firm.eu  CNAME  two.dkim.amazonses.com",
        "three._domainkey.firm.eu  CNAME  three.dkim.amazonses.com",
        "bounces.firm.eu  MX  10 feedback-smtp.eu-central-1.amazonses.com",
        'bounces.firm.eu  TXT  "v=spf1 include:amazonses.com ~all"',
        '_dmarc.firm.eu  TXT  "v=DMARC1; p=none"',
    ]


def test_bounces_get_a_name_once_and_one_that_they_have_is_left(aws: Aws) -> None:
    aws.identity = {"MailFromAttributes": {"MailFromDomain": "mail.firm.eu"}}
    sending.name_bounces("firm.eu")
    assert aws.asked == []
    aws.identity = {}
    sending.name_bounces("firm.eu")
    assert [each["MailFromDomain"] for each in aws.asked] == ["bounces.firm.eu"]


@pytest.mark.parametrize(
    ("name", "host", "covered"),
    [
        ("billing.firm.eu", "billing.firm.eu", True),
        ("*.firm.eu", "billing.firm.eu", True),
        ("*.firm.eu", "*.firm.eu", True),
        ("*.firm.eu", "firm.eu", False),
        ("*.firm.eu", "a.billing.firm.eu", False),
        ("firm.eu", "billing.firm.eu", False),
        ("*.eu", "billing.firm.eu", False),
    ],
)
def test_a_certificate_covers_one_label_with_its_star(name: str, host: str, covered: bool) -> None:
    assert certificates.covers(name, host) is covered


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_goes_by_either_of_its_names(
    name: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    for each in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(each, raising=False)
    assert sdk.region() is None
    monkeypatch.setenv(name, "eu-central-1")
    assert sdk.region() == "eu-central-1"
    assert sdk.client("sts").meta.region_name == "eu-central-1"
    assert sdk.client("acm", "us-east-1").meta.region_name == "us-east-1"

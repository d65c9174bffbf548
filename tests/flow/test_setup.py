"""From an account to a set-up link: `balie setup`, stopped anywhere and run again."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest

from balie.cli import programs
from balie.cli.main import main
from balie.firm.tenants import service as tenants
from balie.firm.users import service as users
from balie.ground.aws import certificates, directory, sdk, sending, site
from balie.ground.aws.certificates import Certificate
from balie.ground.aws.dns import Record
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from dev.embedded import EmbeddedAws
from tests.house import sam

FIRM = ["--firm", "Studio Noord", "--owner", "noor@firm.example", "--support", "help@firm.example"]
PAGES = {"index.html": "<!doctype html>", "desk.html": "<!doctype html>", "v/main-A1.js": "1"}


class Shell:
    """An operator at a stack of its own."""

    def __init__(self, noted: Path) -> None:
        self.noted = noted
        name = new_id("s").lower().replace("_", "-")
        self.stack, self.host = name, f"{name}.example"

    def setup(self, *words: str) -> int:
        return main(["--stack", self.stack, "setup", *words])

    def all_given(self, *more: str) -> int:
        own = ["--portal", self.host, "--desk", f"desk.{self.host}"]
        return self.setup("--yes", "--sender", f"billing@{self.host}", *own, *FIRM, *more)

    def described(self) -> dict[str, Any]:
        client: Any = boto3.client("cloudformation")
        return dict(client.describe_stacks(StackName=self.stack)["Stacks"][0])

    @property
    def parameters(self) -> dict[str, str]:
        found = self.described()["Parameters"]
        return {each["ParameterKey"]: each["ParameterValue"] for each in found}

    @property
    def bucket(self) -> str:
        found = self.described()["Outputs"]
        return next(str(o["OutputValue"]) for o in found if o["OutputKey"] == "SiteBucket")


@pytest.fixture
def shell(aws: EmbeddedAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    noted = sam.installed(tmp_path)
    monkeypatch.setenv("NOTED", str(noted))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", "layers/balie")
    monkeypatch.setattr(programs, "publish", published)
    return Shell(noted)


def published(folder: Path) -> None:
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def firm_at(host: str) -> Any:
    tenant = directory.tenant_of_host(host)
    assert tenant
    with open_work(tenant, "test", Cause.PERSON, clock.now()) as work:
        return tenants.current(work)


def links_in(told: str) -> list[str]:
    return [word for word in told.split() if "/set-up#" in word]


def test_a_new_account_gets_a_deployment_with_pages_a_firm_and_its_owners_link(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = shell.all_given("--alarms", "ops@firm.example")
    told, wrong = capfd.readouterr()
    assert (ended, wrong) == (0, ""), told
    (deployed,) = sam.deployments(shell.noted)
    assert deployed.pop("PortalCertificate") != deployed.pop("DeskCertificate")
    assert len(deployed.pop("OriginSecret")) >= 32
    assert deployed == {
        "MailSender": f"billing@{shell.host}",
        "MailDomain": shell.host,
        "AlarmEmail": "ops@firm.example",
        "PortalDomains": shell.host,
        "DeskDomain": f"desk.{shell.host}",
        "PublicUrl": f"https://{shell.host}",
        "DeskUrl": f"https://desk.{shell.host}",
        "PasskeyDomain": f"desk.{shell.host}",
    }
    firm = firm_at(shell.host)
    assert (firm.name, firm.portal_url, firm.live) == (
        "Studio Noord",
        f"https://{shell.host}",
        True,
    )
    (link,) = links_in(told)
    assert link.startswith(f"https://desk.{shell.host}/set-up#{firm.id}.")
    assert f"{shell.host}  CNAME  d1.cloudfront.example" in told
    assert f"desk.{shell.host}  CNAME  d2.cloudfront.example" in told
    assert f"./balie --stack {shell.stack} connect stripe --tenant {firm.id}" in told


def test_pages_are_put_with_how_long_they_may_be_kept_and_none_is_removed(shell: Shell) -> None:
    shell.all_given()
    s3: Any = boto3.client("s3")
    s3.put_object(Bucket=shell.bucket, Key="v/main-A0.js", Body=b"0")
    main(["--stack", shell.stack, "deploy"])
    found = {each["Key"] for each in s3.list_objects_v2(Bucket=shell.bucket)["Contents"]}
    assert found == {*PAGES, "v/main-A0.js"}
    script = s3.head_object(Bucket=shell.bucket, Key="v/main-A1.js")
    page = s3.head_object(Bucket=shell.bucket, Key="index.html")
    assert (script["ContentType"], script["CacheControl"]) == (
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-store")


def test_without_domains_the_addresses_are_those_that_the_cdn_has_been_given(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    if tenant := directory.tenant_of_host("d1.cloudfront.example"):
        pytest.fail(f"{tenant} has the address already")
    assert shell.setup("--yes", "--sender", f"billing@{shell.host}", *FIRM) == 0
    first, second = sam.deployments(shell.noted)
    assert "PublicUrl" not in first
    assert second == {
        "PublicUrl": "https://d1.cloudfront.example",
        "DeskUrl": "https://d2.cloudfront.example",
        "PasskeyDomain": "d2.cloudfront.example",
    }
    (link,) = links_in(capfd.readouterr().out)
    assert link.startswith("https://d2.cloudfront.example/set-up#")
    assert firm_at("d1.cloudfront.example").portal_url == "https://d1.cloudfront.example"


def test_run_again_it_finds_all_that_is_done(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    shell.all_given()
    before, firm = shell.parameters, firm_at(shell.host)
    capfd.readouterr()
    assert shell.setup("--yes") == 0
    told = capfd.readouterr().out
    assert sam.deployments(shell.noted)[-1] == {"MailSender": f"billing@{shell.host}"}
    assert shell.parameters == before
    assert firm_at(shell.host) == firm
    assert links_in(told) == []
    assert f"import --tenant {firm.id}" in told


def test_a_second_firm_gets_a_host_more_and_a_certificate_for_all(shell: Shell) -> None:
    shell.all_given()
    other = f"other.{shell.host}"
    assert shell.setup("--yes", "--portal", other, *FIRM) == 0
    deployed = sam.deployments(shell.noted)[-1]
    assert deployed["PortalDomains"] == f"{shell.host},{other}"
    assert "PublicUrl" not in deployed
    acm: Any = boto3.client("acm", region_name="us-east-1")
    arn = deployed["PortalCertificate"]
    names = acm.describe_certificate(CertificateArn=arn)["Certificate"]["SubjectAlternativeNames"]
    assert names == [shell.host, other]
    assert firm_at(other).portal_url == f"https://{other}"


def once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool) -> None:
    """The shell is interrupted there, the first time."""
    does: Callable[..., Any] = getattr(owner, name)

    def dies(*args: Any, **more: Any) -> None:
        monkeypatch.setattr(owner, name, does)
        if after:
            with suppress(*sdk.ERRORS):  # the embedded AWS cannot do all of it
                does(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, name, dies)


STEPS = [
    (programs, "deploy"),
    (site, "upload"),
    (sending, "name_bounces"),
    (directory, "bind_host"),
    (users, "add"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_interrupted_at_any_step_it_is_finished_by_running_it_again(
    shell: Shell,
    owner: Any,
    name: str,
    after: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    once(monkeypatch, owner, name, after)
    assert shell.all_given() == 1
    assert links_in(capfd.readouterr().out) == []
    assert shell.all_given() == 0
    assert len(links_in(capfd.readouterr().out)) == 1
    assert firm_at(shell.host).name == "Studio Noord"
    secrets = [
        each["OriginSecret"] for each in sam.deployments(shell.noted) if "OriginSecret" in each
    ]
    assert shell.parameters["OriginSecret"] in (secrets[0], "****")
    assert shell.parameters["PublicUrl"] == f"https://{shell.host}"


@pytest.mark.parametrize("step", ["build", "deploy"])
def test_a_program_that_fails_ends_it_with_its_own_exit_code(
    shell: Shell, step: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAM_FAILS", step)
    assert shell.all_given() == sam.FAILED
    told = capfd.readouterr()
    assert "it does not work" in told.out
    assert told.err.splitlines() == [
        "balie: sam ended with 7; what it said is above. Mend that, rerun."
    ]
    assert links_in(told.out) == []


def test_what_is_secret_is_no_word_of_a_command_and_its_file_is_private_and_gone(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    shell.all_given()
    (call,) = [call for call in sam.noted(shell.noted) if call["words"][0] == "deploy"]
    secret = call["parameters"]["OriginSecret"]
    assert secret not in " ".join(call["words"])
    assert secret not in capfd.readouterr().out
    assert call["private"] == "0o700"
    assert not Path(call["words"][-1]).exists()


HOSTILE = [
    "$(touch owned)",
    "a.eu; touch owned",
    "`touch owned`.eu",
    'a.eu" X="y',
    "--help",
    "a b.eu",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("flag", ["--portal", "--desk", "--sender", "--alarms"])
def test_what_a_shell_would_make_something_of_is_refused_in_one_line(
    shell: Shell, flag: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = text if flag in ("--portal", "--desk") else f"{text}@{text}"
    with pytest.raises(SystemExit) as left:
        shell.all_given(f"{flag}={said}")
    assert left.value.code == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert sam.noted(shell.noted) == []


@pytest.mark.parametrize("name", ["a b", "$(touch owned)", "-x", 'b"c', "1st"])
def test_a_stack_has_a_name_that_cloudformation_takes(name: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([f"--stack={name}", "setup"])
    assert left.value.code == 2


def test_a_firms_name_may_be_what_it_likes_and_reaches_the_table_alone(
    shell: Shell, tmp_path: Path
) -> None:
    name = '"; touch owned; $(touch owned) `touch owned`'
    assert shell.all_given("--firm", name) == 0
    assert firm_at(shell.host).name == name
    assert name not in shell.noted.read_text()
    assert not (programs.ROOT / "owned").exists()


@pytest.mark.parametrize("text", ["LogDays", "LogDays=90 OriginSecret=x", 'A="b"', "A=$(x)", "=x"])
def test_a_parameter_is_one_word(text: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["deploy", "--set", text])
    assert left.value.code == 2


def test_portal_and_desk_may_not_share_a_host(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    assert shell.all_given("--desk", shell.host) == 1
    assert "a host each" in capfd.readouterr().err
    assert sam.noted(shell.noted) == []


def test_a_desk_that_people_have_passkeys_for_is_not_moved_in_passing(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    shell.all_given()
    done = len(sam.noted(shell.noted))
    assert shell.all_given("--desk", f"new.{shell.host}") == 1
    assert "passkeys are bound to" in capfd.readouterr().err
    assert len(sam.noted(shell.noted)) == done


def test_a_certificate_is_waited_for_with_the_record_that_proves_the_domain(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    record = Record("_1.firm.example", "CNAME", "_2.acm-validations.example")
    looked: list[str] = []

    def get(arn: str) -> Certificate:
        looked.append(arn)
        return Certificate(arn, len(looked) > 4, [record] if len(looked) > 1 else [])

    monkeypatch.setattr(certificates, "get", get)
    monkeypatch.setattr("balie.cli.setup.time.sleep", lambda _seconds: None)
    assert shell.all_given("--wait", "0") == 1
    told = capfd.readouterr()
    assert "is not issued yet" in told.err
    assert sam.noted(shell.noted) == []
    assert shell.all_given("--wait", "1") == 0
    assert capfd.readouterr().out.count(str(record)) == 1


def test_answers_are_asked_for_until_they_can_be_used(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    answers = ["", "nobody", f"billing@{shell.host}", "no host", shell.host, "", ""]
    answers += ["Studio Noord", "noor@firm.example", "help@firm.example", "yes"]
    monkeypatch.setattr("builtins.input", lambda _asked: answers.pop(0))
    assert shell.setup() == 0
    assert answers == []
    assert "a host, as billing.firm.eu" in capfd.readouterr().out
    assert firm_at(shell.host).support_email == "help@firm.example"


def test_who_does_not_say_yes_gets_nothing_deployed(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _asked: "no")
    given = ["--sender", f"b@{shell.host}", "--portal", shell.host, "--desk", "", "--alarms", ""]
    assert shell.setup(*given, *FIRM) == 1
    assert sam.noted(shell.noted) == []


def test_with_nobody_to_ask_it_says_which_flag_is_missing(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    assert shell.setup("--yes", "--portal", shell.host) == 1
    assert capfd.readouterr().err == ("balie: With --yes nothing is asked: say --sender as well.\n")


def test_deploying_keeps_every_parameter_but_those_that_are_set(shell: Shell) -> None:
    shell.all_given()
    before = shell.parameters
    assert main(["--stack", shell.stack, "deploy", "--set", "LogDays=90"]) == 0
    assert sam.deployments(shell.noted)[-1] == {"LogDays": "90"}
    assert shell.parameters == before | {"LogDays": "90"}


def test_an_older_release_is_not_put_over_a_newer_one_unless_it_is_meant(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shell.all_given()
    monkeypatch.setattr("balie.__version__", "0.0.9")
    assert main(["--stack", shell.stack, "deploy"]) == 1
    assert "0.1.0 is deployed" in capfd.readouterr().err
    assert shell.all_given() == 1
    assert len(sam.deployments(shell.noted)) == 1
    assert main(["--stack", shell.stack, "deploy", "--older"]) == 0


def test_there_must_be_something_to_upgrade(
    shell: Shell, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--stack", shell.stack, "deploy"]) == 1
    assert capfd.readouterr().err.startswith("balie: There is no stack")


def test_what_is_published_is_the_portal_itself(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # `programs.publish` as it is
    made = shell.noted.parent / "made"
    made.mkdir()
    programs.publish(made)
    assert {file.name for file in made.glob("*.html")} == {"index.html", "desk.html"}
    assert {file.suffix for file in made.rglob("*.*")} <= set(site.TYPES)

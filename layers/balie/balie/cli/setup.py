"""`balie setup`: from an AWS account to a firm's first set-up link, once or again.

What is done is found and left as it is, so that it may be stopped anywhere and run again.
"""

import argparse
import secrets
import time
from urllib.parse import urlsplit

from balie.cli import asking, checks, deploy, stack, tenant, words
from balie.cli.checks import State
from balie.cli.deploy import DeploymentRefused
from balie.cli.words import Parser
from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.firm.tenants.service import TenantMissing
from balie.ground.aws import certificates, directory, sdk, sending, stacks
from balie.ground.aws.certificates import Certificate
from balie.ground.aws.dns import Record
from balie.ground.aws.stacks import Stack
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Unavailable
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id

BLOCKED = 1
LOOK_EVERY_SECONDS = 15
COST = "A firm with 200 customers costs some 2 to 3 US dollars a month: docs/deploy.md says more."


class CertificatePending(Unavailable):
    code = "certificate_pending"


def add_to(balie: Parser) -> None:
    setup = balie.command(
        "setup",
        "make a deployment in this AWS account, and its first firm; again where it was stopped",
        examples="setup\n"
        "setup --sender billing@firm.eu --portal billing.firm.eu --desk desk.firm.eu"
        ' --alarms ops@firm.eu --firm "Studio Noord" --owner noor@firm.eu'
        " --support help@firm.eu --yes",
    )
    asking.add_to(setup)
    setup.add_argument("--language", choices=("nl", "en"), default="nl", help="the firm's; nl")
    setup.add_argument("--test", action="store_true", help="the firm is for test keys")
    setup.add_argument(
        "--wait", type=int, default=30, metavar="MINUTES", help="for certificates; 30 if not given"
    )
    setup.add_argument("--check", action="store_true", help="look at what is needed, and stop")
    setup.add_argument("--yes", action="store_true", help="ask nothing")
    setup.set_defaults(run=_setup, makes_stack=True)


def _setup(parsed: argparse.Namespace) -> int:
    name = stack.named(parsed)
    found = checks.all_of(name)
    for each in found:
        print(each, flush=True)
    if any(each.state is State.BLOCKING for each in found):
        return BLOCKED
    if parsed.check:
        return 0
    before = stacks.find(name)
    if before:
        deploy.refuse_older(before)
    answers = {q.flag: asking.answer(q, parsed, _known(before)) for q in asking.OF_THE_DEPLOYMENT}
    if answers["portal"] and answers["portal"] == answers["desk"]:
        raise DeploymentRefused("Portal and desk need a host each: staff and customers stay apart.")
    firm = _asked_of_firm(parsed, name, before, answers["portal"])
    parameters = _parameters(answers, before, parsed.wait)
    print(f"\nStack {name}, with what is new of its parameters:")
    for parameter, value in parameters.items():
        print(f"  {parameter}  {'(random)' if parameter == 'OriginSecret' else value}")
    print(COST)
    if not parsed.yes and not words.is_meant("Deploy this?"):
        print("Nothing was deployed.")
        return BLOCKED
    made = _deploy(name, parameters)
    _tell_records(made, answers)
    portal = f"https://{answers['portal']}" if answers["portal"] else made.outputs["PublicUrl"]
    _open_firm(name, portal, firm, parsed)
    return 0


def _parameters(answers: dict[str, str], before: Stack | None, minutes: int) -> dict[str, str]:
    """Of the template. What is not among them stays as it is."""
    wanted = {"MailSender": answers["sender"]}
    domain = answers["sender"].rpartition("@")[2]
    if before is None:
        wanted["OriginSecret"] = secrets.token_urlsafe(48)
    if sending.identity(domain) is None:
        wanted["MailDomain"] = domain
    if answers["alarms"]:
        wanted["AlarmEmail"] = answers["alarms"]
    for flag, domains, certificate in (
        ("portal", "PortalDomains", "PortalCertificate"),
        ("desk", "DeskDomain", "DeskCertificate"),
    ):
        hosts = _hosts(before, domains)
        if answers[flag] and answers[flag] not in hosts:
            hosts.append(answers[flag])
            wanted |= {domains: ",".join(hosts), certificate: _certificate(hosts, minutes).arn}
    return wanted | _addresses(answers, before)


def _hosts(before: Stack | None, parameter: str) -> list[str]:
    return [host for host in _known(before).get(parameter, "").split(",") if host]


def _known(before: Stack | None) -> dict[str, str]:
    return before.parameters if before else {}


def _addresses(answers: dict[str, str], before: Stack | None) -> dict[str, str]:
    """Those that were not known before. Later they stay: providers and passkeys hold on to them.

    Raises DeploymentRefused.
    """
    wanted = {}
    if answers["portal"] and _is_open(before, "PublicUrl"):
        wanted["PublicUrl"] = f"https://{answers['portal']}"
    if answers["desk"] and _is_open(before, "DeskUrl"):
        wanted |= {"DeskUrl": f"https://{answers['desk']}", "PasskeyDomain": answers["desk"]}
    elif answers["desk"] and answers["desk"] != urlsplit(_known(before)["DeskUrl"]).netloc:
        raise DeploymentRefused(
            "The desk has its address, which its passkeys are bound to; docs/deploy.md, Domains, "
            "says how it moves."
        )
    return wanted


def _is_open(before: Stack | None, parameter: str) -> bool:
    return _known(before).get(parameter, asking.UNKNOWN).endswith(asking.UNKNOWN)


def _certificate(hosts: list[str], minutes: int) -> Certificate:
    """An issued one; its records are told and waited for. Raises CertificatePending."""
    found, named = certificates.find_or_request(hosts), ", ".join(hosts)
    told: set[Record] = set()
    for _ in range(max(1, minutes * 60 // LOOK_EVERY_SECONDS)):
        if found.is_issued:
            print(f"{State.FINE.value} certificate for {named}")
            return found
        if fresh := set(found.records) - told:
            print(f"! {named}: a certificate is wanted. Publish this in the DNS; waiting for it:")
            _show(sorted(fresh))
            told |= fresh
        time.sleep(LOOK_EVERY_SECONDS)
        found = certificates.get(found.arn)
    raise CertificatePending(
        f"The certificate for {named} is not issued yet: publish the record above, then run the "
        "same again, which goes on from here."
    )


def _deploy(name: str, parameters: dict[str, str]) -> Stack:
    """Twice where an address is only known when it has been made."""
    deploy.bring_up(name, parameters)
    made = stacks.get(name)
    missing = _missing_addresses(made)
    if missing:
        deploy.put(name, missing)
        made = stacks.get(name)
    return made


def _missing_addresses(made: Stack) -> dict[str, str]:
    missing = {}
    if made.outputs["PublicUrl"].endswith(asking.UNKNOWN):
        missing["PublicUrl"] = made.outputs["PortalAddress"]
    if made.outputs["DeskUrl"].endswith(asking.UNKNOWN):
        desk = made.outputs["DeskAddress"]
        missing |= {"DeskUrl": desk, "PasskeyDomain": urlsplit(desk).netloc}
    return missing


def _tell_records(made: Stack, answers: dict[str, str]) -> None:
    """All that has to be in the DNS in the end; what is there already is told again."""
    domain = answers["sender"].rpartition("@")[2]
    try:
        sending.name_bounces(domain)
    except sdk.ERRORS as error:  # mail goes without it
        print(f"! bounces of {domain} keep SES's own name: {' '.join(str(error).split())}")
    identity = sending.identity(domain)
    records = [
        Record(answers[flag], "CNAME", urlsplit(made.outputs[output]).netloc)
        for flag, output in (("portal", "PortalAddress"), ("desk", "DeskAddress"))
        if answers[flag]
    ]
    verified = identity is not None and identity.is_verified
    print(
        f"\n{'✓' if verified else '!'} mail from {domain} is {'' if verified else 'not yet '}",
        end="",
    )
    print("verified. In the DNS there must be:")
    _show(records + (identity.records if identity else []))


def _asked_of_firm(
    parsed: argparse.Namespace, name: str, before: Stack | None, portal: str
) -> dict[str, str] | None:
    """None when the portal's host is a firm's already."""
    if before:
        stack.take_settings(name, anew=True)
        if _firm_at(portal or urlsplit(before.outputs["PublicUrl"]).netloc):
            return None
    return {q.flag: asking.answer(q, parsed, {}) for q in asking.OF_THE_FIRM}


def _firm_at(host: str) -> str | None:
    """Its id; None also for one whose making was interrupted."""
    found = directory.tenant_of_host(host)
    if found is None:
        return None
    try:
        with open_work(found, words.ACTOR, Cause.OPERATOR, clock.now()) as work:
            return tenants.current(work).id
    except TenantMissing:
        return None


def _open_firm(
    name: str, portal: str, firm: dict[str, str] | None, parsed: argparse.Namespace
) -> None:
    stack.take_settings(name, anew=True)
    host = urlsplit(portal).netloc
    here = _firm_at(host)
    if here is None and firm is not None:
        here = directory.tenant_of_host(host) or new_id("ten")
        link = tenant.open_firm(
            Tenant(
                id=here,
                name=firm["firm"],
                portal_url=portal,
                support_email=firm["support"],
                language=parsed.language,
                live=not parsed.test,
            ),
            firm["owner"],
        )
        print(f"\n{firm['firm']} is {here}. Its owner opens this once, within a day:\n  {link}")
    print(f"\nNext:\n  ./balie --stack {name} connect stripe --tenant {here}")
    print(f"  ./balie --stack {name} import --tenant {here} --connection con_...")


def _show(records: list[Record]) -> None:
    for record in records:
        print(f"  {record}", flush=True)

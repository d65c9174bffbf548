"""`balie deploy`: bring a deployment to this checkout, pages included."""

import argparse
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import balie
from balie.cli import programs, stack
from balie.cli.words import Parser
from balie.ground.aws import sdk, site, stacks
from balie.ground.core.errors import Conflict

RELEASE = "balie:release"
# Neither quotes nor spaces: no parameter needs them, and `sam` would read them in its own way.
SETTING = re.compile(r"([A-Za-z][A-Za-z0-9]*)=([A-Za-z0-9._:/@,*+-]*)")


class DeploymentRefused(Conflict):
    code = "deployment_refused"


def add_to(balie: Parser) -> None:
    deploy = balie.command(
        "deploy",
        "bring a deployment to this checkout: build, deploy, publish the pages",
        examples="deploy\ndeploy --set LogDays=90 --set AlarmEmail=ops@firm.eu",
    )
    deploy.add_argument(
        "--set",
        dest="parameters",
        action="append",
        default=[],
        type=setting,
        metavar="NAME=VALUE",
        help="a parameter of template.yaml; the others keep the values that they have",
    )
    deploy.add_argument(
        "--older", action="store_true", help="also when a newer release is deployed there"
    )
    deploy.set_defaults(run=_deploy, makes_stack=True)


def setting(text: str) -> tuple[str, str]:
    found = SETTING.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("NAME=VALUE, without spaces or quotes, as LogDays=90")
    return found[1], found[2]


def _deploy(parsed: argparse.Namespace) -> None:
    name = stack.named(parsed)
    found = stacks.get(name)
    if not parsed.older:
        refuse_older(found)
    bring_up(name, dict(parsed.parameters))
    print(f"{name} is at {balie.__version__}; its desk is {stacks.get(name).outputs['DeskUrl']}")


def refuse_older(found: stacks.Stack) -> None:
    """An older one may not read what a newer release wrote. Raises DeploymentRefused."""
    there = found.tags.get(RELEASE, "")
    if _ordered(there) > _ordered(balie.__version__):
        raise DeploymentRefused(
            f"Release {there} is deployed, and this checkout is {balie.__version__}. "
            "docs/deploy.md, Rollback, says when that is safe; then say --older."
        )


def bring_up(name: str, parameters: Mapping[str, str]) -> None:
    """Build, deploy and publish. Each can be done again; what has not changed stays as it is."""
    programs.build()
    put(name, parameters)
    publish(stacks.get(name))


def put(name: str, parameters: Mapping[str, str]) -> None:
    programs.deploy(name, sdk.region() or "", parameters, {RELEASE: balie.__version__})


def publish(found: stacks.Stack) -> None:
    """Files first and pages last, so that whoever looks meanwhile sees one release or the other."""
    with tempfile.TemporaryDirectory() as made:
        programs.publish(Path(made))
        count = site.upload(Path(made), found.outputs["SiteBucket"])
    cdns = [found.outputs[name] for name in ("PortalCdnId", "DeskCdnId") if name in found.outputs]
    site.forget_pages(cdns)
    print(f"{count} files published")


def _ordered(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", release))

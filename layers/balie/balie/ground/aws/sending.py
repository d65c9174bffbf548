"""The domain that mail is sent from, as SES knows it."""

from typing import NamedTuple

from balie.ground.aws import sdk
from balie.ground.aws.dns import Record

KEYS_AT = "dkim.amazonses.com"


class Identity(NamedTuple):
    """records: to be published, those for keys first; also when it is verified already."""

    is_verified: bool
    records: list[Record]


def identity(domain: str) -> Identity | None:
    """None when SES does not know the domain."""
    client = sdk.client("sesv2")
    try:
        found = client.get_email_identity(EmailIdentity=domain)
    except client.exceptions.NotFoundException:
        return None
    keys = found.get("DkimAttributes", {})
    published_at = keys.get("SigningHostedZone") or KEYS_AT
    records = [
        Record(f"{token}._domainkey.{domain}", "CNAME", f"{token}.{published_at}")
        for token in keys.get("Tokens", [])
    ]
    bounces = found.get("MailFromAttributes", {}).get("MailFromDomain")
    return Identity(
        found.get("VerifiedForSendingStatus", False),
        records + (_of_bounces(bounces) if bounces else []) + [_policy(domain)],
    )


def name_bounces(domain: str) -> None:
    """Have bounces go to a name under the domain, so that SPF speaks for it as well.

    Until its records are found, SES uses its own name as before.
    """
    client = sdk.client("sesv2")
    found = client.get_email_identity(EmailIdentity=domain)
    if not found.get("MailFromAttributes", {}).get("MailFromDomain"):
        client.put_email_identity_mail_from_attributes(
            EmailIdentity=domain,
            MailFromDomain=f"bounces.{domain}",
            BehaviorOnMxFailure="USE_DEFAULT_VALUE",
        )


def _of_bounces(name: str) -> list[Record]:
    """https://docs.aws.amazon.com/ses/latest/dg/mail-from.html"""
    server = f"10 feedback-smtp.{sdk.region()}.amazonses.com"
    return [Record(name, "MX", server), Record(name, "TXT", '"v=spf1 include:amazonses.com ~all"')]


def _policy(domain: str) -> Record:
    """What mail providers ask of whoever sends; a firm that has one already keeps its own."""
    return Record(f"_dmarc.{domain}", "TXT", '"v=DMARC1; p=none"')

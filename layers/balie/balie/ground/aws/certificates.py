"""Certificates for domains of one's own, where CloudFront takes them from: us-east-1."""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from balie.ground.aws import sdk
from balie.ground.aws.dns import Record

REGION = "us-east-1"
KEYS = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"]  # that CloudFront takes; unasked ACM lists RSA
USEFUL = ["ISSUED", "PENDING_VALIDATION"]


class Certificate(NamedTuple):
    """records: that prove whose the domain is; none yet in the first seconds."""

    arn: str
    is_issued: bool
    records: list[Record]


def find_or_request(hosts: list[str]) -> Certificate:
    """One that covers all of them, an issued one if there is any. Some may begin with `*.`"""
    found = min(_covering(hosts), key=lambda each: not each.is_issued, default=None)
    return found or _request(hosts)


def get(arn: str) -> Certificate:
    return _read(_client().describe_certificate(CertificateArn=arn)["Certificate"])


def covers(name: str, host: str) -> bool:
    """A name with `*` stands for one label, the first: RFC 9525, section 6.3."""
    return name == host or (name.startswith("*.") and name[2:] == host.partition(".")[2])


def _covering(hosts: list[str]) -> Iterator[Certificate]:
    pages = _client().get_paginator("list_certificates")
    for page in pages.paginate(CertificateStatuses=USEFUL, Includes={"keyTypes": KEYS}):
        for each in page["CertificateSummaryList"]:
            names = _names(each)
            if all(any(covers(name, host) for name in names) for host in hosts):
                yield get(each["CertificateArn"])


def _names(summary: dict[str, Any]) -> set[str]:
    return {summary["DomainName"], *summary.get("SubjectAlternativeNameSummaries", [])}


def _request(hosts: list[str]) -> Certificate:
    """Asked for twice within an hour, it is one."""
    made = _client().request_certificate(
        DomainName=hosts[0],
        SubjectAlternativeNames=hosts,
        ValidationMethod="DNS",
        IdempotencyToken=hashlib.sha256(",".join(hosts).encode()).hexdigest()[:32],
    )
    return get(made["CertificateArn"])


def _read(found: dict[str, Any]) -> Certificate:
    records = {
        Record(asked["Name"].rstrip("."), asked["Type"], asked["Value"].rstrip("."))
        for option in found.get("DomainValidationOptions", [])
        if (asked := option.get("ResourceRecord"))
    }
    return Certificate(found["CertificateArn"], found["Status"] == "ISSUED", sorted(records))


def _client() -> Any:
    return sdk.client("acm", REGION)

"""Reads the mail and SMS that the embedded AWS took."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

import httpx


@dataclass(frozen=True)
class Message:
    """`kind`: mail or sms. `html` is None when there is a text part alone."""

    id: str
    kind: str
    sent_at: str
    sender: str
    recipients: list[str]
    copies: list[str]
    subject: str
    text: str
    html: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Mailbox:
    """Everything sent, newest first."""

    def __init__(self, endpoint: str) -> None:
        self._client = httpx.AsyncClient(base_url=endpoint, timeout=5)
        self._first_seen: dict[str, str] = {}

    async def read(self) -> list[Message]:
        """Raises httpx.HTTPError while the embedded AWS does not answer."""
        mails = (await self._client.get("/_ministack/ses/messages")).json()["messages"]
        texts = (await self._client.get("/_ministack/sns/sms-messages")).json()["sms_messages"]
        found = [_mail(each) for account in mails.values() for each in account]
        found += [self._sms(each) for number in texts.values() for each in number]
        return sorted(found, key=lambda message: message.sent_at, reverse=True)

    def _sms(self, raw: dict[str, Any]) -> Message:
        now = datetime.now(UTC).isoformat()  # the embedded AWS keeps no time for an SMS
        return Message(
            id=_short(raw["MessageId"]),
            kind="sms",
            sent_at=self._first_seen.setdefault(raw["MessageId"], now),
            sender="SMS",
            recipients=[raw["PhoneNumber"]],
            copies=[],
            subject=raw["Message"],
            text=raw["Message"],
            html=None,
        )


def _mail(raw: dict[str, Any]) -> Message:
    return Message(
        id=_short(raw["MessageId"]),
        kind="mail",
        sent_at=datetime.fromtimestamp(raw["Timestamp"], UTC).isoformat(),
        sender=_readable(raw["Source"]),
        recipients=raw["To"],
        copies=raw["CC"],
        subject=raw["Subject"],
        text=raw["BodyText"] or "",
        html=raw["BodyHtml"] or None,
    )


def _readable(address: str) -> str:
    """`=?utf-8?...` and quotes taken away."""
    name, plain = parseaddr(address)
    return f"{name} <{plain}>" if name and plain else address


def _short(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:16]

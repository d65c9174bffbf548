"""E-mail, through SES. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""

from dataclasses import dataclass
from email.utils import formataddr

from balie.ground.aws import clients, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """sender_name: shown before the sending address. reply_to: where an answer goes."""

    to: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str


def send(tenant: str, email: Email) -> None:
    clients.clients_for(tenant).sesv2.send_email(
        FromEmailAddress=formataddr((" ".join(email.sender_name.split()), settings.mail_sender())),
        Destination={"ToAddresses": [email.to]},
        ReplyToAddresses=[email.reply_to],
        Content={
            "Simple": {
                "Subject": {"Data": email.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": email.text, "Charset": "UTF-8"},
                    "Html": {"Data": email.html, "Charset": "UTF-8"},
                },
            }
        },
    )

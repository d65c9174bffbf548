"""The mails of this house, written from `texts` and one template."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from balie.firm.branding import service as brandings
from balie.firm.branding import wire
from balie.firm.branding.model import Branding
from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws.work import Work
from balie.outside.channels.email import Email
from balie.relation.customers import service as customers
from balie.relation.notifications.service import PaymentMail
from balie.relation.notifications.texts import (
    LEGAL,
    Language,
    amount_for_people,
    language_of,
    texts_of,
)

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
)
LOGO_HEIGHT_PX = 32


def write(
    tenant: Tenant,
    branding: Branding,
    mail: str,
    language: Language,
    *,
    to: str,
    link: str,
    **places: str,
) -> Email:
    """The mail named `mail` in `texts`, for one reader. places: what its texts leave open."""
    texts = texts_of(mail, language, tenant.address_form)
    filled = {"firm": tenant.name, **places}
    logo = branding.logo
    subject = texts["subject"].format(**filled)
    shown = {
        "language": language,
        "firm": tenant.name,
        "look": wire.look(tenant, branding),
        "portal": tenant.portal_url,
        "logo_width": round(LOGO_HEIGHT_PX * logo.width / logo.height) if logo else 0,
        "logo_height": LOGO_HEIGHT_PX,
        "legal": LEGAL[language],
        "link": link,
        "button": texts["button"],
        "subject": subject,
        "first": texts["first"].format(**filled),
        "then": texts["then"].format(**filled),
    }
    return Email(
        to=to,
        sender_name=tenant.name,
        reply_to=tenant.support_email,
        subject=subject,
        text=TEMPLATES.get_template("mail.txt").render(shown),
        html=TEMPLATES.get_template("mail.html").render(shown),
    )


def payment_mails(work: Work, message: PaymentMail) -> list[Email]:
    """None when the contact is gone meanwhile."""
    tenant = tenants.current(work)
    contact = customers.contact(work, message["customer_id"], message["contact_id"])
    if contact is None:
        return []
    language = language_of(contact.language, tenant.language)
    mail = write(
        tenant,
        brandings.current(work),
        message["mail"],
        language,
        to=contact.email,
        link=f"{tenant.portal_url}/invoices",
        number=message["number"],
        amount=amount_for_people(message["value"], message["currency"], language),
    )
    return [mail]

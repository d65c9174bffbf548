"""The mail with the link to sign in."""

from datetime import datetime

from balie.firm.branding import service as brandings
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text
from balie.outside.channels.email import Email
from balie.relation.auth import model, store
from balie.relation.auth.model import Link
from balie.relation.auth.service import SignInMail
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact, email_digest
from balie.relation.notifications import mails
from balie.relation.notifications.texts import language_of


def sign_in_mails(work: Work, message: SignInMail) -> list[Email]:
    """The mail with the link; none when nobody has this address, or the asking has expired."""
    expires_at = from_text(message["asked_at"]) + model.LINK_LIVES
    found = customers.contacts_with_email(work, message["email"])
    if not found or work.now >= expires_at:
        return []
    contact = max(found, key=lambda contact: contact.customer_id)  # of the newest customer
    tenant = tenants.current(work)
    return [
        mails.write(
            tenant,
            brandings.current(work),
            message["mail"],
            language_of(contact.language, message["language"], tenant.language),
            to=contact.email,
            link=new_link(work, contact, message["nonce_digest"], expires_at),
        )
    ]


def new_link(
    work: Work,
    contact: Contact,
    nonce_digest: str,
    expires_at: datetime,
    new_email: str | None = None,
) -> str:
    """new_email: the address that opening the link gives to the contact."""
    token = model.new_token()
    link = Link(
        customer_id=contact.customer_id,
        contact_id=contact.id,
        nonce_digest=nonce_digest,
        email_digest=email_digest(contact.email),
        new_email=new_email,
        expires_at=expires_at,
    )
    store.save_link(work, model.digest(token), link)
    return f"{tenants.current(work).portal_url}/sign-in#{token}"

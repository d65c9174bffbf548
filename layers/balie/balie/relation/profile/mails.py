"""The mails about who somebody is: an invitation, a link that proves it, a new address."""

from balie.firm.branding import service as brandings
from balie.firm.tenants import service as tenants
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text
from balie.outside.channels.email import Email
from balie.relation.auth import mails as signing_in
from balie.relation.auth.model import LINK_LIVES
from balie.relation.customers import groups
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact
from balie.relation.notifications import mails
from balie.relation.notifications.texts import language_of
from balie.relation.profile.service import InvitationMail, ProofMail


def invitations(work: Work, message: InvitationMail) -> list[Email]:
    """None when the contact is gone meanwhile."""
    contact = customers.contact(work, message["customer_id"], message["contact_id"])
    if contact is None:
        return []
    company = groups.of(work, contact.customer_id).name
    places = {"inviter": message["invited_by"], "company": company}
    return [_written(work, message["mail"], contact, to=contact.email, **places)]


def proofs(work: Work, message: ProofMail) -> list[Email]:
    """None when the contact is gone meanwhile, or the asking has expired.

    For a new address: the link goes there, and a warning to the one that the contact has.
    """
    contact = customers.contact(work, message["customer_id"], message["contact_id"])
    expires_at = from_text(message["asked_at"]) + LINK_LIVES
    if contact is None or work.now >= expires_at:
        return []
    new_email = message["email"] if message["mail"] == "change_email" else None
    link = signing_in.new_link(work, contact, message["nonce_digest"], expires_at, new_email)
    written = [_written(work, message["mail"], contact, to=message["email"], link=link)]
    if new_email:
        warning = _written(work, "email_changing", contact, to=contact.email, email=new_email)
        written.append(warning)
    return written


def _written(
    work: Work, mail: str, contact: Contact, *, to: str, link: str = "", **places: str
) -> Email:
    tenant = tenants.current(work)
    return mails.write(
        tenant,
        brandings.current(work),
        mail,
        language_of(contact.language, tenant.language),
        to=to,
        link=link or tenant.portal_url,
        **places,
    )

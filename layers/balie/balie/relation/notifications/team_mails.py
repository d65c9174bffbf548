"""The mails to the firm's own staff."""

from balie.firm.branding.model import Branding
from balie.firm.tenants import service as tenants
from balie.firm.users import set_up
from balie.firm.users.model import SET_UP_LIVES, State, User
from balie.ground.aws import settings
from balie.ground.aws.work import Work
from balie.ground.core.clock import from_text
from balie.outside.channels.email import Email
from balie.relation.notifications import mails, team
from balie.relation.notifications.team import TeamMail
from balie.relation.notifications.texts import language_of


def set_up_mails(work: Work, message: TeamMail) -> list[Email]:
    """With a new link, which replaces the one before; none once things have moved on.

    Who has a passkey by now gets no invitation: it would let its reader replace that.
    """
    found = team.reader_of(work, message)
    wanted = State.INVITED if message["mail"] == "user_invited" else State.ACTIVE
    ends_at = from_text(message["asked_at"]) + SET_UP_LIVES
    if found is None or found[0].state is not wanted or work.now >= ends_at:
        return []
    user, _ = found
    return [_written(work, message, user, user, link=set_up.new_link(work, user))]


def notices(work: Work, message: TeamMail) -> list[Email]:
    found = team.reader_of(work, message)
    if found is None:
        return []
    reader, about = found
    return [_written(work, message, reader, about, link=f"{settings.desk_url()}/settings/team")]


def own_notices(work: Work, message: TeamMail) -> list[Email]:
    """Of what changed in the reader's own account."""
    found = team.reader_of(work, message)
    if found is None:
        return []
    reader, about = found
    return [_written(work, message, reader, about, link=f"{settings.desk_url()}/account")]


def _written(work: Work, message: TeamMail, reader: User, about: User, *, link: str) -> Email:
    tenant = tenants.current(work)
    language = language_of(reader.language, tenant.language)
    return mails.write(
        tenant,
        Branding(),
        message["mail"],
        language,
        to=reader.email,
        link=link,
        person=about.name,
    )

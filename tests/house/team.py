"""Staff at the desk's door: a set-up link, a passkey, a browser that is signed in."""

import json
from typing import Any
from urllib.parse import urlsplit

from balie.firm.users import service as users
from balie.firm.users import set_up
from balie.firm.users.model import User
from balie.firm.users.roles import Role
from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from functions.desk_api import app as desk_api
from tests.house.authenticator import Authenticator
from tests.house.visitor import OWN_PAGE, Answer, Visitor


class Colleague:
    """Somebody of the staff, with a phone full of passkeys and one browser."""

    def __init__(self, tenant: str, user: User, phone: Authenticator | None = None) -> None:
        self.tenant = tenant
        self.id = user.id
        self.email = user.email
        origin = settings.desk_url()
        self.phone = phone or Authenticator(origin, settings.passkey_domain())
        self.browser = Visitor(urlsplit(origin).netloc, handler=desk_api.handler)

    def get(self, path: str) -> Answer:
        return self.browser.get(path)

    def post(self, path: str, body: object = None) -> Answer:
        return self.browser.post(path, {} if body is None else body)

    def put(self, path: str, body: object) -> Answer:
        return put(self.browser, path, body)

    def delete(self, path: str) -> Answer:
        return self.browser.send("DELETE", path, headers=OWN_PAGE)

    def set_up(self, link: str, **changes: Any) -> Answer:
        asked = self.post("/desk/set-up/challenge", {"link": link})
        if asked.status != 200:
            return asked
        body = {
            "link": link,
            "user_name": "Noor",
            "name": "Phone",
            "credential": self.phone.make(asked.json["options"]),
        }
        return self.post("/desk/set-up", body | changes)

    def sign_in(self) -> Answer:
        asked = self.post("/desk/sign-in/challenge").json
        return self.post("/desk/sign-in", {"credential": self.phone.show(asked["options"])})

    def step_up(self) -> Answer:
        asked = self.post("/desk/step-up/challenge").json
        return self.post("/desk/step-up", {"credential": self.phone.show(asked["options"])})


def put(visitor: Visitor, path: str, body: object) -> Answer:
    return visitor.send("PUT", path, headers=OWN_PAGE, body=json.dumps(body).encode())


def invited(tenant: str, email: str, role: Role, name: str = "Noor") -> User:
    with open_work(tenant, "operator:test", Cause.PERSON, clock.now()) as work:
        return users.add(work, email=email, name=name, role=role)


def user_of(of: Colleague) -> User:
    with open_work(of.tenant, "operator:test", Cause.PERSON, clock.now()) as work:
        return users.get(work, of.id)


def link_for(tenant: str, user: User) -> str:
    """What stands after the # of a new set-up link."""
    with open_work(tenant, "operator:test", Cause.PERSON, clock.now()) as work:
        return set_up.new_link(work, users.get(work, user.id)).partition("#")[2]


def colleague(tenant: str, role: Role = Role.OWNER, email: str = "") -> Colleague:
    """Set up and signed in."""
    user = invited(tenant, email or f"{role.value}@studionoord.example", role)
    found = Colleague(tenant, user)
    answer = found.set_up(link_for(tenant, user))
    assert answer.status == 204, answer.text
    return found

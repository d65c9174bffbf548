"""The inbox shows what was sent, and runs nothing of it."""

import asyncio

import httpx
import pytest

from dev.embedded import throw_away
from dev.inbox.app import inbox

HTML = (
    "<!doctype html><html><head><title>x</title></head><body><a href='/'>Sign in</a></body></html>"
)


@pytest.fixture(scope="module")
def ask():
    with throw_away() as (aws, environment):
        mail = aws.client("sesv2")

        def send(subject, **body):
            parts = {kind.title(): {"Data": text} for kind, text in body.items()}
            mail.send_email(
                FromEmailAddress=f"Studio Noord <{environment['BALIE_MAIL_SENDER']}>",
                Destination={"ToAddresses": ["sanne@vandijk-architecten.example"]},
                Content={"Simple": {"Subject": {"Data": subject}, "Body": parts}},
            )

        async def call(path, host):
            app = inbox(aws.endpoint)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.get(path)

        def ask(path, host="localhost:8402"):
            return asyncio.run(call(path, host))

        assert ask("/messages.json").json() == []
        send("First", text="Hello")
        send("Second", text="Hello", html=HTML)
        aws.client("sns").publish(PhoneNumber="+31600000000", Message="Your code is 482913")
        yield ask


def test_messages_are_listed_newest_first(ask):
    mails = [message for message in ask("/messages.json").json() if message["kind"] == "mail"]
    assert [message["subject"] for message in mails] == ["Second", "First"]
    assert mails[0]["sender"] == "Studio Noord <billing@balie.example>"
    assert mails[0]["recipients"] == ["sanne@vandijk-architecten.example"]
    assert mails[1]["html"] is None


def test_a_text_message_is_listed_too(ask):
    (sms,) = [message for message in ask("/messages.json").json() if message["kind"] == "sms"]
    assert sms["text"] == "Your code is 482913"
    assert sms["recipients"] == ["+31600000000"]


def test_a_mails_html_cannot_run_and_its_links_leave_the_frame(ask):
    newest = next(each for each in ask("/messages.json").json() if each["subject"] == "Second")
    answer = ask(f"/messages/{newest['id']}.html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert '<head><base target="_top">' in answer.text
    (pictures,) = (part for part in policy.split("; ") if part.startswith("img-src "))
    assert pictures == "img-src data: http://localhost:* http://*.localhost:*", "and no tracker's"


def test_a_name_that_leads_here_from_elsewhere_is_refused(ask):
    assert ask("/messages.json", host="evil.example").status_code == 400

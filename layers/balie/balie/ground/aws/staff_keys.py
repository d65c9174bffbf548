"""The keys of a firm's staff: who works in its desk, what lets them in, and as whom they look."""

from balie.ground.aws.keys import Key

USERS = "USERS"
USER = "USER#"
SEEN_USER = "SEEN#"


def user(user_id: str) -> Key:
    return Key(USERS, f"{USER}{user_id}")


def user_email(email_digest: str) -> Key:
    """One user of a firm has an address."""
    return Key(USERS, f"EMAIL#{email_digest}")


def user_seen(user_id: str) -> Key:
    """Apart, because every visit moves it."""
    return Key(USERS, f"{SEEN_USER}{user_id}")


def owners() -> Key:
    """How many active owners there are."""
    return Key(USERS, "OWNERS")


PASSKEYS = "PASSKEY#"
USER_SESSIONS = "SESSION#"


def user_rows(user_id: str) -> str:
    """Whatever lets this user in."""
    return f"USER#{user_id}"


def passkey(user_id: str, credential_digest: str) -> Key:
    return Key(user_rows(user_id), f"{PASSKEYS}{credential_digest}")


def user_session(user_id: str, token_digest: str) -> Key:
    return Key(user_rows(user_id), f"{USER_SESSIONS}{token_digest}")


def set_up_link(user_id: str) -> Key:
    return Key(user_rows(user_id), "SET_UP")


def passkey_challenge(nonce_digest: str) -> Key:
    """Asked of a browser, known by its cookie."""
    return Key(f"CHALLENGE#{nonce_digest}", "CHALLENGE")


def view_code(code_digest: str) -> Key:
    return Key(f"VIEW_CODE#{code_digest}", "CODE")


def view(token_digest: str) -> Key:
    """Of a customer's portal, by somebody of the staff."""
    return Key(f"VIEW#{token_digest}", "VIEW")

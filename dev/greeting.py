"""What a started run tells the person in front of it."""

from dev.addresses import Addresses

SIGN_IN_AS = "sanne@vandijk-architecten.example"


def greeting(addresses: Addresses, set_up_link: str) -> str:
    """set_up_link: of the desk's first user; "" for one who has set up a passkey."""
    desk = f"open {set_up_link}" if set_up_link else "sign in with your passkey"
    return f"""
  Balie is ready

  portal     {addresses.portal}
  desk       {addresses.desk}
  inbox      {addresses.inbox}
  Stripe     {addresses.stripe}  (simulated)

  Portal: sign in as {SIGN_IN_AS}, then open the inbox.
  Desk: {desk}
  Ctrl-C stops everything; what happened is kept.
"""

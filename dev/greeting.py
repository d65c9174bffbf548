"""What a started run tells the person in front of it."""

from dev.addresses import Addresses

SIGN_IN_AS = "sanne@vandijk-architecten.example"


def greeting(addresses: Addresses) -> str:
    return f"""
  Balie is ready

  portal     {addresses.portal}
  desk       {addresses.desk}
  inbox      {addresses.inbox}
  Stripe     {addresses.stripe}  (simulated)

  Sign in as {SIGN_IN_AS}, then open the inbox.
  Ctrl-C stops everything; what happened is kept.
"""

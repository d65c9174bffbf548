"""A simulator of Stripe's API for the local run and the tests; no call leaves this machine."""

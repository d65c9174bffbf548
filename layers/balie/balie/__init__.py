"""Balie: a billing portal on top of the payment providers a firm already uses."""

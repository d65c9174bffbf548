"""Balie: a billing portal on top of the payment providers a firm already uses."""

__version__ = "0.1.0"

"""The inbox page: what Balie sent, as the person it was sent to would read it."""

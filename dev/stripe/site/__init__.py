"""The simulator over HTTP: the API, a control page, and the invoice page customers pay at."""

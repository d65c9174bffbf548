"""One file for each kind of object: its shape, its calls, its rules."""

"""Runs the Lambda handlers of this repository in one process, for the embedded AWS to call."""

"""`balie`: what an operator does from a shell, with the deployment's own settings and rights.

One module for each group of commands; `main` puts them together.
"""

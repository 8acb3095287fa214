"""Keep the platform's processes running: start them in order, restart what crashes, stop them in reverse.

Runs as a process of its own on the standard library alone, so that it stays small: `python -m
flowforge_cli.supervision` reads its plan from standard input and tells what it does in a status file.
"""

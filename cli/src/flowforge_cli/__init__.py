"""The `flowforge` command: start, inspect and administer the platform on one machine.

Needs the gateway package; starts whichever services are installed beside it.
"""

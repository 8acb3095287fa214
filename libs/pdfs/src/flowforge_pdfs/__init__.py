"""Open, read and draw PDF documents that come from outside: faults with codes, page selections, limits.

Run it in a killable process: the parsers are native code that reads hostile input.
"""

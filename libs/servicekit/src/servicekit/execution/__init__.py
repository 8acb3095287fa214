"""Runs handlers off the event loop: on a bounded pool of threads, or in killable worker processes.

Needs Linux and nothing from outside. The worker's side is `worker`, started by exec; the rest is the
service's.
"""

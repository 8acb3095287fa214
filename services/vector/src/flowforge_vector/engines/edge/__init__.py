"""The embedded store: qdrant-edge shards on disk, in child processes.

No call of the engine releases the interpreter lock, and some of its faults end the process.
"""

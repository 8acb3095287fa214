"""Engines, each a server of OpenAI's HTTP API: started by us in a process of its own, or somebody else's.

`port.py` says what an engine must do; one file for each kind of server says how it differs.
"""

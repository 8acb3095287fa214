"""Operations as tools of the Model Context Protocol.

`flowforge_agents.server` has the server: the protocol's library takes 20 MB, and is imported by who serves.
"""

from flowforge_agents.calling import Answer, Call, Request, WrongInput, request_of
from flowforge_agents.operations import Entry, Operations, Row, Selection
from flowforge_agents.sending import send

__all__ = [
    "Answer",
    "Call",
    "Entry",
    "Operations",
    "Request",
    "Row",
    "Selection",
    "WrongInput",
    "request_of",
    "send",
]

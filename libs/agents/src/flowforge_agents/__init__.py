"""Operations as tools of the Model Context Protocol."""

from flowforge_agents.calling import Answer, Call, Request, WrongInput, request_of
from flowforge_agents.operations import Entry, Operations, Row, Selection
from flowforge_agents.sending import send
from flowforge_agents.server import make_server

__all__ = [
    "Answer",
    "Call",
    "Entry",
    "Operations",
    "Request",
    "Row",
    "Selection",
    "WrongInput",
    "make_server",
    "request_of",
    "send",
]

"""One request together with what serves it."""

from dataclasses import dataclass

from servicekit.http.exchange import Exchange
from servicekit.http.intake import Intake
from servicekit.http.state import State
from servicekit.http.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Turn:
    """One request: its exchange, the running service, its folder and its files."""

    exchange: Exchange
    state: State
    workspace: Workspace
    intake: Intake

"""One request together with what serves it."""

from dataclasses import dataclass

from servicekit.http.file_resolver import FileResolver
from servicekit.http.request_state import RequestState
from servicekit.http.state import State
from servicekit.http.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ActiveRequest:
    """One request: its exchange, the running service, its folder and its files."""

    exchange: RequestState
    state: State
    workspace: Workspace
    intake: FileResolver

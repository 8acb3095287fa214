"""One request with the state that serves it."""

from dataclasses import dataclass

from servicekit.http.files.resolver import FileResolver
from servicekit.http.files.workspace import Workspace
from servicekit.http.request.request_state import RequestState
from servicekit.http.serving.state import State


@dataclass(frozen=True, slots=True)
class ActiveRequest:
    """One request: its request, the running service, its folder and its files."""

    request: RequestState
    state: State
    workspace: Workspace
    resolver: FileResolver

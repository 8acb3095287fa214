"""One request with the state that serves it."""

from collections.abc import Mapping
from dataclasses import dataclass

from servicekit.execution.transport.downloads import MAX_DOWNLOAD_BYTES
from servicekit.http.files.resolver import FileResolver
from servicekit.http.files.workspace import Workspace
from servicekit.http.request.request_state import RequestState
from servicekit.http.serving.state import State
from servicekit.operations.forms import FileInput, FileRule
from servicekit.operations.post_body import PostBody


@dataclass(slots=True)
class DownloadsApart:
    """Downloads for a handler in a worker process, in a folder that the worker cannot reach."""

    consumer_id: str
    state: State
    _workspace: Workspace | None = None

    async def fetch(
        self, url: str, field: str, rule: FileRule, post: PostBody | None, headers: Mapping[str, str]
    ) -> FileInput:
        if self._workspace is None:
            self._workspace = Workspace(self.state.spool, self.consumer_id)
        resolver = FileResolver(self._workspace, self.consumer_id, self.state.fetcher, self.state.files)
        return await resolver.fetch(url, field, rule, (post, headers), MAX_DOWNLOAD_BYTES)

    async def remove(self) -> None:
        if self._workspace is not None and self._workspace.used:
            await self._workspace.remove()


@dataclass(frozen=True, slots=True)
class ActiveRequest:
    """One request: its request, the running service, its folder and its files."""

    request: RequestState
    state: State
    workspace: Workspace
    resolver: FileResolver
    downloads: DownloadsApart

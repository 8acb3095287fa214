"""Return a file unchanged from a process: as bytes, repeated, or as the received file itself."""

from typing import Literal

from pydantic import BaseModel, Field

from servicekit import Cache, FileInput, FileOutput, Process, RequestForm, operation


class MirrorForm(RequestForm):
    file: FileInput
    other: FileInput | None = None
    way: Literal["content", "path"] = "content"
    times: int = Field(1, ge=1, le=100)


class MirrorReport(BaseModel):
    size: int
    sha256: str
    on_disk: list[str] = Field(description="Which of the files lie in the folder of the request.")


@operation(
    "/mirror",
    example={"file": {"base64": "aGVsbG8="}},
    run=Process(),
    cache=Cache(hours=1, when=lambda form: form.times > 1),
)
def mirror_file(form: MirrorForm) -> FileOutput[MirrorReport]:
    files = {"file": form.file, "other": form.other}
    report = MirrorReport(
        size=form.file.size,
        sha256=form.file.sha256,
        on_disk=[name for name, file in files.items() if file and not file.path.is_relative_to("/proc")],
    )
    if form.way == "path":
        return FileOutput(form.file.path, "text/plain", None, report)
    content = form.file.content + (form.other.content if form.other else b"")
    return FileOutput(content * form.times, "text/plain", None, report)

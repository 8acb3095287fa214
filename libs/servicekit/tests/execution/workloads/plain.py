"""Well-behaved handlers."""

# ruff: noqa: ARG001 - every handler takes the same arguments

import logging
import math
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from servicekit.context import Context
from servicekit.errors import Conflict, ErrorDetail, InvalidInput
from servicekit.operations.declaration import operation
from servicekit.operations.forms import FileInput, RequestBody, RequestForm
from servicekit.operations.outputs import FileOutput, FileOutputs


class AddRequest(RequestBody):
    left: float
    right: float


class Sum(BaseModel):
    total: float
    remark: str | None
    worker: int


class Aliased(BaseModel):
    inner: list[float] = Field(alias="read", serialization_alias="written")


class Environment(BaseModel):
    variables: dict[str, str]
    kernel: str
    parent: str
    folder: str
    home: str
    privileges: str
    files: list[str]
    address_space: int


class DigestForm(RequestForm):
    file: FileInput


class Digest(BaseModel):
    text: str
    sha256: str


class Report(BaseModel):
    pages: int


class UnlovedNumber(InvalidInput):
    code = "NUMBER_UNLOVED"
    message = "'left' must not be {number:g}."


class Undeclared(Conflict):
    code = "UNDECLARED"


@operation("/add", example={"left": 1, "right": 2}, errors=[UnlovedNumber])
def add(body: AddRequest) -> Sum:
    if body.left == 13:
        raise UnlovedNumber(number=13, details=[ErrorDetail(field="left", message="is 13")])
    if body.left == 14:
        raise Undeclared
    if body.left == 15:
        raise Conflict("Fifteen is taken.")
    return Sum(total=body.left + body.right, remark=None, worker=os.getpid())


def not_a_number(body: AddRequest) -> Aliased:
    return Aliased(read=[math.nan, math.inf, body.left])


async def add_asynchronously(body: AddRequest) -> Sum:
    return add(body)


def digest(form: DigestForm) -> Digest:
    return Digest(text=form.file.content.decode(), sha256=form.file.sha256)


def environment(body: AddRequest, context: Context) -> Environment:
    del body
    try:
        parent = Path(f"/proc/{os.getppid()}/environ").read_text(encoding="utf-8")
    except PermissionError:
        parent = "refused"
    return Environment(
        variables=dict(os.environ),
        kernel=Path("/proc/self/environ").read_bytes().decode()
        if os.access("/proc/self/environ", os.R_OK)
        else "",
        parent=parent,
        folder=str(Path.cwd()),
        home=str(Path.home()),
        privileges=Path("/proc/self/status").read_text(encoding="utf-8"),
        files=_open_files(),
        address_space=resource.getrlimit(resource.RLIMIT_AS)[0],
    )


def _open_files() -> list[str]:
    # The listing holds a descriptor of its own, which is closed before the links are read.
    descriptors = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - names, not paths
    return [os.readlink(f"/proc/self/fd/{number}") for number in descriptors if _is_open(number)]  # noqa: PTH115 - text is wanted


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def progress(body: AddRequest, context: Context) -> Sum:
    context.progress(0, body.left, "begun")
    for step in range(int(body.left)):
        time.sleep(0.06)
        context.progress(step + 1, body.left)
    for _ in range(10_000):
        context.progress(body.left, body.left, "again")
    return Sum(total=0, remark=context.request_id, worker=os.getpid())


def report_and_wait(body: AddRequest, context: Context) -> Sum:
    context.progress(0, 1, "started")
    time.sleep(600)
    return Sum(total=0, remark="", worker=os.getpid())


def checks(body: AddRequest, context: Context) -> Sum:
    while True:
        context.check()
        time.sleep(0.001)


def store(body: AddRequest, context: Context) -> Sum:
    context.store.get("key")
    return add(body)


def print_lines(body: AddRequest) -> Sum:
    print("said aloud")  # noqa: T201 - its output is under test
    sys.stderr.write("said under the breath\n")
    logging.getLogger("workload").warning("warned")
    os.write(1, b"x" * 200_000 + b"\n")
    return add(body)


def in_bytes(body: AddRequest) -> FileOutput[Report]:
    data = b"a" * int(body.left)
    return FileOutput(data, media_type="text/plain", name="a.txt", report=Report(pages=3))


def in_pieces(body: AddRequest, context: Context) -> FileOutputs:
    def pieces() -> Iterator[bytes]:
        for _ in range(int(body.left)):
            yield b"piece"

    (context.workspace / "made.txt").write_text("made", encoding="utf-8")
    made = FileOutput(context.workspace / "made.txt", media_type="text/plain")
    return FileOutputs([FileOutput(pieces()), made, FileOutput(b"inline")], name="all.zip")


def in_many_files(body: AddRequest) -> FileOutputs:
    return FileOutputs([FileOutput(bytes([number]) * 100_000) for number in range(int(body.left))])


def failing_pieces(body: AddRequest) -> FileOutput:
    def pieces() -> Iterator[bytes]:
        yield b"piece"
        raise Conflict("Half way.")

    return FileOutput(pieces())


def large_model(body: AddRequest) -> Digest:
    return Digest(text="a" * int(body.left), sha256="")


def unencodable(body: AddRequest) -> FileOutput:
    return FileOutput(b"", name="\udc80")

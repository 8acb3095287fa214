"""Run the conversion of Parquet in its process."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from contextlib import suppress
from pathlib import Path
from typing import Literal

from servicekit import InvalidInput

_SECONDS = 300
_INHERITED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class ParquetUnreadable(InvalidInput):
    code = "PARQUET_UNREADABLE"
    message = "'file' is not a Parquet file that can be read, or too large to convert."


async def convert(direction: Literal["to", "from"], source: Path, target: Path) -> None:
    """Convert lines to Parquet, or Parquet to lines. Raises ParquetUnreadable."""
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    module = "flowforge_vector.core.transfer.parquet"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, direction, str(source), str(target)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        env=environment,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            await process.wait()
    except TimeoutError as error:
        raise ParquetUnreadable from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ParquetUnreadable

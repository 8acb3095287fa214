"""Start the child process that places points, and bound its time."""

import io

import numpy as np

from flowforge_vector.engines.child_process import run_module
from flowforge_vector.engines.models.port import Matrix
from servicekit import TimedOut

_SECONDS = 50


class PointsNotPlaced(TimedOut):
    code = "POINTS_NOT_PLACED"
    message = (
        "The points could not be placed within {seconds} seconds: send fewer, or set 'method' to \"pca\"."
    )


async def place(rows: Matrix, dimensions: int, perplexity: float) -> Matrix:
    """Return coordinates by t-SNE. Raises PointsNotPlaced."""
    sent = io.BytesIO()
    np.save(sent, rows)
    words = [str(dimensions), str(perplexity)]
    try:
        status, output = await run_module(
            "flowforge_vector.engines.placing.child", words, sent.getvalue(), _SECONDS
        )
    except TimeoutError as error:
        raise PointsNotPlaced(seconds=_SECONDS) from error
    if status != 0:
        raise PointsNotPlaced(seconds=_SECONDS)
    placed: Matrix = np.load(io.BytesIO(output))
    return placed

"""Networks in TensorFlow Lite's format, run by LiteRT on one core."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from flowforge_image.engines.weights import require

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter  # type: ignore[import-untyped] # it ships none

Values = npt.NDArray[np.float32]


@cache
def opened(path: Path) -> "Network":
    return opened_from(path.read_bytes())


def opened_from(content: bytes) -> "Network":
    require("ai_edge_litert", "ai-edge-litert")
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - optional, and 30 MB when in use

    return Network(Interpreter(model_content=content, num_threads=1))


class Network:
    def __init__(self, interpreter: "Interpreter") -> None:
        interpreter.allocate_tensors()
        self._interpreter = interpreter
        self._input: dict[str, Any] = interpreter.get_input_details()[0]

    @property
    def side(self) -> int:
        """Width and height of the pictures that it takes."""
        return int(self._input["shape"][1])

    def run(self, pixels: Values) -> Sequence[Values]:
        """Return its outputs, without the dimension of the batch, for one picture."""
        self._interpreter.set_tensor(self._input["index"], pixels[np.newaxis])
        self._interpreter.invoke()
        details = self._interpreter.get_output_details()
        return [self._interpreter.get_tensor(each["index"])[0] for each in details]

"""Sessions of ONNX Runtime: one thread, and memory given back after each call."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
else:
    Floats = Any


class Model:
    """A network with one input and one output.

    A worker process serves one call on one core. With the arena of the runtime on, memory grows with the
    largest picture ever read and is never given back.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime  # type: ignore[import-untyped] # noqa: PLC0415 - 40 MB, in workers only

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def run(self, values: Floats) -> Floats:
        result: Floats = self._session.run(None, {self._input: values})[0]
        return result

    def metadata(self, key: str) -> str:
        return str(self._session.get_modelmeta().custom_metadata_map.get(key, ""))

"""The program that runs PaddleOCR in its own environment. It imports nothing of this service.

Messages on standard input: a length, a JSON header, then the pixels. The first has the options.
"""

import json
import os
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "scale": "1./255."}


def main() -> None:
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between the messages
    options = _header(sys.stdin.buffer)
    if options is None:
        return
    reader = _reader(options)
    while (header := _header(sys.stdin.buffer)) is not None:
        body = sys.stdin.buffer.read(header["height"] * header["width"] * 3)
        answer = json.dumps(_read(reader, header, body)).encode()
        output.write(_LENGTH.pack(len(answer)) + answer)
        output.flush()


def _header(stream: BinaryIO) -> dict[str, Any] | None:
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    header: dict[str, Any] = json.loads(stream.read(_LENGTH.unpack(prefix)[0]))
    return header


def _read(reader: Any, header: dict[str, Any], body: bytes) -> list[dict[str, Any]]:
    import numpy as np  # noqa: PLC0415 - of the other environment

    pixels = np.frombuffer(body, np.uint8).reshape(header["height"], header["width"], 3)
    (page,) = reader.predict(np.ascontiguousarray(pixels[:, :, ::-1]))
    found = zip(page["rec_texts"], page["rec_scores"], page["rec_polys"], strict=True)
    return [
        {"text": text, "confidence": float(score), "corners": [[float(x), float(y)] for x, y in corners]}
        for text, score, corners in found
    ]


def _reader(options: dict[str, Any]) -> Any:
    """Return PaddleOCR with every model named: one left out would be downloaded."""
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", tempfile.mkdtemp())
    from paddleocr import (  # type: ignore[import-not-found] # noqa: PLC0415 - of the other environment
        PaddleOCR,
    )

    detection, recognition = _folders(options)
    runtime: dict[str, Any] = {"engine": options["runtime"], "device": options["device"]}
    if options["runtime"] == "onnxruntime":
        runtime["engine_config"] = {"intra_op_num_threads": 1, "enable_cpu_mem_arena": False}
    return PaddleOCR(
        **runtime,
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(detection),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(recognition),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        text_det_limit_type="max",
        text_det_limit_side_len=options["longest_side"],
    )


def _folders(options: dict[str, Any]) -> tuple[Path, Path]:
    """Return the folders of the two models: as configured, or made of the files that this service uses."""
    if options["models"]:
        folder = Path(options["models"])
        return folder / "PP-OCRv6_small_det", folder / "PP-OCRv6_small_rec"
    folder = Path(tempfile.mkdtemp())
    detection = [
        {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
        {"DetResizeForTest": None},
        {"NormalizeImage": {**_IMAGENET, "order": "hwc"}},
        {"ToCHWImage": None},
    ]
    binarize = {
        "name": "DBPostProcess",
        "thresh": 0.2,
        "box_thresh": 0.45,
        "unclip_ratio": 1.4,
        "max_candidates": 3000,
    }
    recognition = [
        {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
        {"RecResizeImg": {"image_shape": [3, 48, 320]}},
    ]
    decode = {"name": "CTCLabelDecode", "character_dict": _characters(options["files"]["recognition"])}
    return (
        _folder(folder / "det", options["files"]["detection"], "PP-OCRv6_small_det", (detection, binarize)),
        _folder(folder / "rec", options["files"]["recognition"], "PP-OCRv6_small_rec", (recognition, decode)),
    )


def _folder(folder: Path, weights: str, name: str, steps: tuple[list[Any], dict[str, Any]]) -> Path:
    """Make the folder of a model: its weights, and a configuration in JSON, which is YAML too."""
    folder.mkdir()
    (folder / "inference.onnx").symlink_to(weights)
    before, after = steps
    configuration = {
        "Global": {"model_name": name},
        "PreProcess": {"transform_ops": before},
        "PostProcess": after,
    }
    (folder / "inference.yml").write_text(json.dumps(configuration), encoding="utf-8")
    return folder


def _characters(weights: str) -> list[str]:
    import onnxruntime  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415 - of the other environment

    session = onnxruntime.InferenceSession(weights, providers=["CPUExecutionProvider"])
    return list(session.get_modelmeta().custom_metadata_map["character"].splitlines())


if __name__ == "__main__":
    main()

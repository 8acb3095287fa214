"""Keys that ssh-keygen made, and ours in its hands."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from flowforge_crypto.core.keys.reading import WrongKeyPassphrase, read_key_text
from flowforge_crypto.core.keys.types import generate, public_of, type_of
from flowforge_crypto.core.keys.writing import openssh_fingerprint, write_key

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed here")


def run(*command: str | Path) -> str:
    return subprocess.run(["ssh-keygen", *command], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("options", "key_type"),
    [
        (["-t", "ed25519"], "ed25519"),
        (["-t", "ecdsa", "-b", "521"], "ec-p521"),
        (["-t", "rsa", "-b", "2048", "-m", "PEM"], "rsa-2048"),
        (["-t", "ecdsa", "-m", "PKCS8"], "ec-p256"),
    ],
)
def test_it_makes_them(tmp_path: Path, options: list[str], key_type: str) -> None:
    path = tmp_path / "key"
    run("-q", *options, "-N", "correct horse", "-a", "1", "-C", "me@here", "-f", path)
    key = read_key_text(path.read_text(), "key", "correct horse", check_primes=True)
    public = read_key_text(path.with_suffix(".pub").read_text(), "key")
    assert (type_of(key), public_of(key)) == (key_type, public)
    assert openssh_fingerprint(key) == run("-l", "-f", path.with_suffix(".pub")).split()[1]
    with pytest.raises(WrongKeyPassphrase):
        read_key_text(path.read_text(), "key", "wrong", check_primes=True)


@pytest.mark.parametrize(
    ("key_type", "passphrase"),
    [("ed25519", None), ("ed25519", "correct horse"), ("ec-p384", None), ("rsa-2048", None)],
)
def test_it_reads_ours(tmp_path: Path, key_type: Any, passphrase: str | None) -> None:
    path, key = tmp_path / "key", generate(key_type)
    path.write_text(write_key(key, "openssh", passphrase))
    path.chmod(0o600)
    told = run("-y", "-P", passphrase or "", "-f", path).split()
    assert told[:2] == write_key(public_of(key), "openssh").split()[:2]

"""Files that OpenSSL and Java's keytool wrote, and ours in their hands."""

import shutil
import subprocess
from pathlib import Path

import pytest
from services.crypto.tests.core.certificates.private_authority import certify

from flowforge_crypto.core.certificates.example import CERTIFICATE
from flowforge_crypto.core.certificates.pkcs12 import pack, unpack
from flowforge_crypto.core.certificates.reading import read_certificates
from flowforge_crypto.core.keys.reading import read_private
from flowforge_crypto.core.keys.types import generate, public_of

KEY = generate("ec-p256")
LEAF = certify("leaf", KEY, None, KEY)
WORDS = "correct horse"


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed here")


def run(*command: str | Path) -> str:
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@needs("openssl")
@pytest.mark.parametrize("options", [[], ["-legacy"], ["-nomac"]])
def test_openssl_writes(tmp_path: Path, options: list[str]) -> None:
    whole, packed = tmp_path / "both.pem", tmp_path / "made.p12"
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=made by openssl"]
    run("openssl", "req", "-x509", *made, "-keyout", whole, "-out", tmp_path / "cert.pem")
    whole.write_text(whole.read_text() + (tmp_path / "cert.pem").read_text())
    run("openssl", "pkcs12", "-export", *options, "-in", whole, "-out", packed, "-passout", f"pass:{WORDS}")
    opened = unpack(packed.read_bytes(), WORDS)
    assert opened.cert is not None
    assert opened.cert.certificate.subject.rfc4514_string() == "CN=made by openssl"
    assert public_of(read_private(whole.read_text(), None)) == opened.cert.certificate.public_key()
    assert opened.key is not None
    assert public_of(opened.key) == opened.cert.certificate.public_key()


@needs("openssl")
@pytest.mark.parametrize("compatible", [False, True])
def test_openssl_reads(tmp_path: Path, *, compatible: bool) -> None:
    path = tmp_path / "made.p12"
    others = read_certificates(CERTIFICATE, "certificates")
    path.write_bytes(pack("server", KEY, [LEAF, *others], WORDS, compatible=compatible))
    told = run("openssl", "pkcs12", "-in", path, "-passin", f"pass:{WORDS}", "-nodes", "-info")
    assert told.count("BEGIN CERTIFICATE") == 2
    assert told.count("BEGIN PRIVATE KEY") == 1


@needs("keytool")
def test_java_reads_ours_and_writes_its_own(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.p12", tmp_path / "theirs.p12"
    ours.write_bytes(pack("mine", KEY, [LEAF], WORDS))
    source = ("-srckeystore", ours, "-srcstorepass", WORDS, "-srcalias", "mine")
    target = ("-destkeystore", theirs, "-deststoretype", "PKCS12", "-deststorepass", WORDS)
    run("keytool", "-importkeystore", "-noprompt", *source, *target)
    opened = unpack(theirs.read_bytes(), WORDS)
    assert opened.cert is not None
    assert (opened.cert.certificate, opened.cert.friendly_name) == (LEAF, b"mine")
    assert opened.key is not None
    assert public_of(opened.key) == public_of(KEY)

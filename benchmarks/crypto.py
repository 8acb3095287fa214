"""The crypto service against OpenSSL, against its library in-process, and against bare ASGI."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from benchmarks.harness import (
    Load,
    MemoryPeak,
    Report,
    Samples,
    Server,
    interleave,
    ratio,
    run_load,
    serve_app,
)

ROOT = "/api/v1/crypto"
MIB = 1 << 20
LARGE = 64 * MIB
SMALL = 16 * 1024
KEY = bytes(range(32))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _upload(url: str, body: bytes) -> float:
    answered = run_load(Load(url, 1, body=body, headers={"content-type": "application/octet-stream"}))
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"the upload failed: {answered.statuses}")
    return answered.latencies[0]


def _rate(server: Server, path: str, body: dict[str, str], requests: int = 4000) -> float:
    load = Load(server.url + ROOT + path, requests, connections=8, body=json.dumps(body).encode())
    answered = run_load(load)
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"not all answers were right: {answered.statuses}")
    return answered.rate


def _encrypt_all(content: bytes) -> None:
    encryptor = Cobblestone256Encryptor(KEY, b"")
    for at in range(0, len(content), 256 * 1024):
        encryptor.update(content[at : at + 256 * 1024])
    encryptor.finalize()


def _large(report: Report, crypto: Server, bare: Server) -> None:
    content = os.urandom(MIB) * (LARGE // MIB)
    works = {
        "hash": (f"{ROOT}/hash", "/hash", lambda: hashlib.sha256(content)),
        "encrypt": (f"{ROOT}/encrypt-file?key={KEY.hex()}", "/encrypt", lambda: _encrypt_all(content)),
    }
    for name, (ours, theirs, library) in works.items():
        with MemoryPeak(crypto.pid) as peak:
            samples = interleave(
                {
                    "FlowForge": lambda path=ours: _upload(crypto.url + path, content),
                    "bare ASGI": lambda path=theirs: _upload(bare.url + path, content),
                    "library in-process": lambda work=library: _timed(work),
                },
                rounds=9,
                warm_up=2,
            )
        _table(report, f"Seconds to {name} 64 MiB (SHA-256; AES-256-GCM in chunks)", samples)
        report.target(
            f"{name} 64 MiB against bare ASGI", ratio(samples, "FlowForge", "bare ASGI"), 1.15, unit="x"
        )
        report.target(f"memory growth while it does ({name})", peak.growth_bytes / MIB, 20, unit=" MiB")


def _small(report: Report, crypto: Server) -> None:
    text = base64.b64encode(os.urandom(SMALL * 3 // 4)).decode("ascii")
    data = text.encode()
    hashing = {"text": text}
    encrypting = {"text": text, "key": KEY.hex()}
    samples = interleave(
        {
            "FlowForge hash": lambda: _rate(crypto, "/hash", hashing),
            "FlowForge encrypt": lambda: _rate(crypto, "/encrypt", encrypting),
            "library SHA-256": lambda: (
                2000 / _timed(lambda: [hashlib.sha256(data).digest() for _ in range(2000)])
            ),
            "library AES-256-GCM": lambda: (
                2000 / _timed(lambda: [AESGCM(KEY).encrypt(os.urandom(12), data, None) for _ in range(2000)])
            ),
        }
    )
    _table(report, "Calls a second with 16 KiB (FlowForge: over HTTP, JSON included)", samples)


def _signatures(report: Report, crypto: Server) -> None:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    signing = {"text": "a message of usual length" * 4, "key": pem}
    signature = base64.b64encode(key.sign(signing["text"].encode())).decode()
    verifying = {"text": signing["text"], "key": public, "signature": signature}

    def sign_with_library() -> float:
        body = json.dumps(signing)
        return 2000 / _timed(lambda: [_sign(body) for _ in range(2000)])

    def verify_with_library() -> float:
        body = json.dumps(verifying)
        return 2000 / _timed(lambda: [_verify(body) for _ in range(2000)])

    samples = interleave(
        {
            "FlowForge sign": lambda: _rate(crypto, "/sign", dict(signing)),
            "library sign": sign_with_library,
            "FlowForge verify": lambda: _rate(crypto, "/verify", dict(verifying)),
            "library verify": verify_with_library,
        }
    )
    _table(report, "Ed25519 calls a second (library: in-process, JSON and key reading included)", samples)
    for verb in ("sign", "verify"):
        share = ratio(samples, f"library {verb}", f"FlowForge {verb}")
        report.target(f"Ed25519 {verb}: the library's rate over ours", share, 1 / 0.3, unit="x")


def _sign(body: str) -> str:
    request = json.loads(body)
    key = load_pem_private_key(request["key"].encode(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not the key that was made")
    signature = key.sign(request["text"].encode())
    return json.dumps({"signature": base64.b64encode(signature).decode(), "algorithm": "ed25519"})


def _verify(body: str) -> str:
    request = json.loads(body)
    key = load_pem_public_key(request["key"].encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not the key that was made")
    key.verify(base64.b64decode(request["signature"]), request["text"].encode())
    return json.dumps({"valid": True, "algorithm": "ed25519"})


def _openssl(report: Report) -> None:
    if shutil.which("openssl") is None:
        print("openssl is not here: its figures are left out.")
        return
    rows = []
    for name, arguments in (("SHA-256", ["sha256"]), ("AES-256-GCM", ["-evp", "aes-256-gcm"])):
        command = ["openssl", "speed", "-seconds", "1", "-bytes", str(SMALL), *arguments]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"([\d.]+)k\s*$", told.strip())
        rows.append((name, f"{float(found[1]) * 1000 / 1e6:.0f}" if found else "?"))
    report.table("openssl speed, blocks of 16 KiB, one core", ("algorithm", "MB/s"), rows)


def _table(report: Report, title: str, samples: dict[str, Samples]) -> None:
    rows = [(name, one.median, f"{one.spread:.0%}") for name, one in samples.items()]
    report.table(title, ("contender", "median", "spread"), rows)


def main() -> None:
    report = Report("crypto", "Hashing, encryption and signatures", packages=["cryptography", "uvicorn"])
    _openssl(report)
    with (
        serve_app("flowforge_crypto.app:app") as crypto,
        serve_app("benchmarks.peers.bare_crypto:app", environment={}) as bare,
    ):
        _large(report, crypto, bare)
        _small(report, crypto)
        _signatures(report, crypto)
    report.write()


if __name__ == "__main__":
    main()

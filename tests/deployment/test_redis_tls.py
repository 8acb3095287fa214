"""Redis with a password and TLS under a private authority, connected to as docs/operations/tls.md says."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from debian import Unpacked, unpack
from redis import Redis
from redis.exceptions import ConnectionError as Unconnected
from tools.repository import ROOT

from flowforge_gateway.catalog import load_tiers
from flowforge_gateway.counters.connection import RedisAddress, RedisConnection
from flowforge_gateway.counters.limiter import UNCOUNTED, Limiter
from flowforge_gateway.counters.windows import Limits, LimitStatus
from flowforge_gateway.declaration.plugins import RedisConfig
from flowforge_gateway.supervise.redis_address import address_of
from flowforge_jobs.engines.broker import carrier
from servicekit.testing import free_port, serve_process

pytestmark = pytest.mark.deep
PATIENCE_SECONDS = 30
PASSWORD = "correct-horse"
LIBRARIES = (
    "redis-tools",
    "libjemalloc2",
    "liblzf1",
    "libatomic1",
    "liblua5.1-0",
    "libsystemd0",
    "lua-cjson",
    "lua-bitop",
)
QR = "/api/v1/image/qr"
CODE = {"payload": {"kind": "text", "text": "abc"}}


@dataclass(frozen=True, slots=True)
class Secured:
    """A server that speaks TLS only, and the certificates of authorities."""

    port: int
    authority: Path
    stranger: Path

    def url(self, *, authority: Path | None = None, password: str = PASSWORD) -> str:
        return f"rediss://:{password}@127.0.0.1:{self.port}/0?ssl_ca_certs={authority or self.authority}"


def issue(
    name: str, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return a certificate of 127.0.0.1 by *issuer*; an authority's own without one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issued_by, signing = issuer or (subject, key)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return builder.sign(signing, hashes.SHA256()), key


def write(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    return unpack(tmp_path_factory.mktemp("redis"), "redis-server", *LIBRARIES)


@pytest.fixture(scope="module")
def secured(programs: Unpacked, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    authority, authority_key = issue("authority", None)
    certificate, key = issue("redis", (authority.subject, authority_key))
    stranger, _ = issue("stranger", None)
    write(folder / "redis.crt", certificate)
    (folder / "redis.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    port = free_port()
    served = Secured(port, write(folder / "ca.crt", authority), write(folder / "other.crt", stranger))
    settings = {
        "port": "0",
        "tls-port": str(port),
        "bind": "127.0.0.1",
        "tls-cert-file": folder / "redis.crt",
        "tls-key-file": folder / "redis.key",
        "tls-ca-cert-file": served.authority,
        "tls-auth-clients": "no",
        "requirepass": PASSWORD,
        "dir": folder,
        "save": "",
    }
    (folder / "redis.conf").write_text("\n".join(f'{name} "{value}"' for name, value in settings.items()))
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(
            [programs.program("redis-server"), folder / "redis.conf"],
            env=programs.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _await(served, process, folder / "redis.log")
        yield served
    finally:
        process.kill()
        process.wait()


def _await(served: Secured, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    with Redis.from_url(served.url()) as client:
        while True:
            try:
                client.ping()
            except Unconnected:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.05)
            else:
                return


@contextmanager
def served(url: str, folder: Path) -> Iterator[httpx.Client]:
    """Run the image service with its cache and its store at *url*."""
    settings = {"FLOWFORGE_REDIS_URL": url, "FLOWFORGE_STORE_URL": url}
    with (
        serve_process("flowforge_image.app:app", folder, environment=settings) as running,
        httpx.Client(base_url=running.url, timeout=30) as client,
    ):
        yield client


def test_cache_and_store_work_over_tls(secured: Secured, tmp_path: Path) -> None:
    with served(secured.url(), tmp_path) as client:
        checks = client.get("/health").json()["checks"]
        assert {checks[name]["status"] for name in ("cache", "store")} == {"ok"}
        made = [client.post(QR, json=CODE) for _ in range(2)]
        once = [client.post(QR, json=CODE, headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [answer.headers["x-cache"] for answer in made] == ["miss", "hit"]
    assert [answer.status_code for answer in (*made, *once)] == [200] * 4
    assert len({answer.content for answer in (*made, *once)}) == 1
    with Redis.from_url(secured.url()) as redis:
        assert redis.dbsize() >= 2  # the result, and the answer under its key


@pytest.mark.parametrize("fault", ["authority", "password"])
def test_a_server_that_is_not_the_right_one_is_not_used(secured: Secured, tmp_path: Path, fault: str) -> None:
    """Its certificate has another issuer, or it refuses the password: no cache, and answers all the same."""
    wrong = secured.url(authority=secured.stranger) if fault == "authority" else secured.url(password="x")
    with served(wrong, tmp_path) as client:
        health = client.get("/health").json()
        assert health["status"] == "degraded"
        assert {health["checks"][name]["status"] for name in ("cache", "store")} == {"failing"}
        assert PASSWORD not in str(health)
        assert client.post(QR, json=CODE).status_code == 200


@pytest.mark.parametrize("trusted", [True, False])
async def test_limits_are_counted_over_tls(
    secured: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool
) -> None:
    """With `ssl` and `ssl_verify` in kong.yml; a Redis whose certificate has another issuer is none."""
    monkeypatch.setenv("SSL_CERT_FILE", str(secured.authority if trusted else secured.stranger))
    monkeypatch.setenv("FLOWFORGE_REDIS_PASSWORD", PASSWORD)
    redis = RedisConnection(address_in_kong_yml(secured, tmp_path), without_it="nothing is counted")
    limiter = Limiter(redis, lambda: 1_800_000_000.0)
    try:
        if trusted:
            assert await redis.connected()
        else:
            await refused(redis)
        counted = [await verdict_of(limiter) for _ in range(3)]
    finally:
        await redis.close()
    assert [one.admitted for one in counted] == [True, True, not trusted]
    assert (UNCOUNTED in counted) is not trusted


async def refused(redis: RedisConnection) -> None:
    """Wait until a connection was refused."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not redis.is_away:  # noqa: ASYNC110 - nothing else tells of it
            await asyncio.sleep(0.01)


def address_in_kong_yml(secured: Secured, folder: Path) -> RedisAddress:
    """Return the address that a gateway takes from kong.yml with TLS, for a Redis at *secured*."""
    text = (ROOT / "gateway/kong.yml").read_text()
    plain = "{host: redis, port: 6379,"
    assert plain in text
    kong_file = folder / "kong.yml"
    secure = f"{plain} ssl: true, ssl_verify: true, server_name: 127.0.0.1,"
    kong_file.write_text(text.replace(plain, secure))
    (limits,) = (one for one in load_tiers(kong_file)[0].plugins if one["name"] == "rate-limiting")
    config = RedisConfig.model_validate({**limits["config"]["redis"], "timeout": 1000 * PATIENCE_SECONDS})
    return address_of(config, {"redis": ("127.0.0.1", secured.port)})


async def verdict_of(limiter: Limiter) -> LimitStatus:
    counted: asyncio.Future[LimitStatus] = asyncio.get_running_loop().create_future()
    limiter.count("caller", Limits.of(minute=2), counted.set_result)
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await counted


def test_the_broker_of_jobs_works_over_tls(secured: Secured) -> None:
    with carrier(secured.url()).connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
        with connection.SimpleQueue("of-this-test") as queue:
            queue.put({"job": 1})
            assert queue.get(timeout=PATIENCE_SECONDS).payload == {"job": 1}

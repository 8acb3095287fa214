"""A certificate authority with time stamps and OCSP, served over HTTP."""

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


class Authority:
    """Issues certificates that name its services. `broken` is what the time stamping authority does wrong."""

    def __init__(self) -> None:
        self.address = "http://127.0.0.1:9"
        self.broken = ""
        self.revoked: set[int] = set()
        self.asked: list[str] = []
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self.issue("Root", self.key.public_key(), authority=True)

    def begin(self, address: str) -> None:
        """Issue the certificates of signer and time stamps, which name services at *address*."""
        self.address = address
        self.signer_key = ec.generate_private_key(ec.SECP256R1())
        self.signer = self.issue("Ann Example", self.signer_key.public_key())
        key = rsa.generate_private_key(65537, 2048)
        certificate = self.issue("Time Stamps", key.public_key(), stamping=True)
        private = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.stamper = DummyTimeStamper(
            asn1.Certificate.load(certificate.public_bytes(DER)), keys.PrivateKeyInfo.load(private)
        )

    def issue(
        self, name: str, key: Any, *, authority: bool = False, stamping: bool = False, days: int = 30
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=not authority, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root")]))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(usage, critical=True)
        )
        if stamping:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        if not authority:
            places = [(Access.OCSP, "/ocsp"), (Access.CA_ISSUERS, "/issuer")]
            descriptions = [
                x509.AccessDescription(kind, x509.UniformResourceIdentifier(self.address + path))
                for kind, path in places
            ]
            builder = builder.add_extension(x509.AuthorityInformationAccess(descriptions), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def pem(self, certificate: x509.Certificate) -> bytes:
        return certificate.public_bytes(PEM)

    def key_pem(self) -> bytes:
        return self.signer_key.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def answer(self, path: str, body: bytes) -> bytes:
        self.asked.append(path)
        if path == "/issuer":
            return self.root.public_bytes(DER)
        return self._stamp(body) if path == "/tsa" else self._status(body)

    def _stamp(self, body: bytes) -> bytes:
        if self.broken == "text":
            return b"<html>no stamps today</html>"
        if self.broken == "refusal":
            status = tsp.PKIStatusInfo({"status": "rejection", "status_string": ["unknown policy"]}).dump()
            return b"\x30" + bytes([len(status)]) + status  # a response has no token then
        question = tsp.TimeStampReq.load(body)
        if self.broken == "other":
            question["message_imprint"]["hashed_message"] = bytes(32)
        made: bytes = asyncio.run(self.stamper.async_request_tsa_response(question)).dump()
        return made

    def _status(self, body: bytes) -> bytes:
        question = ocsp.load_der_ocsp_request(body)
        now = dt.datetime.now(dt.UTC)
        revoked = question.serial_number in self.revoked
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            question.issuer_name_hash, question.issuer_key_hash, question.serial_number,
            question.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            now, now + dt.timedelta(days=1), now - dt.timedelta(hours=1) if revoked else None, None,
        )  # fmt: skip
        for each in question.extensions:
            builder = builder.add_extension(each.value, critical=False)
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(DER)


@contextmanager
def serving() -> Iterator[Authority]:
    """Serve a new authority on a free port."""
    authority = Authority()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._reply(b"")

        def _reply(self, body: bytes) -> None:
            content = authority.answer(self.path, body)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        authority.begin(f"http://127.0.0.1:{server.server_port}")
        yield authority
        server.shutdown()
        thread.join()

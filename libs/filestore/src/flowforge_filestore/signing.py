"""Signed URLs: HMAC-SHA256 over one file, one method and an expiry; no API key needed."""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from flowforge_filestore.index.records import now_ms
from servicekit.ports.file_errors import SignatureInvalid, SignedUrlExpired

PATH, END = "/api/v1/files/signed/", "/content"
Disposition = Literal["attachment", "inline"]
SignedMethod = Literal["GET", "PUT"]
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class FileGrant:
    """What a signed URL allows."""

    method: SignedMethod
    file_id: str
    expires: int
    disposition: Disposition = "attachment"


class Signer:
    """Creates and checks signed URLs. *public_url* is the address of the gateway for callers."""

    def __init__(self, key: bytes, public_url: str) -> None:
        self._key = key
        self._start = public_url.rstrip("/") + PATH

    def address(self, grant: FileGrant) -> str:
        query = {"expires": grant.expires}
        shown = query | ({"disposition": grant.disposition} if grant.disposition != "attachment" else {})
        return f"{self._start}{grant.file_id}{END}?{urlencode(shown | {'signature': self.signature(grant)})}"

    def signature(self, grant: FileGrant) -> str:
        text = f"{grant.method}\n{grant.file_id}\n{grant.expires}\n{grant.disposition}"
        digest = hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def check(self, grant: FileGrant, signature: str) -> None:
        """Raise SignatureInvalid if it was altered, SignedUrlExpired if it has expired."""
        given = signature.encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(self.signature(grant).encode(), given):
            raise SignatureInvalid
        if grant.expires * 1000 <= now_ms():
            when = datetime.fromtimestamp(grant.expires, UTC).isoformat(timespec="seconds")
            raise SignedUrlExpired(when=when)

    def file_id_of(self, url: str) -> str | None:
        """Return the file id of one of our own signed URLs, None for any other URL.

        Raises SignatureInvalid or SignedUrlExpired.
        """
        if not url.startswith(self._start):
            return None
        parts = urlsplit(url)
        given = dict(parse_qsl(parts.query))
        expires, disposition = given.get("expires", ""), given.get("disposition", "attachment")
        if not (expires.isascii() and expires.isdigit() and len(expires) <= _DIGITS):
            raise SignatureInvalid
        if disposition not in ("attachment", "inline"):
            raise SignatureInvalid
        file_id = parts.path.removeprefix(PATH).removesuffix(END)
        shown: Disposition = "inline" if disposition == "inline" else "attachment"
        self.check(FileGrant("GET", file_id, int(expires), shown), given.get("signature", ""))
        return file_id

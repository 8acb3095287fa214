"""Addresses that open one file without a key: signed with HMAC-SHA256, for one method, until a moment."""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from servicekit.files.errors import AddressExpired, SignatureInvalid
from servicekit.files.records import now_ms

PATH = "/api/v1/files/signed/"
Disposition = Literal["attachment", "inline"]
SignedMethod = Literal["GET", "PUT"]
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Grant:
    """What a signature covers."""

    method: SignedMethod
    file_id: str
    expires: int
    disposition: Disposition = "attachment"


class Signer:
    """Makes and checks signed addresses. *public_url* is how callers reach the gateway."""

    def __init__(self, key: bytes, public_url: str) -> None:
        self._key = key
        self._start = public_url.rstrip("/") + PATH

    def address(self, grant: Grant) -> str:
        query = {"expires": grant.expires}
        shown = query | ({"disposition": grant.disposition} if grant.disposition != "attachment" else {})
        return f"{self._start}{grant.file_id}?{urlencode(shown | {'signature': self.signature(grant)})}"

    def signature(self, grant: Grant) -> str:
        text = f"{grant.method}\n{grant.file_id}\n{grant.expires}\n{grant.disposition}"
        digest = hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def check(self, grant: Grant, signature: str) -> None:
        """Raise SignatureInvalid if it was altered, AddressExpired if its time is over."""
        given = signature.encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(self.signature(grant).encode(), given):
            raise SignatureInvalid
        if grant.expires * 1000 <= now_ms():
            when = datetime.fromtimestamp(grant.expires, UTC).isoformat(timespec="seconds")
            raise AddressExpired(when=when)

    def file_id_of(self, url: str) -> str | None:
        """Return the file that one of our own addresses opens, None for any other address.

        Raises SignatureInvalid or AddressExpired.
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
        file_id = parts.path.removeprefix(PATH)
        shown: Disposition = "inline" if disposition == "inline" else "attachment"
        self.check(Grant("GET", file_id, int(expires), shown), given.get("signature", ""))
        return file_id

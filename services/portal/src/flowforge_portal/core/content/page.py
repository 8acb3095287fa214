"""One page: its content, compressed once, and the headers that every page has."""

import gzip
import hashlib
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
JSON = "application/json"
_COMPRESSIBLE = ("text/", "application/json", "image/svg")
_FOREVER = "public, max-age=31536000, immutable"
_CHECK_ALWAYS = "no-cache"

# No inline script or style, no other host. Results are shown from blob: addresses; a framed one inherits this
# policy, so that it runs no script.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src blob:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types flowforge"
)
_SECURITY = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent. `is_permanent`: its address changes with its content.

    `is_missing`: it says that its address has no page.
    """

    media_type: str
    content: bytes
    is_packed: bool = False
    is_permanent: bool = False
    is_missing: bool = False
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.content).hexdigest()[:20]}"')

    def headers(self) -> Headers:
        """Return the headers, except those of the coding."""
        caching = _FOREVER if self.is_permanent else _CHECK_ALWAYS
        return [
            (b"content-type", self.media_type.encode()),
            (b"etag", self.etag.encode()),
            (b"cache-control", caching.encode()),
            (b"vary", b"accept-encoding"),
            *_SECURITY,
        ]

    def body(self, *, accepts_gzip: bool) -> bytes:
        return self.content if accepts_gzip or not self.is_packed else gzip.decompress(self.content)


def make_page(media_type: str, content: bytes, *, is_permanent: bool = False) -> Page:
    """Return a page of *content*, compressed if its type gains by it."""
    packs = media_type.startswith(_COMPRESSIBLE)
    packed = gzip.compress(content, 9, mtime=0) if packs else content
    return Page(media_type, packed, is_packed=packs, is_permanent=is_permanent)

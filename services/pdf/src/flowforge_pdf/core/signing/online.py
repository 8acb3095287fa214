"""What signatures need from other servers: time stamps (RFC 3161), OCSP responses, CRLs and certificates.

The service downloads all of it for the worker: only public addresses are opened.
"""

from dataclasses import dataclass
from typing import Any

import requests
from asn1crypto import cms, core, tsp  # type: ignore[import-untyped] # it ships none
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.fetchers.api import Fetchers, FetchLimits
from pyhanko_certvalidator.fetchers.common_utils import FetchBudget
from pyhanko_certvalidator.fetchers.requests_fetchers.cert_fetch_client import RequestsCertificateFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.crl_client import RequestsCRLFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.ocsp_client import RequestsOCSPFetcher

from flowforge_pdf.core.signing.faults import NoTimestamp
from servicekit import Context, FileRule, OperationError, PostBody

_RULE = FileRule(max_bytes=8 << 20)
_TIMESTAMP_RULE = FileRule(max_bytes=1 << 20)
_LIMITS = FetchLimits(max_requests=40, max_cert_requests=20, max_aia_urls_per_object=4)


class ServedTimeStamper(TimeStamper):
    """Asks the time stamping authority at *url*."""

    def __init__(self, context: Context, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # it has no types
        self._context, self._url = context, url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer. Raises what Context.fetch raises, and NoTimestamp."""
        question = PostBody(req.dump(), "application/timestamp-query")
        file = await self._context.fetch(
            self._url, field="timestamp_url", rule=_TIMESTAMP_RULE, post=question
        )
        try:
            answer = _Response.load(file.content)
            refusal = _refusal(answer["status"])
            imprint = None if refusal else _imprint(answer)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NoTimestamp(reason="its answer is not a time stamp (RFC 3161)") from error
        if refusal:
            raise NoTimestamp(reason=refusal)
        if imprint != req["message_imprint"]["hashed_message"].native:
            raise NoTimestamp(reason="its time stamp is of something else")
        return tsp.TimeStampResp(
            {"status": {"status": "granted"}, "time_stamp_token": answer["time_stamp_token"]}
        )


class _Response(core.Sequence):  # type: ignore[misc] # it has no types
    """The answer of an authority: one that refuses has no token."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


def _refusal(status: tsp.PKIStatusInfo) -> str:
    kind = str(status["status"].native)
    if kind in ("granted", "granted_with_mods"):
        return ""
    told = "; ".join(str(text) for text in status["status_string"].native or [])[:200].rstrip(".")
    return f"it refused with '{kind}'" + (f" ({told})" if told else "")


def _imprint(answer: _Response) -> Any:
    token = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    return token["message_imprint"]["hashed_message"].native


@dataclass(frozen=True, slots=True)
class _Answer:
    content: bytes
    headers: dict[str, str]


class _Served:
    """Replaces how the library's own fetchers reach the network."""

    _context: Context

    async def _get(self, url: str, *, acceptable_content_types: Any) -> _Answer:
        return await self._serve(url, None, acceptable_content_types)

    async def _post(
        self, url: str, data: bytes, *, content_type: str, acceptable_content_types: Any
    ) -> _Answer:
        return await self._serve(url, PostBody(data, content_type), acceptable_content_types)

    async def _serve(self, url: str, post: PostBody | None, types: Any) -> _Answer:
        try:
            file = await self._context.fetch(url, rule=_RULE, post=post)
        except OperationError as error:
            raise requests.RequestException(error.text) from error
        # Servers are careless with types; what the file is shows when it is parsed.
        media_type = file.media_type if file.media_type in types else "application/octet-stream"
        return _Answer(file.content, {"Content-Type": media_type})


class _Ocsp(_Served, RequestsOCSPFetcher):  # type: ignore[misc] # its answers are wider
    pass


class _Crls(_Served, RequestsCRLFetcher):  # type: ignore[misc] # its answers are wider
    pass


class _Certificates(_Served, RequestsCertificateFetcher):  # type: ignore[misc] # its answers are wider
    pass


def served_fetchers(context: Context) -> Fetchers:
    """Return fetchers for one validation, which share a budget of requests."""
    budget = FetchBudget(_LIMITS)
    crls: Any = _Crls
    made = _Ocsp(budget=budget), crls(budget=budget), _Certificates(budget=budget)
    for each in made:
        each._context = context  # noqa: SLF001 - its own
    return Fetchers(*made)

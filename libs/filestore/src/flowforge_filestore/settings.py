"""Settings of the file store: places, keys, retention, quotas."""

import base64
import binascii
import os
import re
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from servicekit.settings import Seconds, Settings

KEY_BYTES = 32
DEFAULT_TIER = "anonymous"
_HOUR, _DAY, _GIB = 1.0, 24.0, 1 << 30
_HOURS = {"anonymous": _DAY, "free": _DAY, "basic": 7 * _DAY, "pro": 30 * _DAY, "enterprise": 365 * _DAY}
_QUOTAS = {
    "anonymous": 10 * _GIB,
    "free": _GIB,
    "basic": 10 * _GIB,
    "pro": 100 * _GIB,
    "enterprise": 1024 * _GIB,
}
Hours = Annotated[float, Field(gt=0)]
Quota = Annotated[int, Field(ge=0)]


class FileSettings(Settings):
    """The file store of all services, under FLOWFORGE_FILES_*."""

    model_config = SettingsConfigDict(env_prefix="FLOWFORGE_FILES_", env_ignore_empty=True)

    url: str | None = Field(
        None,
        pattern="^(file:///|s3://)",
        description="Where content is kept: file:///folder, or s3://bucket/prefix.",
    )
    s3_endpoint: str | None = Field(
        None,
        pattern="^https?://[^/?#]+$",
        description="Address of storage that speaks S3, if it is not AWS; AWS_ENDPOINT_URL without it.",
    )
    s3_allow_http: bool = Field(
        default=False,
        description="Allow an S3 endpoint without TLS, whose traffic anybody on the network can read.",
    )
    s3_region: str | None = Field(None, description="Region of the bucket; AWS_REGION without it.")
    s3_access_key_id: str | None = Field(
        None, description="Access key id of the bucket; AWS_ACCESS_KEY_ID without it."
    )
    s3_secret_access_key: SecretStr | None = Field(
        None, description="Secret access key of the bucket; AWS_SECRET_ACCESS_KEY without it."
    )
    index_url: str | None = Field(
        None,
        pattern="^(sqlite:///|rediss?://)",
        description="Where records are kept: sqlite:///file (beside a local folder by default) or redis://.",
    )
    signing_key: SecretStr | None = Field(
        None,
        min_length=KEY_BYTES,
        description="Signs addresses that need no key; the same for all services. 32 characters or more.",
    )
    encryption_key: SecretStr | None = Field(
        None, description="Encrypts content at rest: 32 bytes as hexadecimal or base64."
    )
    former_keys: SecretStr | None = Field(
        None, description="Keys that content was encrypted under before, with commas: it is still read."
    )
    sync: bool = Field(
        default=True,
        description="Syncs content to the disk before a file is confirmed: none is lost with the power.",
    )
    keep_free_bytes: int = Field(
        64 << 20,
        ge=0,
        description="Bytes left free on the disk of a folder, for records: deleting a file needs some.",
    )
    public_url: str = Field(
        "http://127.0.0.1:3009",
        pattern="^https?://[^/?#]+$",
        description="What signed addresses begin with: the gateway as callers reach it.",
    )
    time_to_live_hours: dict[str, Hours] = Field(
        _HOURS, description="Hours that files are kept, by tier, as a JSON object; the rest as by default."
    )
    quota_bytes: dict[str, Quota] = Field(
        _QUOTAS, description="Bytes that a consumer may keep, by tier, as a JSON object; the rest likewise."
    )
    upload_hours: Hours = Field(24.0, description="Hours in which an upload must be finished.")
    remember_hours: Hours = Field(
        30 * _DAY,
        description="Hours for which an expired file is reported as FILE_EXPIRED instead of FILE_NOT_FOUND.",
    )
    discard_seconds: Seconds = Field(
        600, description="Grace for running downloads before the content of a deleted file is removed."
    )
    metered_consumers: int = Field(
        100,
        ge=0,
        le=10_000,
        description="Consumers named on the files service's /metrics: those that keep the most.",
    )
    sweep_seconds: Seconds = Field(30, description="Pause between two sweeps of the files service.")

    @field_validator("time_to_live_hours", mode="after")
    @classmethod
    def _all_hours(cls, given: dict[str, float]) -> dict[str, float]:
        return _HOURS | given

    @field_validator("quota_bytes", mode="after")
    @classmethod
    def _all_quotas(cls, given: dict[str, int]) -> dict[str, int]:
        return _QUOTAS | given

    @field_validator("encryption_key", mode="after")
    @classmethod
    def _is_a_key(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and len(_key_bytes(given.get_secret_value())) != KEY_BYTES:
            raise ValueError("should be 32 bytes, as 64 hexadecimal characters or as base64")
        return given

    @field_validator("former_keys", mode="after")
    @classmethod
    def _are_keys(cls, given: SecretStr | None) -> SecretStr | None:
        if any(len(key) != KEY_BYTES for key in _keys(given)):
            raise ValueError("should be keys of 32 bytes, with commas between them")
        return given

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.url is None:
            return self
        if self.signing_key is None:
            raise ValueError("FLOWFORGE_FILES_SIGNING_KEY is needed where FLOWFORGE_FILES_URL is set")
        if self.index_url is None and not self.url.startswith("file:"):
            raise ValueError("FLOWFORGE_FILES_INDEX_URL is needed where content is not in a local folder")
        if self.url.startswith("s3:") and self.endpoint.startswith("http:") and not self.allows_http:
            raise ValueError(
                f"the S3 endpoint {self.endpoint} has no TLS: use https, or set "
                "FLOWFORGE_FILES_S3_ALLOW_HTTP=true where nobody else is on the network"
            )
        return self

    @property
    def endpoint(self) -> str:
        """The S3 endpoint; empty for AWS's own."""
        variables = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
        return self.s3_endpoint or next((found for name in variables if (found := os.environ.get(name))), "")

    @property
    def allows_http(self) -> bool:
        return self.s3_allow_http or os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"

    @property
    def encryption_key_bytes(self) -> bytes | None:
        return None if self.encryption_key is None else _key_bytes(self.encryption_key.get_secret_value())

    @property
    def former_key_bytes(self) -> list[bytes]:
        return _keys(self.former_keys)

    def hours_of(self, tier: str) -> float:
        return self.time_to_live_hours.get(tier, self.time_to_live_hours[DEFAULT_TIER])

    def quota_of(self, tier: str) -> int:
        return self.quota_bytes.get(tier, self.quota_bytes[DEFAULT_TIER])


def _keys(given: SecretStr | None) -> list[bytes]:
    return [] if given is None else [_key_bytes(one.strip()) for one in given.get_secret_value().split(",")]


def _key_bytes(text: str) -> bytes:
    try:
        if re.fullmatch("[0-9a-fA-F]{64}", text):
            return bytes.fromhex(text)
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""

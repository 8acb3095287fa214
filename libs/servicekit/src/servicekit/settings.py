"""Settings from the environment: frozen, checked at start, every mistake reported at once."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.types import PathType
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

Count = Annotated[int, Field(ge=1)]
Bytes = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]


MIN_SECRET_CHARACTERS = 16
_SHOWN = 300
_FILE = "_file"
_SECRET_NAME = re.compile("SECRET|KEY|PASSWORD|TOKEN", re.IGNORECASE)
_USER_INFO = re.compile(r"://[^\s\"']*@")
_PASSWORD_ELSEWHERE = re.compile(
    r"""((?:password|passwd|secret|token|key)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&,;"'}]+)""", re.IGNORECASE
)


class InvalidSettings(Exception):
    """One line for every setting that is wrong: its name, its value, and what is allowed."""


class Settings(BaseSettings):
    """Base of a service's own settings: subclass it with its own `env_prefix`, FLOWFORGE_<SERVICE>_."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix="FLOWFORGE_", hide_input_in_errors=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read variables, and the files that variables ending in _FILE name."""
        return init_settings, env_settings, _SettingsFromFiles(settings_cls)

    @classmethod
    def load(cls) -> Self:
        """Read the environment. Raises InvalidSettings that names every mistake."""
        try:
            return cls()
        except ValidationError as error:
            prefix = cls.model_config.get("env_prefix", "")
            lines = [_describe(prefix, mistake) for mistake in error.errors(include_url=False)]
            raise InvalidSettings("\n".join(lines)) from error

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Show settings without the passwords in their addresses; secrets hide themselves."""
        for name, value in super().__repr_args__():
            yield name, without_passwords(value) if isinstance(value, str) else value

    @property
    def folders(self) -> list[Path]:
        """Folders of fonts, weights and the like, the DirectoryPath fields: worker processes read them."""
        named = [name for name, field in type(self).model_fields.items() if _is_folder(field.annotation)]
        return [path for name in named if (path := getattr(self, name)) is not None]


class _SettingsFromFiles(EnvSettingsSource):
    """Settings from files: FLOWFORGE_GATEWAY_SECRET_FILE names the file with FLOWFORGE_GATEWAY_SECRET."""

    def _load_env_vars(self) -> dict[str, str | None]:
        given = {name.lower(): value for name, value in os.environ.items()}
        fields = {
            field.validation_alias.lower()
            if isinstance(field.validation_alias, str)
            else f"{self.env_prefix}{name}".lower()
            for name, field in self.settings_cls.model_fields.items()
        }
        paths = {name: given[name + _FILE] for name in fields if given.get(name + _FILE)}
        values: dict[str, str | None] = {}
        mistakes = []
        for name, path in sorted(paths.items()):
            try:
                values[name] = _content(path, already=name in given)
            except ValueError as error:
                mistakes.append(f"{(name + _FILE).upper()}: {error}")
        if mistakes:
            raise InvalidSettings("\n".join(mistakes))
        return values


def _content(path: str, *, already: bool) -> str:
    """Return a setting's value from a file, without the line end. Raises ValueError that says why not."""
    if already:
        raise ValueError("the variable without _FILE is set too: set one of them")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not text in UTF-8") from error


def _is_folder(annotation: Any) -> bool:
    kinds = [
        extra.path_type for extra in getattr(annotation, "__metadata__", ()) if isinstance(extra, PathType)
    ]
    return "dir" in kinds or any(_is_folder(one) for one in get_args(annotation))


def _describe(prefix: str, mistake: object) -> str:
    assert isinstance(mistake, dict)  # noqa: S101 - pydantic's ErrorDetails
    name = prefix + "_".join(str(part) for part in mistake["loc"]).upper()
    message = str(mistake["msg"]).removeprefix("Value error, ")
    if not mistake["loc"]:  # a rule across settings: its input is all of them, secrets too
        return message
    hidden = _SECRET_NAME.search(name) is not None
    given = "" if hidden else f" (given: {without_passwords(repr(mistake.get('input')))[:_SHOWN]})"
    return f"{name}: {message}{given}"


def without_passwords(text: str) -> str:
    """Return *text* with what may be a password in a URL or a JSON object replaced."""
    return _PASSWORD_ELSEWHERE.sub(r"\1***", _USER_INFO.sub("://***@", text))


class KitSettings(Settings):
    """What every service reads, under FLOWFORGE_*."""

    redis_url: str | None = Field(
        None, description="Redis or Valkey for the result cache; without it nothing is cached."
    )
    gateway_secret: SecretStr | None = Field(
        None,
        description="Shared with the gateway: callers are identified only with it. Required, unless direct "
        "calls are allowed.",
    )
    allow_direct_calls: bool = Field(
        default=False,
        description="For development: serve calls that do not come through the gateway, as consumer "
        "`anonymous`.",
    )
    store_url: str | None = Field(
        None,
        pattern="^(sqlite:///|rediss?://)",
        description="Durable store, sqlite:///path/to/file or redis://host:port/0; some operations need one.",
    )
    jobs_url: str | None = Field(
        None,
        pattern="^https?://[^/?#]+$",
        description="Address of the jobs service; without it, preferences for a job are ignored.",
    )
    spool_dir: Path = Field(
        Path(tempfile.gettempdir()) / "flowforge",
        description="Where files wait on disk while a request runs.",
    )
    spool_max_bytes: Bytes = Field(
        8 << 30, description="Bytes that all running requests may have spooled together."
    )
    spool_max_bytes_per_consumer: Bytes = Field(
        2 << 30, description="Bytes that one consumer's running requests may have spooled."
    )
    max_json_bytes: Bytes = Field(16 << 20, description="Largest JSON body.")
    max_file_bytes: Bytes = Field(1 << 30, description="Largest single file.")
    max_files: Count = Field(50, description="Most files in one request.")
    max_concurrency_per_consumer: Count = Field(
        64,
        description="Requests of one consumer that run at once; beyond that: 429.",
    )
    threads: Count = Field(4, description="Threads for blocking work.")
    thread_queue: Annotated[int, Field(ge=0)] = Field(
        256, description="Calls that may wait for a thread; beyond that: 503."
    )
    processes: Annotated[int, Field(ge=0)] = Field(
        0, description="Killable worker processes; 0: one more than there are cores for this process."
    )
    process_queue: Annotated[int, Field(ge=0)] = Field(
        32, description="Calls that may wait for a worker process; beyond that: 503."
    )
    body_timeout_seconds: Seconds = Field(
        60, description="Longest wait for the next piece of a request body."
    )
    shutdown_seconds: Seconds = Field(
        20, description="How long work in flight may take to finish after SIGTERM."
    )
    heartbeat_seconds: Seconds = Field(
        15, description="Pause after which an event stream sends a comment to stay open."
    )
    fetch_timeout_seconds: Seconds = Field(20, description="Longest time to download a URL input.")
    fetch_allow_private: bool = Field(
        default=False,
        description="Allow URL inputs at private addresses. Leave off where callers are not trusted.",
    )
    fetch_allow_hosts: tuple[str, ...] = Field(
        (), description="Host names whose private addresses URL inputs may reach, as a JSON list."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe level that is logged."
    )
    otlp_endpoint: str | None = Field(
        None, description="OpenTelemetry collector (OTLP over HTTP); needs the tracing extra."
    )

    @field_validator("gateway_secret")
    @classmethod
    def _is_hard_to_guess(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < MIN_SECRET_CHARACTERS:
            raise ValueError(f"a secret has at least {MIN_SECRET_CHARACTERS} characters")
        return secret

    @model_validator(mode="after")
    def _identifies_callers(self) -> Self:
        if self.gateway_secret is None and not self.allow_direct_calls:
            raise ValueError(
                "FLOWFORGE_GATEWAY_SECRET is not set, so callers cannot be identified: set it to the "
                "gateway's secret, or set FLOWFORGE_ALLOW_DIRECT_CALLS=true for development"
            )
        return self

    @property
    def worker_processes(self) -> int:
        """Number of worker processes: one more than cores, which works while another returns its result."""
        return self.processes or len(os.sched_getaffinity(0)) + 1

"""Prompt templates: texts with {{variables}}, kept per consumer with all their versions.

Values are put in as they are: no expressions, no loops, and what a value says is not looked at again, so that
a document put in cannot reach the template. A name's versions count from 1 and are never changed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from flowforge_llm.core.apis.openai.messages import ResponseFormat
from flowforge_llm.core.models.catalog import Tokens
from servicekit import Conflict, InvalidInput, NotFound, Store, StoreConflict

TemplateName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Text = Annotated[str, Field(max_length=100_000)]
Value = Annotated[str | int | float | bool, Field(union_mode="smart")]
Values = Annotated[dict[str, Value], Field(max_length=200)]
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,63})\s*\}\}")
_TRIES = 5
_MOST_VERSIONS = 1000


class UnknownTemplate(NotFound):
    code = "TEMPLATE_NOT_FOUND"
    message = "The template '{name}'{version} does not exist."


class TooManyVersions(Conflict):
    code = "TEMPLATE_VERSIONS_FULL"
    message = "The template '{name}' has the maximum of {limit} versions: delete it, or use another name."


class VariablesMissing(InvalidInput):
    code = "TEMPLATE_VARIABLES_MISSING"
    message = "'variables' must have {missing}: the template '{name}' has no defaults for them."


class VariablesUnknown(InvalidInput):
    code = "TEMPLATE_VARIABLES_UNKNOWN"
    message = "'variables' has {unknown}, which the template '{name}' does not use. It uses: {used}."


class TemplateBody(BaseModel):
    """The fields of a template that a caller writes."""

    system: Text | None = Field(None, description="The system prompt.")
    prompt: Text = Field(description="The user's message. {{name}} stands for a variable.")
    defaults: Values = Field({}, description="Values of variables that a run may leave out.")
    model: str | None = Field(
        default=None, description="Model that runs the template; the default model if absent."
    )
    temperature: Annotated[float, Field(ge=0, le=2)] | None = Field(
        default=None, description="Randomness of the choice of tokens: 0 takes the likeliest."
    )
    max_tokens: Tokens | None = Field(default=None, description="Greatest number of tokens of an answer.")
    response_format: ResponseFormat | None = Field(
        default=None, description="Form of the answer: text, any JSON object, or JSON by a schema."
    )


class Template(TemplateBody):
    """What one version says."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: int
    created_at: datetime

    @property
    def variables(self) -> list[str]:
        """Every variable once, in the order of its first use."""
        return list(dict.fromkeys(_VARIABLE.findall(f"{self.system or ''}\n{self.prompt}")))

    def fill(self, values: Mapping[str, Value]) -> tuple[str | None, str]:
        """Return system text and prompt with *values*. Raises VariablesMissing or VariablesUnknown."""
        used = self.variables
        if unknown := sorted(values.keys() - set(used)):
            raise VariablesUnknown(name=self.name, unknown=_list(unknown), used=_list(used) or "none")
        known = {**self.defaults, **values}
        if missing := [name for name in used if name not in known]:
            raise VariablesMissing(name=self.name, missing=_list(missing))

        def put(text: str) -> str:
            return _VARIABLE.sub(lambda found: _written(known[found[1]]), text)

        return (put(self.system) if self.system is not None else None), put(self.prompt)


class TemplateRepository:
    """The templates of one consumer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, **said: object) -> Template:
        """Keep a new version. Raises TooManyVersions."""
        for _ in range(_TRIES):
            version = self._latest(name) + 1
            if version > _MOST_VERSIONS:
                raise TooManyVersions(name=name, limit=_MOST_VERSIONS)
            document = {"name": name, "version": version, "created_at": datetime.now(UTC), **said}
            template = Template.model_validate(document)
            try:
                content = template.model_dump_json(by_alias=True).encode()
                self._store.put(_key(name, version), content, if_version=0)
            except StoreConflict:
                continue  # another request was faster: it has this version, the next is ours
            return template
        raise StoreConflict(key=name)

    def get(self, name: str, version: int | None) -> Template:
        """Return a version, the latest if None. Raises UnknownTemplate."""
        kept = self._store.get(_key(name, version or self._latest(name)))
        if kept is None:
            raise UnknownTemplate(name=name, version=f" in version {version}" if version else "")
        return Template.model_validate_json(kept.value)

    def latest(self, after: str, limit: int) -> list[Template]:
        """Return the latest version of every template, in order of their names."""
        found: list[Template] = []
        place = _prefix(after) + "~" if after else ""
        while len(found) < limit:
            keys = self._store.keys(_PREFIX, after=place, limit=1)
            if not keys:
                break
            name = keys[0].removeprefix(_PREFIX).rpartition(_END)[0]
            found.append(self.get(name, None))
            place = _prefix(name) + "~"
        return found

    def remove(self, name: str) -> None:
        """Forget a template with all its versions. Raises UnknownTemplate."""
        keys = self._store.keys(_prefix(name), limit=_MOST_VERSIONS)
        if not keys:
            raise UnknownTemplate(name=name, version="")
        for key in keys:
            self._store.delete(key)

    def _latest(self, name: str) -> int:
        keys = self._store.keys(_prefix(name), limit=_MOST_VERSIONS)
        return int(keys[-1].rpartition(_END)[2]) if keys else 0


_PREFIX = "template/"
_END = "!"  # sorts before every character of a name, so that keys are in the order of names


def _prefix(name: str) -> str:
    return f"{_PREFIX}{name}{_END}"


def _key(name: str, version: int) -> str:
    return f"{_prefix(name)}{version:06}"


def _written(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _list(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class TemplateInfo(BaseModel):
    """A template as it is told. `response_format` is as it was given."""

    name: str = Field(description="Name of the template in paths.")
    version: int = Field(description="Number of this version, from 1.")
    created_at: datetime = Field(description="When this version was stored, in UTC.")
    variables: list[str] = Field(description="Names of the variables in its texts.")
    system: str | None = Field(description="Instructions for the model; null if there are none.")
    prompt: str = Field(description="The prompt with its {{variables}}.")
    defaults: dict[str, Value] = Field(description="Values of variables that a run may leave out.")
    model: str | None = Field(description="Model that runs the template; null for the default model.")
    temperature: float | None = Field(description="Randomness of the answers; null for the model's default.")
    max_tokens: int | None = Field(
        description="Greatest number of tokens of an answer; null if there is no limit of its own."
    )
    response_format: dict[str, Any] | None = Field(description="Form of the answer; null for text.")

    @classmethod
    def of(cls, template: Template) -> "TemplateInfo":
        said = template.model_dump(by_alias=True, exclude_none=True)
        absent = dict.fromkeys(cls.model_fields)
        return cls.model_validate({**absent, **said, "variables": template.variables})

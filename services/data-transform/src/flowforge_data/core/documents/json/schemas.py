"""JSON Schema: validators that follow no reference out of the request, and schemas inferred from samples."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import jsonschema_rs

from flowforge_data.core.documents.json import draft3
from flowforge_data.core.documents.json.forms import InvalidSchema

_DRAFTS: Final = {
    "3": draft3.ADDRESS + "#",
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
}
SHOWN: Final = 500


def validator_of(
    schema: dict[str, Any] | bool,  # noqa: FBT001 - true and false are schemas
    draft: str,
    references: Mapping[str, Any],
    *,
    check_formats: bool,
) -> Any:
    """Return a validator. Raises InvalidSchema, also for a reference that is not among *references*."""
    if isinstance(schema, dict) and "$schema" not in schema and draft in _DRAFTS:
        schema = {"$schema": _DRAFTS[draft], **schema}
    if isinstance(schema, dict) and str(schema.get("$schema")).rstrip("#") == draft3.ADDRESS:
        return draft3.Draft3Validator(schema, references, check_formats=check_formats)
    try:
        return jsonschema_rs.validator_for(
            schema, validate_formats=check_formats, retriever=_lookup(references)
        )
    except jsonschema_rs.ValidationError as error:
        raise InvalidSchema(reason=_short(error.message)) from error
    except (jsonschema_rs.ReferencingError, ValueError, RecursionError) as error:
        raise InvalidSchema(reason=_reference(error)) from error


def _lookup(references: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return what the validator asks for a schema that *schema* refers to: only *references* are known."""

    def find(address: str) -> Any:
        for known in (address, f"{address}#"):
            if known in references:
                return references[known]
        raise ValueError(f"{address} is not among the references")

    return find


def described(error: Any) -> tuple[str, str, str]:
    """Return pointer, pointer into the schema, and message of an error of a validator."""
    return _pointer(error.instance_path), _pointer(error.schema_path), _short(error.message)


def _pointer(path: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _short(text: str) -> str:
    one_line = " ".join(text.split()).rstrip(".")
    return one_line if len(one_line) <= SHOWN else one_line[: SHOWN - 3] + "..."


def _reference(error: Exception) -> str:
    text = str(error)
    if isinstance(error, jsonschema_rs.ReferencingError):
        return "a $ref names a schema that is not given in 'references', and addresses are not followed"
    return _short(text)

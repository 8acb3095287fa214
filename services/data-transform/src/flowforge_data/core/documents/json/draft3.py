"""Draft 3 of JSON Schema, which the usual validator does not have, by one that has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema
import referencing
from referencing.jsonschema import DRAFT3

from flowforge_data.core.documents.json.forms import InvalidSchema

ADDRESS: Final = "http://json-schema.org/draft-03/schema"
_UNKNOWN: Final = "a $ref names a schema that is not given in 'references', and addresses are not followed"


@dataclass(frozen=True, slots=True)
class Draft3Error:
    instance_path: list[str | int]
    schema_path: list[str | int]
    message: str


class Draft3Validator:
    """A validator with the methods of the usual one. It follows no reference out of *references*."""

    def __init__(self, schema: dict[str, Any], references: Mapping[str, Any], *, check_formats: bool) -> None:
        try:
            jsonschema.Draft3Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            raise InvalidSchema(reason=error.message) from error

        def find(address: str) -> referencing.Resource[Any]:
            known = next((one for one in (address, f"{address}#") if one in references), None)
            if known is None:
                raise referencing.exceptions.NoSuchResource(address)
            return DRAFT3.create_resource(references[known])

        checker = jsonschema.Draft3Validator.FORMAT_CHECKER if check_formats else None
        registry: Any = referencing.Registry(retrieve=find)  # type: ignore[call-arg] # made by attrs
        self._validator = jsonschema.Draft3Validator(schema, registry=registry, format_checker=checker)

    def is_valid(self, document: Any) -> bool:
        return next(self.iter_errors(document), None) is None

    def iter_errors(self, document: Any) -> Iterator[Draft3Error]:
        try:
            for error in self._validator.iter_errors(document):
                yield Draft3Error(list(error.absolute_path), list(error.absolute_schema_path), error.message)
        except referencing.exceptions.Unresolvable as error:
            raise InvalidSchema(reason=_UNKNOWN) from error

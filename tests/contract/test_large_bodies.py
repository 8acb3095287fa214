"""Every request model has a validator for large bodies, whatever its fields are called."""

from pydantic_core import SchemaValidator
from tools.repository import services

from servicekit.http.binding.large_bodies import LARGE_BYTES, validator_for


def test_of_every_operation() -> None:
    forms = {endpoint.form for service in services() for endpoint in service.endpoints if endpoint.form}
    assert len(forms) > 400
    for form in forms:
        assert isinstance(validator_for(form, LARGE_BYTES + 1), SchemaValidator)

from pydantic import TypeAdapter

from flowforge_crypto.core.recipes.step import Step


def test_every_step_has_its_own_name() -> None:
    schema = TypeAdapter(Step).json_schema()
    assert len(schema["discriminator"]["mapping"]) == 22

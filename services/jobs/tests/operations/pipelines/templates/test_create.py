from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from flowforge_jobstore.clock import now
from flowforge_jobstore.database import open_database
from flowforge_jobstore.migrating import prepare
from flowforge_jobstore.tables import template
from flowforge_jobstore.templates import MOST_TEMPLATES, TooManyTemplates, create_template

Save = Callable[..., httpx.Response]


def test_a_template_is_saved_once_under_a_name(save: Save) -> None:
    made = save("adding")
    assert made.status_code == 201, made.text
    assert (made.json()["name"], made.json()["version"]) == ("adding", 1)
    assert made.json()["parameters"]["right"]["default"] == 10
    again = save("adding")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "PIPELINE_TEMPLATE_NAME_TAKEN")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"steps": [{"id": "a", "operation": "sample.nothing"}]}, "JOB_OPERATION_UNKNOWN"),
        ({"output": "$steps.c.sum"}, "PIPELINE_STEP_UNKNOWN"),
        ({"parameters": {"left": {}}}, "PIPELINE_REFERENCE_WRONG"),
        ({"steps": []}, "VALIDATION_ERROR"),
        ({"parameters": {"a b": {}}}, "VALIDATION_ERROR"),
    ],
)
def test_wrong_wiring_is_refused(save: Save, changes: dict[str, Any], code: str) -> None:
    answer = save("wrong", **changes)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code), answer.text


async def test_templates_are_limited(tmp_path: Any) -> None:
    async with open_database(f"sqlite:///{tmp_path}/jobs.sqlite") as database:
        await prepare(database)
        row = {"consumer_id": "ann", "version": 1, "document": "{}"}

        def fill(connection: Any) -> None:
            names = [{"name": f"t{number}", **row} for number in range(MOST_TEMPLATES)]
            connection.execute(insert(template).values(updated_at=now()), names)

        await database.write(fill)
        with pytest.raises(TooManyTemplates):
            await database.write(create_template, "ann", "one more", "{}")
        await database.write(create_template, "bob", "first", "{}")

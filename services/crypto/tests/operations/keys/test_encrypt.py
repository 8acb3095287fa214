import re
from typing import Any


def test_the_form_of_the_answer(client: Any, name: Any, fails: Any) -> None:
    made = client.post(f"/keys/{name}/encrypt", json={"text": "hello", "associated_data": "row 7"}).json()
    assert re.fullmatch(r"ffk1:1:[A-Za-z0-9_-]+", made["ciphertext"])
    assert len(made["ciphertext"]) == 7 + 60
    fails(
        client.post(f"/keys/{name}/encrypt", json={"text": "x", "encoding": "hex"}), 422, "TEXT_UNDECODABLE"
    )
    fails(client.post("/keys/nobody/encrypt", json={"text": "x"}), 404, "KEY_NOT_FOUND")
    fails(client.post("/keys/a%20b/encrypt", json={"text": "x"}), 422, "VALIDATION_ERROR")

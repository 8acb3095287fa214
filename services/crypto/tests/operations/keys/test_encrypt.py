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


def test_a_derived_key_has_a_secret_for_each_context(client: Any, make: Any, name: Any, fails: Any) -> None:
    tenants = make(derived=True)
    path = f"/keys/{tenants}"
    made = client.post(f"{path}/encrypt", json={"text": "hello", "context": "acme"}).json()["ciphertext"]
    opened = client.post(f"{path}/decrypt", json={"ciphertext": made, "context": "acme"}).json()
    assert opened["text"] == "hello"
    other = client.post(f"{path}/decrypt", json={"ciphertext": made, "context": "globex"})
    fails(other, 422, "KEY_CIPHERTEXT_REFUSED")
    fails(client.post(f"{path}/encrypt", json={"text": "hello"}), 422, "KEY_CONTEXT_NEEDED")
    fails(
        client.post(f"/keys/{name}/encrypt", json={"text": "a", "context": "b"}), 422, "KEY_CONTEXT_NOT_USED"
    )


def test_a_convergent_key_gives_what_can_be_looked_up(client: Any, make: Any) -> None:
    lookup = make(convergent=True)
    texts = ["ann@example.com", "bob@example.com", "ann@example.com"]
    body = {"items": [{"text": one} for one in texts]}
    first, second, third = client.post(f"/keys/{lookup}/encrypt-batch", json=body).json()["results"]
    assert first == third != second
    client.post(f"/keys/{lookup}/rotate", json={})
    new = client.post(f"/keys/{lookup}/encrypt", json={"text": texts[0]}).json()
    assert (new["version"], new["ciphertext"] == first["result"]["ciphertext"]) == (2, False)
    old = client.post(f"/keys/{lookup}/encrypt", json={"text": texts[0], "version": 1}).json()
    assert old["ciphertext"] == first["result"]["ciphertext"]

from typing import Any


def test_each_item_has_its_own_outcome(client: Any, name: Any) -> None:
    body = {"text": "hello", "associated_data": "row 7"}
    made = client.post(f"/keys/{name}/encrypt", json=body).json()["ciphertext"]
    items = [
        {"ciphertext": made},
        {"ciphertext": made, "associated_data": "row 7"},
        {"ciphertext": "hello"},
        {"ciphertext": made[:-4], "associated_data": "row 7"},
        {"ciphertext": made, "associated_data": "row 7", "context": "acme"},
    ]
    answer = client.post(f"/keys/{name}/decrypt-batch", json={"items": items}).json()
    assert [one["error"] and one["error"]["code"] for one in answer["results"]] == [
        "KEY_CIPHERTEXT_REFUSED",
        None,
        "KEY_CIPHERTEXT_INVALID",
        "KEY_CIPHERTEXT_REFUSED",
        "KEY_CONTEXT_NOT_USED",
    ]
    assert answer["results"][1]["result"] == {"text": "hello", "version": 1, "latest": True}
    assert (answer["results"][0]["result"], answer["failed"]) == (None, 4)


def test_an_unknown_key(client: Any, fails: Any) -> None:
    fails(
        client.post("/keys/nobody/decrypt-batch", json={"items": [{"ciphertext": "x"}]}), 404, "KEY_NOT_FOUND"
    )

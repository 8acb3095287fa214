from typing import Any


def test_each_item_has_its_own_outcome(client: Any, name: Any) -> None:
    items = [
        {"text": "a"},
        {"text": "zz", "encoding": "hex"},
        {"text": "ff", "encoding": "hex"},
        {"text": "b", "version": 9},
    ]
    answer = client.post(f"/keys/{name}/encrypt-batch", json={"items": items}).json()
    assert [one["ok"] for one in answer["results"]] == [True, False, True, False]
    assert answer["failed"] == 2
    assert [one["error"] and one["error"]["code"] for one in answer["results"]] == [
        None,
        "TEXT_UNDECODABLE",
        None,
        "KEY_VERSION_UNKNOWN",
    ]
    made = answer["results"][2]["result"]["ciphertext"]
    opened = client.post(f"/keys/{name}/decrypt", json={"ciphertext": made, "output": "hex"}).json()
    assert opened["text"] == "ff"


def test_what_fails_the_whole(client: Any, name: Any, make: Any, fails: Any) -> None:
    path = f"/keys/{name}/encrypt-batch"
    fails(client.post(path, json={"items": []}), 422, "VALIDATION_ERROR")
    wrong = client.post(path, json={"items": [{"text": "a"}, {"txt": "b"}]})
    fails(wrong, 422, "VALIDATION_ERROR")
    assert "items.1.text" in wrong.text
    fails(client.post("/keys/nobody/encrypt-batch", json={"items": [{"text": "a"}]}), 404, "KEY_NOT_FOUND")
    signing = make(type="ed25519")
    fails(
        client.post(f"/keys/{signing}/encrypt-batch", json={"items": [{"text": "a"}]}),
        422,
        "KEY_PURPOSE_WRONG",
    )
    client.patch(f"/keys/{name}", json={"enabled": False})
    fails(client.post(path, json={"items": [{"text": "a"}]}), 403, "KEY_DISABLED")


def test_thousands_in_their_order(client: Any, name: Any) -> None:
    texts = [f"row {number}" for number in range(3000)]
    made = client.post(f"/keys/{name}/encrypt-batch", json={"items": [{"text": one} for one in texts]}).json()
    items = [{"ciphertext": one["result"]["ciphertext"]} for one in made["results"]]
    opened = client.post(f"/keys/{name}/decrypt-batch", json={"items": items}).json()
    assert [one["result"]["text"] for one in opened["results"]] == texts

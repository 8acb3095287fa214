from typing import Any


def test_a_backup_shows_nothing(client: Any, name: Any, make: Any, fails: Any) -> None:
    fails(client.post(f"/keys/{name}/backup", json={"key": "cd" * 32}), 403, "KEY_NOT_EXPORTABLE")
    portable = make(exportable=True)
    secret = client.post(f"/keys/{portable}/export", json={}).json()["versions"][0]["key"]
    made = client.post(f"/keys/{portable}/backup", json={"passphrase": "correct horse"}).json()
    assert made["backup"].startswith("RkZF")
    assert secret not in made["backup"]
    fails(client.post(f"/keys/{portable}/backup", json={}), 422, "VALIDATION_ERROR")
    fails(client.post(f"/keys/{portable}/backup", json={"key": "short"}), 422, "KEY_INVALID")

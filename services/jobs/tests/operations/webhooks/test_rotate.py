from jobs_stand import Platform

PATH = "/api/v1/jobs/webhooks"


def test_a_rotation_gives_a_new_secret(running: Platform) -> None:
    with running.client(consumer="rotator") as client:
        before = client.get(f"{PATH}/secret").json()
        rotated = client.post(f"{PATH}/rotate").json()
        assert rotated["version"] == before["version"] + 1
        assert rotated["secret"] != before["secret"]
        assert client.get(f"{PATH}/secret").json() == rotated

import httpx

TEXT = "Ada 𝄞: write to ada@example.org or call (030) 901820. Card 4111 1111 1111 1111."


def test_what_rules_find(client: httpx.Client) -> None:
    told = client.post("/pii/detect", json={"text": TEXT, "regions": ["DE"]}).json()
    assert [(one["kind"], one["text"]) for one in told["found"]] == [
        ("email", "ada@example.org"),
        ("phone", "(030) 901820"),
        ("card", "4111 1111 1111 1111"),
    ]
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in told["found"])
    assert told["model"] is None
    assert told["usage"] == {"requests": 0, "input_tokens": 0, "output_tokens": 0}


def test_the_result_says_which_region_was_assumed(client: httpx.Client) -> None:
    text = "Phone: 020 7946 0958 or +49 30 901820. My NHS number is 943 476 5919."
    found = client.post("/pii/detect", json={"text": text}).json()["found"]
    assert [(one["kind"], one["region"], one["is_region_assumed"]) for one in found] == [
        ("phone", "GB", True),
        ("phone", "DE", False),
        ("national_id", "GB", False),
    ]
    assert all(0.5 <= one["confidence"] <= 1 for one in found)


def test_only_the_kinds_asked_for(client: httpx.Client) -> None:
    told = client.post("/pii/detect", json={"text": TEXT, "kinds": ["card"]}).json()
    assert [one["kind"] for one in told["found"]] == ["card"]


def test_names_are_the_models_and_stand_in_the_text(client: httpx.Client) -> None:
    text = "Clara Schumann wrote to ada@example.org."
    told = client.post("/pii/detect", json={"text": text, "kinds": ["email", "person"]}).json()
    assert told["model"] == "smollm2-135m-instruct"
    assert told["usage"]["requests"] >= 1
    assert "ada@example.org" in [one["text"] for one in told["found"]]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in told["found"])


def test_an_unknown_kind_is_refused(client: httpx.Client) -> None:
    assert client.post("/pii/detect", json={"text": TEXT, "kinds": ["mood"]}).status_code == 422

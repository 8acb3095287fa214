import httpx


def test_the_count_and_the_room_it_leaves(client: httpx.Client) -> None:
    told = client.post("/count", json={"prompt": "Hello world"}).json()
    assert told == {
        "model": "smollm2-135m-instruct",
        "count": 2,
        "context_length": 4096,
        "fits": True,
        "left_for_output": 2048,
        "max_input_tokens": None,
        "input_cost": 0,
    }


def test_what_does_not_fit_is_counted_all_the_same(client: httpx.Client) -> None:
    told = client.post("/count", json={"messages": [{"role": "user", "content": "hello " * 9000}]}).json()
    assert told["count"] > 9000
    assert (told["fits"], told["left_for_output"]) == (False, 0)

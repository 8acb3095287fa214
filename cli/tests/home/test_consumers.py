import json
import threading

import pytest

from flowforge_cli.home.consumers import edit_consumers, publish
from flowforge_cli.home.folder import Home
from flowforge_gateway import ConsumerExists


def test_changes_at_once_are_all_published(home: Home) -> None:
    def add(number: int) -> None:
        with edit_consumers(home) as consumers:
            consumers.add(f"consumer-{number}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rendered = json.loads(home.gateway_file.read_text())["consumers"]
    expected = {"anonymous", *(f"consumer-{number}" for number in range(8))}
    assert {consumer["username"] for consumer in rendered} == expected


def test_a_change_that_fails_publishes_nothing(home: Home) -> None:
    with edit_consumers(home) as consumers:
        consumers.add("acme")
    before = home.gateway_file.read_bytes()
    with pytest.raises(ConsumerExists), edit_consumers(home) as consumers:
        consumers.add("acme")
    assert home.gateway_file.read_bytes() == before


def test_the_rendered_file_is_private(home: Home) -> None:
    assert publish(home) is None
    assert home.gateway_file.stat().st_mode & 0o777 == 0o600

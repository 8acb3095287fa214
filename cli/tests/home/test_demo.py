from flowforge_cli.home.consumers import edit_consumers, open_consumers
from flowforge_cli.home.demo import demo_key
from flowforge_cli.home.folder import Home


def test_the_key_is_made_once_and_shown_again(home: Home) -> None:
    key = demo_key(home)
    assert key is not None
    assert demo_key(home) == key
    assert [(consumer.name, consumer.tier) for consumer in open_consumers(home).list()] == [("demo", "basic")]
    assert home.demo_key.stat().st_mode & 0o777 == 0o600
    assert key in home.gateway_file.read_text()


def test_a_demo_consumer_that_somebody_else_added_keeps_its_key_to_itself(home: Home) -> None:
    with edit_consumers(home) as consumers:
        consumers.add("demo", tier="pro")
    assert demo_key(home) is None
    assert open_consumers(home).get("demo").tier == "pro"


def test_a_revoked_demo_key_is_not_made_again(home: Home) -> None:
    demo_key(home)
    with edit_consumers(home) as consumers:
        consumers.revoke("demo")
    assert demo_key(home) is None
    assert open_consumers(home).list() == ()

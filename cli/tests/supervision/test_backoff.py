from flowforge_cli.supervision.backoff import Backoff


def test_the_pause_doubles_up_to_half_a_minute() -> None:
    backoff = Backoff()
    assert [backoff.after(0.0) for _ in range(10)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]


def test_a_part_that_ran_for_a_minute_begins_anew() -> None:
    backoff = Backoff()
    backoff.after(0.0)
    backoff.after(59.9)
    assert backoff.after(60.0) == 0.2
    assert backoff.after(1.0) == 0.4

from datetime import UTC, datetime, timedelta

import pytest

from zhiji.channels.web.rules import clean_origin, network_of, pace_of, suspicions, topic_pairs, window_of

NOW = datetime(2026, 3, 2, 9, 7, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(0, "hasty"), (2.9, "hasty"), (3, "fitting"), (86_400, "fitting"), (86_401, "stale"), (-60, "hasty")],
)
def test_the_pace_tells_machines_and_forgotten_pages_from_people(seconds, verdict):
    assert pace_of(NOW - timedelta(seconds=seconds), NOW).verdict == verdict


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_an_address_stands_for_its_network(address, network):
    assert network_of(address) == network


def test_two_addresses_of_one_household_are_one_network():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1")


def test_times_within_ten_minutes_are_counted_together():
    assert window_of(NOW) == window_of(NOW + timedelta(minutes=2)) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "trap", "codes"),
    [
        ({"message": "Our datasheet: https://a.example/x and www.b.example"}, "", []),
        ({"message": "Hello"}, "x", ["trap"]),
        ({"message": "https://a.example https://b.example https://c.example"}, "", ["links"]),
        ({"message": "Hi", "name": "Win http://casino.example"}, "", ["link_in_name"]),
        ({"message": "buy cheap now " * 20 + "https://a.example"}, "", ["links", "repeated"]),
        ({"message": "请问这块板子什么时候能发货？"}, "", []),
        ({"message": ""}, "", []),
    ],
)
def test_advertising_is_suspected_and_questions_are_not(values, trap, codes):
    assert suspicions(values, trap) == codes


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        (" https://WWW.Company.example/ ", "https://www.company.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://www.company.example/path", ""),
        ("www.company.example", ""),
        ("javascript:alert(1)", ""),
        ("https://a.example; script-src *", ""),
        ("*", ""),
    ],
)
def test_only_a_scheme_and_a_host_are_an_origin(typed, origin):
    assert clean_origin(typed) == origin


def test_topics_are_read_in_one_or_two_languages():
    assert topic_pairs(["Sales | 销售", "Other", " ", "| 维修"]) == [
        ["Sales", "销售"],
        ["Other", "Other"],
        ["维修", "维修"],
    ]

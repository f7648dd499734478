"""Addresses of registries and folders of one machine are caught; ordinary addresses are not."""

import pytest

from checks.forbidden_text import faults_in, own_places, pattern


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://" + "pypi" + ".org/simple",
        '"resolved": "https://' + "registry" + '.npmjs.org/vite"',
        "DATA = '/ho" + "me/lilei/zhiji'",
        "cd /ro" + "ot/zhiji",
    ],
)
def test_a_place_of_one_machine_is_caught(line: str) -> None:
    assert list(faults_in("a.txt", line, pattern([])))


def test_the_folder_of_the_repository_is_caught() -> None:
    places = own_places()
    assert not places or list(
        faults_in("a.txt", "see " + places[0].replace("\\", "") + "Makefile", pattern(places))
    )


@pytest.mark.parametrize(
    "line",
    ["https://www.customer.example/home/page", "/usr/lib/postgresql", "data/root/x", "a.example/home/li/"],
)
def test_ordinary_addresses_are_left_alone(line: str) -> None:
    assert list(faults_in("a.txt", line, pattern([]))) == []

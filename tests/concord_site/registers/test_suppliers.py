"""A designation in the register is what the country's own page tells."""

from __future__ import annotations

import pytest
from django.test import Client

from concord_site.registers import queries
from concord_site.registers.models import Designation

pytestmark = pytest.mark.django_db


def test_a_current_designation_stands_on_the_countrys_page(client: Client) -> None:
    assert queries.authorities_of("NZL") == []
    Designation.objects.create(
        area="NZL", office={"en": "Office of Examples"}, since="2024-05", state=Designation.State.CURRENT
    )
    assert queries.authorities_of("NZL") == ["Office of Examples"]
    assert queries.known_of_rounds("NZL", ("2021", "2024")) == {"2024": {"authority": "Office of Examples"}}
    assert "Office of Examples" in client.get("/en/countries/NZL/").content.decode()


def test_a_proposed_designation_is_told_to_nobody(client: Client) -> None:
    Designation.objects.create(
        area="NZL", office={"en": "Office of Proposals"}, since="2024-05", state=Designation.State.PROPOSED
    )
    assert queries.authorities_of("NZL") == []
    assert "Office of Proposals" not in client.get("/en/countries/NZL/").content.decode()


def test_an_ended_designation_is_no_authority_now_but_was_one_in_its_round() -> None:
    Designation.objects.create(
        area="NZL", office={"en": "Office of Before"}, since="2017", until="2019", state=Designation.State.ENDED
    )
    assert queries.authorities_of("NZL") == []
    assert queries.known_of_rounds("NZL", ("2018", "2021")) == {"2018": {"authority": "Office of Before"}}

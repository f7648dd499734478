"""What the page of an import says of where it stands."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from zhiji.customers.sources.models import Import


@pytest.mark.parametrize(
    ("language", "state", "counts", "told"),
    [
        ("en", "undone", {"undone": 1, "kept": 0}, "Taken back: 1 customer is gone."),
        (
            "en",
            "undone",
            {"undone": 60_900, "kept": 1},
            "Taken back: 60,900 customers are gone. 1 stays, because something else has come to hang on them.",
        ),
        ("zh-hans", "undone", {"undone": 2}, "已撤销：2 个客户已移除。"),
        ("en", "done", {"customers": 1}, "All rows are in: 1 person or organisation was added."),
        ("zh-hans", "done", {}, "所有行都已导入：新增 0 个客户。"),
    ],
)
def test_what_became_of_a_list_is_told_by_its_counts(language, state, counts, told):
    with translation.override(language):
        at = Import(state=state, counts=counts)
        said = render_to_string("integration/imports/_sentence.html", {"at": at})
    assert " ".join(said.split()) == told

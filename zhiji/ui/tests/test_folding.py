import pytest
from django.template import Context, Template, engines
from django.utils.translation import override

from zhiji.ui.folding import Folded, fold

TEMPLATES = [
    '<p>{% translate "Save" %} {% icon "mail" %}</p>',
    '{% translate "Save" as word %}{{ word }}',
    "{% translate word %}|{{ word }}|{% icon word %}",
    '{% icon "mail" label=_("Save") %}{% icon name="mail" label=word %}',
    '{% if word %}{% translate "Save" %}{% else %}{% translate "Cancel" %}{% endif %}{% translate "Delete" %}',
    '{% for letter in word %}<b>{% icon "mail" %}{{ letter }}</b>{% empty %}{% translate "Save" %}{% endfor %}',
    "{% blocktranslate %}Save{% endblocktranslate %}{% blocktranslate %}Hello {{ word }}{% endblocktranslate %}",
    '{% with icon_name="mail" %}{% icon icon_name %}{% translate "Save" %}{% endwith %}',
    "{% url 'customers' %}{% url 'customer' 7 %}",
    '{% autoescape off %}{% translate "Save & go" %}{{ word }}{% endautoescape %}{% translate "Save & go" %}',
    '{% translate "Save"|upper %}{% translate "Save" noop %}',
    "{% filter upper %}{% translate 'Save' %}<i>{% endfilter %}",
]


def _template(text: str, *, folded: bool) -> Template:
    template = Template(text, engine=engines["django"].engine)
    if folded:
        fold(template.nodelist)
    return template


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_folded_template_says_what_it_said_before_in_each_language(text):
    plain, folded = _template(text, folded=False), _template(text, folded=True)
    for word in ("<李>", "Save", ""):
        for language in ("en", "zh-hans", "en"):
            with override(language):
                said = folded.render(Context({"word": word}))
                assert said == plain.render(Context({"word": word}))


def test_words_and_icons_without_values_become_one_piece():
    folded = _template('<p>{% translate "Save" %} {% icon "mail" %}</p>{{ word }}', folded=True)
    assert [type(node).__name__ for node in folded.nodelist] == ["Folded", "VariableNode"]


@pytest.mark.parametrize(
    "text", ["{% icon word %}", '{% translate "Save" as word %}', "{% csrf_token %}", "plain"]
)
def test_what_differs_from_reader_to_reader_stays_as_it_is(text):
    assert not _template(text, folded=True).nodelist.get_nodes_by_type(Folded)

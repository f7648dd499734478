"""Texts are found wherever they are marked, and forgotten or wrongly translated ones are caught."""

import pytest

from checks.texts import Text, forgotten_in_template, glued_texts, texts_in_python, texts_in_template
from checks.translations import collect, read_catalogue, untranslated, wrong_entries

IMPORTS = (
    "from django.utils import translation\n"
    "from django.utils.translation import gettext as _, gettext_lazy, ngettext as many, pgettext_lazy\n"
)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("_('Save')", ("Save", None, None)),
        ("gettext_lazy('Save ' 'now')", ("Save now", None, None)),
        ("translation.gettext('Save')", ("Save", None, None)),
        ("many('%(n)s mail', '%(n)s mails', n)", ("%(n)s mail", None, "%(n)s mails")),
        ("pgettext_lazy('verb', 'Open')", ("Open", "verb", None)),
    ],
)
def test_marked_texts_are_found_in_python(line: str, wanted: tuple[str, str | None, str | None]) -> None:
    found = [(t.text, t.context, t.plural) for t in texts_in_python("a.py", IMPORTS + line)]
    assert found == [wanted]


def test_an_underscore_that_is_not_gettext_is_left_alone() -> None:
    assert list(texts_in_python("a.py", "_ = print\n_('Save')")) == []


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ('{% translate "Save" %}', ("Save", None, None)),
        ("{% trans 'Save' as label %}", ("Save", None, None)),
        ('{% translate "Open" context "verb" %}', ("Open", "verb", None)),
        ('{% button label=_("Save") %}', ("Save", None, None)),
        ('<p title="{{ _("Save") }}">', ("Save", None, None)),
        (
            "{% blocktranslate with name=x %}Dear {{ name }}{% endblocktranslate %}",
            ("Dear %(name)s", None, None),
        ),
        (
            "{% blocktranslate trimmed count n=n %}\n one mail\n{% plural %}\n {{ n }} mails\n"
            "{% endblocktranslate %}",
            ("one mail", None, "%(n)s mails"),
        ),
    ],
)
def test_marked_texts_are_found_in_templates(
    template: str, wanted: tuple[str, str | None, str | None]
) -> None:
    found = [(t.text, t.context, t.plural) for t in texts_in_template("a.html", template)]
    assert found == [wanted]


@pytest.mark.parametrize(
    "template",
    [
        "<p>Save</p>",
        "<p>保存</p>",
        "<p>{{ name }} called</p>",
        '<input placeholder="Search">',
        '<button aria-label="Close {{ name }}"></button>',
        '<img alt="A circuit board">',
        '{% if x %}<b>{% translate "a" %}</b> and {% endif %}',
        "<br>Text after a tag that is never closed",
    ],
)
def test_forgotten_texts_in_templates_are_caught(template: str) -> None:
    assert list(forgotten_in_template("a.html", template))


@pytest.mark.parametrize(
    "template",
    [
        '<p class="text-muted" id="top">{% translate "Save" %}</p>',
        "<p>{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}</p>",
        "{# a remark #}<p>{{ name }} · 12 &nbsp; × &times;</p>",
        "{% comment %}a remark{% endcomment %}",
        "<kbd>Ctrl</kbd><code>zhiji serve</code><script src='a.js'>let a</script>",
        '<p translate="no">ACME <b>Ltd</b></p>',
        "<title>{% block title %}{% endblock %} · Zhiji 知己</title>",
        "{% block page_class %}page-narrow{% endblock %}",
        '<a lang="en">English</a><a lang="zh">中文</a>',
        "<svg><title>x</title><text>abc</text></svg>",
    ],
)
def test_what_needs_no_translation_is_left_alone(template: str) -> None:
    assert list(forgotten_in_template("a.html", template)) == []


def test_words_of_a_text_mail_are_looked_at_too() -> None:
    assert list(forgotten_in_template("a.txt", "{{ name }}\n\nHello there")) == [(3, "Hello there")]


@pytest.mark.parametrize("line", ["_(f'Dear {name}')", "_('Dear ' + name)", "_('Dear %s' % name)"])
def test_a_text_put_together_before_the_look_up_is_caught(line: str) -> None:
    assert list(glued_texts(IMPORTS + line))


def test_a_text_formatted_after_the_look_up_is_fine() -> None:
    assert list(glued_texts(IMPORTS + "_('Dear %(name)s') % {'name': name}\n_(label)")) == []


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    "entry",
    [
        "",
        'msgid "Save"\nmsgstr ""',
        '#, fuzzy\nmsgid "Save"\nmsgstr "保存"',
        'msgctxt "x"\nmsgid "Save"\nmsgstr "保存"',
    ],
)
def test_a_text_without_a_finished_translation_is_missing(entry: str) -> None:
    entries = collect(read_catalogue("a.po", HEADER + entry))
    assert untranslated([Text("a.py", 1, "Save")], entries)


def test_a_translated_text_is_not_missing() -> None:
    entries = collect(read_catalogue("a.po", HEADER + 'msgid "Save"\nmsgstr "保存"'))
    assert untranslated([Text("a.py", 1, "Save")], entries) == []


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Dear %(name)s"\nmsgstr "你好"',
        'msgid "Dear %(name)s"\nmsgstr "%(nam)s 你好"',
        'msgid "one"\nmsgid_plural "%(n)s mails"\nmsgstr[0] "一些邮件"',
        'msgid "{count} mails"\nmsgstr "{n} 封邮件"',
    ],
)
def test_a_translation_that_loses_a_placeholder_is_caught(entry: str) -> None:
    assert list(wrong_entries(collect(read_catalogue("a.po", HEADER + entry))))


def test_one_text_translated_in_two_ways_is_caught() -> None:
    first = read_catalogue("a.po", HEADER + 'msgid "Open"\nmsgstr "打开"')
    second = read_catalogue("b.po", HEADER + 'msgid "Open"\nmsgstr "未结"')
    assert list(wrong_entries(collect([*first, *second])))

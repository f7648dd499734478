"""HTML of strangers does no harm and is read as text."""

import time

from zhiji.channels.mail.html import html_to_text, sanitise


def clean(source, **options):
    return sanitise(source, cid_urls={"logo@x": "/mail/attachments/7/"}, **options)


def test_script_frames_forms_and_handlers_are_gone():
    hostile = (
        "<script>alert(1)</script><iframe src=//x></iframe><form action=//x><input></form>"
        "<p onclick=x>hello</p>"
        "<a href='javascript:x'>l</a><svg onload=x></svg><base href=//x><meta http-equiv=refresh content=0>"
        "<link rel=stylesheet href=//x><object data=x></object><style>p{background:url(//x)}</style>"
    )
    cleaned = clean(hostile)
    for word in (
        "script",
        "iframe",
        "form",
        "onclick",
        "svg",
        "base",
        "meta",
        "link",
        "object",
        "style",
        "alert",
    ):
        assert word not in cleaned, word
    assert "hello" in cleaned


def test_remote_pictures_wait_until_the_reader_asks():
    source = '<img alt="a>b" src="https://spy.example/p.gif?u=1"><img src="//spy.example/q.gif">'
    held = clean(source)
    assert ' data-held-src="https://spy.example/p.gif?u=1"' in held
    assert " src=" not in held
    assert ' src="https://spy.example/p.gif?u=1"' in clean(source, remote_images=True)


def test_pictures_of_the_mail_itself_are_shown():
    assert 'src="/mail/attachments/7/"' in clean('<img src="cid:logo@x">')
    assert "src" not in clean('<img src="cid:unknown">')
    assert "data:image/png" in clean('<img src="data:image/png;base64,AAAA">')
    assert "data:" not in clean('<img src="data:image/svg+xml,<svg onload=x>">')
    assert "data:" not in clean('<a href="data:text/html,x">x</a>')


def test_links_open_outside_and_tell_nothing():
    cleaned = clean('<a href="https://a.example" target=_top>x</a>')
    assert 'target="_blank"' in cleaned
    assert 'rel="noopener noreferrer nofollow"' in cleaned


def test_styles_keep_looks_only():
    cleaned = clean('<p style="color:red;position:fixed;top:0">x</p><p style="background:url(//spy)">y</p>')
    assert "color" in cleaned
    assert "position" not in cleaned
    assert "spy" not in cleaned


def test_text_of_html_keeps_paragraphs():
    source = (
        "<html><head><title>t</title><style>p{}</style></head><body>"
        "<div>您好，</div><div>板子&nbsp;坏了<br>请看</div>"
        "<p>一</p><p>二</p><ul><li>甲<li>乙</ul>"
        "<table><tr><td>型号</td><td>A1</td></tr></table><!-- x --></body>"
    )
    assert html_to_text(source) == "您好，\n板子 坏了\n请看\n\n一\n\n二\n\n- 甲\n- 乙\n\n型号 A1"


def test_quotes_of_html_are_marked():
    text = html_to_text(
        '<p>new</p><blockquote type="cite"><p>old</p><blockquote type=cite>older</blockquote></blockquote>'
    )
    assert text.split("\n") == ["new", "", "> old", "> ", "> > older"]


def test_time_grows_with_length_only():
    hostile = [
        "<" * 500_000,
        "<a " * 200_000,
        "<!--" * 200_000,
        "<style>" * 100_000,
        "<blockquote>" * 50_000,
        "&" * 500_000,
    ]
    hostile.append("<div>" * 50_000)
    for source in hostile:
        began = time.process_time()
        html_to_text(source)
        sanitise(source, cid_urls={})
        assert time.process_time() - began < 5, source[:12]

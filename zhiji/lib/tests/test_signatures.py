"""Signatures as people have them below their mails, in Chinese and English."""

import pytest

from zhiji.lib.signature_lines import read_line
from zhiji.lib.signatures import agrees, read_signature

CHINESE = """您好，

请问板子什么时候发货？

张伟
采购经理
深圳市蓝天电子科技有限公司
地址：深圳市南山区科技园南区8栋501室　邮编：518057
电　话：0755-26001234-8001  传真：0755-26001235
手 机：13800138000　微信：zhangwei_88
邮箱：zhangwei@lantian.example
网址：www.lantian.example

【保密提示】本邮件仅供收件人使用，如误收请致电 010-11112222。
电话：010-11112222
"""
ENGLISH = """Lena Torres
Senior Buyer | Procurement Department
Northwind Instruments Ltd.
T +44 20 7946 0123  M +44 7700 900123 | F: +44 20 7946 0124
12 Harbour Road, Bristol BS1 4DJ, United Kingdom
lena@northwind.example | www.northwind.example

This e-mail is confidential and intended for the recipient only.
Mobile: +44 7700 900999
"""


def test_a_chinese_card_below_the_words_is_read_line_by_line():
    assert read_signature(CHINESE).values == {
        "name": ["张伟"],
        "title": ["采购经理"],
        "organisation": ["深圳市蓝天电子科技有限公司"],
        "address": ["深圳市南山区科技园南区8栋501室"],
        "postcode": ["518057"],
        "phone": ["0755-26001234-8001"],
        "fax": ["0755-26001235"],
        "mobile": ["13800138000"],
        "wechat": ["zhangwei_88"],
        "mail": ["zhangwei@lantian.example"],
        "website": ["www.lantian.example"],
    }


@pytest.mark.parametrize("marked", [False, True])
def test_an_english_card_is_read_without_the_disclaimer_below_it(marked):
    words = "The board does not start.\n\n"
    found = (
        read_signature(words, f"Best regards,\n\n{ENGLISH}") if marked else read_signature(words + ENGLISH)
    )
    assert found.values == {
        "name": ["Lena Torres"],
        "title": ["Senior Buyer"],
        "department": ["Procurement Department"],
        "organisation": ["Northwind Instruments Ltd."],
        "phone": ["+44 20 7946 0123"],
        "mobile": ["+44 7700 900123"],
        "fax": ["+44 20 7946 0124"],
        "address": ["12 Harbour Road, Bristol BS1 4DJ, United Kingdom"],
        "mail": ["lena@northwind.example"],
        "website": ["www.northwind.example"],
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("张伟 13800138000 蓝天电子采购部", "name mobile organisation department"),
        ("张伟 | 采购经理 | 蓝天电子", "name title organisation"),
        ("张伟经理", "name title"),
        ("商务经理", "title"),
        ("采购部经理", "title"),
        ("總經理　王芳", "title name"),
        ("手机/微信：13800138000", "mobile"),
        ("Tel/Fax: 0755-26001234", "phone fax"),
        ("行動電話：+886 912 345 678", "mobile"),
        ("Lena Torres, Senior Buyer", "name title"),
        ("Leiter Einkauf", "title"),
        ("Müller Gerätebau GmbH & Co. KG", "organisation"),
        ("Amberbay Marine Ltda.", "organisation"),
        ("Musterstraße 12, 70173 Stuttgart", "address"),
        ("Direct: +49 711 123456-12", "direct"),
        ("Mobile: +86-138-0013-8000 (WeChat)", "mobile"),
        ("QQ：123456789", ""),
    ],
)
def test_a_line_tells_its_fields(line, said):
    assert " ".join(one.field for one in read_line(line)) == said


@pytest.mark.parametrize(
    "text",
    [
        "请联系我们的王经理，电话 13900139000。谢谢！",
        "请打我的手机 13800138000",
        "The right address is\n12 Harbour Road, Bristol BS1 4DJ\nMobile: +44 7700 900123",
        "I talked to Lena Torres, Senior Buyer",
        "数量：500\n单价 12.5 元\n交货日期：2026-12-01",
        "谢谢\n\n发自我的 iPhone",
        "Best regards",
        "",
    ],
)
def test_words_and_lists_are_no_signature(text):
    assert read_signature(text) is None


def test_our_own_signature_in_a_quote_without_marks_is_nobodys():
    ours = {"hotline 400 800 1234"}
    assert read_signature("Thanks\n\nOur Agent\nHotline 400 800 1234\nMobile: 13800138000", ours=ours) is None


@pytest.mark.parametrize("begin", ["On behalf of David Chen\n\n", "代发\n\n"])
def test_who_signs_for_somebody_else_says_so(begin):
    text = f"Please call.\n\n{begin}David Chen\nGeneral Manager\nMobile: +86 13900139000"
    assert read_signature(text).for_another
    assert not read_signature(text.replace(begin, "")).for_another


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张伟", "Zhang Wei", True),
        ("張偉", "张伟", True),
        ("zhang.wei", "张伟", True),
        ("Lena", "Lena Torres", True),
        ("Torres, Lena", "Lena Torres", True),
        ("张工", "张伟", True),
        ("王芳 Fang Wang", "Fang Wang", True),
        ("李雷", "李磊", False),
        ("李雷", "韩梅梅", False),
        ("David Chen", "Lily Wang", False),
        ("", "张伟", False),
    ],
)
def test_names_of_one_person_agree_in_both_scripts(one, other, same):
    assert agrees(one, other) is same
    assert agrees(other, one) is same


@pytest.mark.parametrize("between", [" / ", "   / ", " , ", " ( ", " 、 "])
def test_labels_one_after_another_keep_nobody_busy(between):
    assert read_line(between.join(["tel"] * 60)[:195]) == ()


def test_the_longest_mails_take_no_longer():
    rubbish = "电话" * 50_000 + "\n" + "a.b@" * 20_000 + "\n" + "(((((" * 10_000
    assert read_signature(rubbish, rubbish) is None

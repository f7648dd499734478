"""What the reader knows already is folded away, in the forms of the mail programs of our customers."""

import time

import pytest

from zhiji.channels.mail.quoting import fold

NEW = "板子收到了，谢谢。\n还有一个问题。"

QUOTES = {
    "gmail": "On Mon, Nov 2, 2026 at 3:00 PM Service <service@crm.example>\nwrote:\n\n> old words\n> more",
    "gmail in Chinese": "客服 <service@crm.example> 于2026年11月2日周一 15:00写道：\n\n> 旧的内容",
    "apple": "> 在 2026年11月2日，下午3:00，客服 <service@crm.example> 写道：\n> \n> 旧的内容",
    "apple, not marked": "在 2026年11月2日，下午3:00，客服 <service@crm.example> 写道：\n\n旧的内容",
    "outlook": "From: Service <service@crm.example>\nSent: Monday, November 2, 2026 3:00 PM\nTo: Li\n"
    "Subject: x\n\nold",
    "outlook in Chinese": "________________________________\n发件人: 客服 <service@crm.example>\n发送时间: "
    "2026年11月2日\n收件人: 李雷\n主题: x\n\n旧",
    "outlook, starred": "*发件人:* 客服\n*发送时间:* 2026年11月2日\n\n旧",
    "foxmail": "发件人： 客服\n发送时间： 2026-11-02 15:00\n收件人： 李雷\n主题： x\n旧的内容",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "客服" <service@crm.example>;\n旧的内容',
    "163": '在 2026-11-02 15:00:00，"客服" <service@crm.example> 写道：\n旧的内容',
    "163, English": 'At 2026-11-02 15:00:00, "service" <service@crm.example> wrote:\n>old',
    "netease on a phone": "---- 回复的原邮件 ----\n| 发件人 | 客服 |\n| 日期 | 2026年11月2日 |\n旧的内容",
    "dashes": "-----原始邮件-----\n旧",
    "original message": "-----Original Message-----\nFrom: x\nold",
    "traditional": "寄件者: 客服\n寄件日期: 2026年11月2日\n收件者: 李\n主旨: x\n舊",
    "german": "Am 02.11.2026 um 15:00 schrieb Service:\n> alt",
    "french": "Le lun. 2 nov. 2026 à 15:00, Service <service@crm.example> a écrit :\n> vieux",
    "polish": "W dniu 02.11.2026 o 15:00, Service pisze:\n> stare",
    "only marked": "> old words\n> more old words",
}


@pytest.mark.parametrize("program", QUOTES)
def test_quotes_are_folded(program):
    folded = fold(f"{NEW}\n\n{QUOTES[program]}\n")
    assert folded.visible == NEW
    assert folded.quoted == QUOTES[program].strip()


SIGNATURES = [
    "-- \n李雷\n蓝天电子\n+86 755 1234",
    "--\nLi Lei",
    "发自我的 iPhone",
    "发自我的华为手机",
    "从 Windows 版邮件发送",
    "获取 Outlook for iOS",
    "Sent from my iPhone",
    "Best regards,\nLi Lei\nLantian Electronics",
    "此致\n敬礼\n李雷",
    "顺祝商祺！\n李雷",
    "| |\n李雷\n|\n|\nlilei@163.example\n|\n签名由 网易邮箱大师 定制",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures_are_folded(signature):
    folded = fold(f"{NEW}\n\n{signature}\n\n{QUOTES['qq']}")
    assert folded.visible.startswith(NEW)
    assert folded.signature.endswith(signature.split("\n")[-1])
    assert "iPhone" not in folded.visible
    assert folded.quoted == QUOTES["qq"]


def test_answers_between_quoted_lines_stay_in_sight():
    text = "On 2 Nov 2026, Service wrote:\n> first?\nyes\n> second?\nno\n> bye"
    folded = fold(text)
    assert "yes" in folded.visible
    assert "> second?" in folded.visible
    assert folded.quoted == "> bye"


def test_an_answer_below_the_quote_is_what_was_written():
    assert fold("On 2 Nov 2026, Service wrote:\n> first?\n\nthe answer").visible == "the answer"


def test_a_mail_that_only_passes_another_on_stays_whole():
    text = "---------- Forwarded message ---------\nFrom: x <x@y.example>\nDate: today\n\ncontent"
    assert fold(text).visible == text


def test_ordinary_words_are_not_taken_for_quotes():
    for text in (
        "From: our warehouse we ship daily.",
        "He wrote:\nit works",
        "- one\n- two\n- three",
        "The list:\n\n- PCB A1\n- PCB A2\n\nThanks",
        "在附件里我写道：请看",
        "时间：明天下午\n地点：深圳",
        "订单号 20261102-3:\n请查",
    ):
        assert fold(text).visible == text
        assert fold(text).quoted == ""


def test_time_grows_with_length_only():
    line = "On 2026 "
    hostile = [
        line * 50_000,
        (line + "\n") * 50_000,
        ">\n" * 100_000,
        "> " * 100_000,
        "\n" * 200_000,
        "-\n" * 100_000,
    ]
    hostile += [
        "From: x\n" * 50_000,
        " \n" * 100_000,
        ">a\nb\n" * 50_000,
        "在\n" * 100_000,
        "1:\n" * 100_000,
        "|" * 200_000,
    ]
    hostile += ["12345678 :\n" + "On " * 3000, "1 wrote:" * 20_000, "12345678901:\n" + "From: 1\n" * 500]
    for text in hostile:
        began = time.process_time()
        fold(text)
        assert time.process_time() - began < 2, text[:12]

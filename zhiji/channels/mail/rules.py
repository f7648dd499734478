"""Which mails are written by machines, and how an answer is headed."""

import re

from zhiji.channels.mail.headers import Headers
from zhiji.channels.mail.parsed import Automatic

OWN_MARK = "x-zhiji-origin"
MOST_REFERENCES = 20
_ROBOTS = re.compile(
    r"^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?|double-bounce|mailerdaemon)([+=-].*)?@", re.I
)
_NO_REPLY = re.compile(r"^(no-?reply|do-?not-?reply|noresponse|null)([+=-].*)?@", re.I)
_BOUNCE_SUBJECT = re.compile(
    r"^\s*(undeliver(ed|able)|delivery (status notification|failure|has failed)|failure notice|"
    r"mail delivery (failed|system|subsystem|failure)|returned mail|message not delivered|"
    r"delayed mail|warning: (could not send|message .{1,40} delayed)|unzustellbar|"
    r"系统退信|系統退信|退信(通知)?|未送达|无法投递|無法投遞|未能?(成功)?(投递|送达|传递)|无法送达|無法傳遞|"
    r"来自\S{1,40}的退信|投递失败|邮件(发送|投递)失败|郵件(發送|傳送)失敗|寄送失敗|无法传递)",
    re.I,
)
_AUTO_SUBJECT = re.compile(
    r"^\s*(auto(matic)?[ -]?(re(ply|sponse)|mated reply|answer)|autoreply|autoresponder|out of (the )?office|"
    r"automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|"
    r"自动回复|自動回覆|自动答复|自動回復|自動回應|自动应答|自動応答|不在办公室|外出(自动)?回复|休假自动)",
    re.I,
)
_PERMANENT = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b|\b55[0-4]\b")


def recognise_automatic(
    headers: Headers,
    *,
    subject: str,
    from_address: str,
    content_type: str,
    report_type: str,
    own_mark: str = "",
    null_sender: bool = False,
) -> Automatic:
    """Says whether a mail was written by a machine, so that nobody answers it by itself.

    Arguments: the mail's headers; subject and sender in readable form; content_type and report-type of the
    whole mail in small letters; own_mark, the mark this installation puts on all that it sends, empty when
    not known; null_sender, whether the envelope named no sender.
    Source: RFC 3834 (automatic answers), RFC 3464 (reports), RFC 2919 (lists), habits of QQ and Exchange.
    """
    if own_mark and headers.line(OWN_MARK).strip() == own_mark:
        return Automatic.OWN
    nobody = null_sender or headers.line("return-path").strip() == "<>" or bool(_ROBOTS.match(from_address))
    submitted = headers.line("auto-submitted").split(";")[0].strip().lower()
    is_report = content_type == "multipart/report" and report_type == "delivery-status"
    is_returned = (nobody or not from_address) and bool(_BOUNCE_SUBJECT.match(subject))
    if is_report or is_returned or "x-failed-recipients" in headers:
        return Automatic.BOUNCE
    if report_type == "disposition-notification" or submitted not in {"", "no"}:
        return Automatic.AUTO_REPLY
    if nobody or _NO_REPLY.match(from_address) or _is_auto_reply(headers, subject):
        return Automatic.AUTO_REPLY
    return Automatic.LIST if _is_list(headers) else Automatic.NONE


def _is_auto_reply(headers: Headers, subject: str) -> bool:
    if any(name in headers for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply")):
        return True
    if headers.line("precedence").strip().lower() in {"auto_reply", "auto-reply"}:
        return True
    # X-Auto-Response-Suppress does not count: Outlook sets it on what people write, too.
    return bool(_AUTO_SUBJECT.match(subject))


def _is_list(headers: Headers) -> bool:
    if any(name in headers for name in ("list-id", "list-post", "list-unsubscribe", "feedback-id")):
        return True
    return headers.line("precedence").strip().lower() in {"bulk", "list", "junk"}


def may_answer_by_itself(automatic: Automatic, headers_suppress: str = "") -> bool:
    """Whether an automatic answer (such as "we got your mail") may go to a mail.

    Arguments: what kind of automatic mail it is; its X-Auto-Response-Suppress line, empty when there is none.
    """
    wishes = {wish.strip().lower() for wish in headers_suppress.split(",")}
    return automatic is Automatic.NONE and not wishes & {"all", "autoreply", "oof"}


def is_permanent_failure(status: str, diagnostic: str) -> bool:
    """Whether a delivery report means that the address will never work (5.x.x), not only today (4.x.x)."""
    if status[:1] in {"4", "5"} and status[1:2] == ".":
        return status.startswith("5")
    return bool(_PERMANENT.search(diagnostic))


_REPLY_MARK = re.compile(
    r"^\s*(?:re|fw|fwd|aw|wg|sv|vs|antw|antwort|res|rif|回复|回覆|答复|答覆|转发|轉發|轉寄|转寄)"
    r"\s*(?:[\[(（]\d{1,3}[\])）]|\^\d{1,3})?\s*[:：]\s*",
    re.I,
)


def bare_subject(subject: str) -> str:
    """A subject without the "Re:", "回复：", "Fwd:" before it, however many there are."""
    for _ in range(50):
        match = _REPLY_MARK.match(subject)
        if not match:
            break
        subject = subject[match.end() :]
    return subject.strip()


def reply_subject(subject: str, language: str = "") -> str:
    """The subject of an answer: one "Re: " (or "回复：" in Chinese) before it, never two."""
    return ("回复：" if language.lower().startswith("zh") else "Re: ") + bare_subject(subject)


def reference_chain(parent_references: tuple[str, ...], parent_id: str) -> tuple[str, ...]:
    """Message numbers for the References line of an answer: the first one and the latest."""
    chain = tuple(dict.fromkeys((*parent_references, parent_id) if parent_id else parent_references))
    if len(chain) <= MOST_REFERENCES:
        return chain
    return (chain[0], *chain[-(MOST_REFERENCES - 1) :])

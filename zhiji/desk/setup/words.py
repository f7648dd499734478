"""Rights, acts and kinds of record in people's words; a test fails for one that has none."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.numbering.models import Numbered

# Kinds of record that rights are about, and what may be done with them.
KINDS: dict[str, Any] = {
    "setup": _("Settings of Zhiji"),
    "audit": _("Who did what"),
    "job": _("Background jobs"),
    "lead": _("Leads"),
    "case": _("Cases"),
    "conversation": _("Conversations"),
    "inbox_item": _("What came in"),
    "customer": _("Customers"),
    "list": _("Lists"),
    "note": _("Notes"),
    "permission": _("Permissions"),
    "privacy": _("Requests about one's own data"),
    "match": _("Duplicates"),
    "source": _("Sources"),
    "import": _("Imports"),
    "field": _("Fields of one's own"),
}
VERBS: dict[str, Any] = {
    "view": _("see"),
    "add": _("add"),
    "change": _("change"),
    "assign": _("assign"),
    "send": _("write to customers"),
    "request": _("take in requests"),
    "erase": _("erase"),
    "export": _("take away as a file"),
    "merge": _("merge and undo merges"),
    "review": _("decide about duplicates"),
    "set": _("set up"),
    "note": _("write down"),
    "run": _("carry out"),
}

# What somebody did, as one reads it behind their name; act → words.
ACTS: dict[str, Any] = {
    "add_contact_point": _("added a way to reach a customer"),
    "add_customer": _("added a customer"),
    "add_lead": _("added a lead"),
    "add_lead_for_person": _("added a lead for somebody typed in"),
    "add_note": _("wrote a note"),
    "add_role": _("added a role"),
    "add_team": _("added a team"),
    "add_user": _("added a member of staff"),
    "arrange_panels": _("set the order of panels"),
    "assign_case": _("assigned a case"),
    "assign_conversation": _("assigned a conversation"),
    "assign_customer": _("assigned a customer"),
    "assign_customers": _("assigned many customers"),
    "assign_lead": _("assigned a lead"),
    "cancel_message": _("called a message back"),
    "categorise_customers": _("set the category of many customers"),
    "change_case": _("changed a case"),
    "change_customer": _("changed a customer"),
    "change_lead": _("changed a lead"),
    "change_profile": _("changed their own settings"),
    "change_user": _("changed a member of staff"),
    "choose_notifications": _("chose what to be told"),
    "close_conversation": _("closed a conversation"),
    "delete_view": _("removed a saved view"),
    "forget_lists": _("removed old files of lists"),
    "move_claim_mark": _("read signatures and web forms"),
    "forget_traffic": _("forgot old counts of web forms"),
    "index_object": _("made a record findable"),
    "keep": _("kept what came in"),
    "know_customer": _("found out who a customer is"),
    "link_person": _("noted whom a person works for"),
    "ask_later": _("put a question to a customer off"),
    "ask_after_all": _("brought a question to a customer back"),
    "mark_point": _("noted whether a customer's number or address works"),
    "note_reached": _("noted which addresses customers wrote from"),
    "note_quality_day": _("noted the day's quality of data"),
    "reckon_quality": _("reckoned the quality of data"),
    "keep_quality": _("reckoned the quality of data"),
    "move_quality_mark": _("reckoned the quality of data"),
    "note_answer": _("noted a customer's answer"),
    "confirm_answer": _("noted that a value is still right"),
    "choose_answer": _("took the value that a customer said is right"),
    "mark_contact_point": _("noted whether a contact point works"),
    "mark_read": _("read a conversation"),
    "move_lead": _("moved a lead to another state"),
    "note_case_answered": _("noted that a case was answered"),
    "fill_customers": _("filled in a field of many customers"),
    "follow_merges": _("brought references to merged customers up to date"),
    "note_export": _("took a list away as a file"),
    "note_customer_returned": _("noted that the customer wrote again"),
    "note_in_conversation": _("wrote a note in a conversation"),
    "note_lead_answered": _("noted that a lead was answered"),
    "note_mailbox_error": _("noted a mailbox that can't be read"),
    "note_mailbox_seen": _("read a mailbox"),
    "note_permission": _("noted a permission"),
    "open_case": _("opened a case"),
    "open_case_for_person": _("opened a case for somebody typed in"),
    "put_back": _("put conversations back as they were"),
    "read_notifications": _("read notices"),
    "receive_submission": _("took in a web form"),
    "remove_contact_point": _("removed a way to reach a customer"),
    "remove_note": _("removed a note"),
    "rename_team": _("renamed or moved a team"),
    "rename_view": _("renamed a saved view"),
    "reopen_conversation": _("opened a conversation again"),
    "reply": _("answered a customer"),
    "restore_contact_point": _("brought a way to reach a customer back"),
    "restore_note": _("brought a note back"),
    "retry_failed_items": _("let all that failed be read again"),
    "retry_handler": _("let a process run again"),
    "retry_item": _("let something that failed be read again"),
    "retry_message": _("tried to send a message again"),
    "save_line": _("added or changed a line"),
    "save_view": _("saved a view"),
    "save_web_form": _("added or changed a web form"),
    "set_case_state": _("moved a case to another state"),
    "set_grants": _("changed what a role may do"),
    "set_password": _("set a password"),
    "snooze_conversation": _("snoozed a conversation"),
    "switch_module": _("switched a module on or off"),
    "take_back_customers": _("took changes of many customers back"),
    "undo_case_acts": _("took changes of cases back"),
    "undo_lead_acts": _("took changes of leads back"),
    "unindex_object": _("made a record no longer findable"),
    "unlink_person": _("noted that a person left a role"),
    "update_view": _("changed a saved view"),
    "wake_snoozed": _("brought snoozed conversations back"),
    "write_to_customer": _("wrote to a customer"),
    "record_contact": _("recorded a contact"),
    "fill_demo_company": _("filled in the demo company"),
    "merge_customers": _("merged two customers"),
    "unmerge": _("undid a merge"),
    "restore_role": _("gave a person a role back"),
    "note_imported_permissions": _("noted permissions of a list"),
    "permissions_after_merge": _("joined the permissions of merged customers"),
    "permissions_after_unmerge": _("parted the permissions of an undone merge"),
    "restrict_customer": _("let a customer's data rest"),
    "lift_restriction": _("ended the rest of a customer's data"),
    "suppress": _("noted who must not be written to"),
    "claim_touch": _("counted a message towards the caps"),
    "release_touch": _("took a message out of the caps"),
    "add_privacy_request": _("noted a request about one's own data"),
    "settle_privacy_request": _("settled a request about one's own data"),
    "rest_on_request": _("let data rest on request"),
    "end_rest": _("let data be used again"),
    "start_work": _("began a copy or an erasure"),
    "erase_some": _("erased data of a person"),
    "erase_again": _("took an erasure up again"),
    "make_copy": _("made a copy of a person's data"),
    "note_failure": _("noted that a copy or an erasure stopped"),
    "forget_copies": _("removed old copies of data"),
    "note_claims": _("noted what a source says"),
    "set_identifier": _("noted a customer's identity number"),
    "remove_identifier": _("removed a customer's identity number"),
    "choose_value": _("chose which value counts"),
    "take_back_claims": _("took back what a source said"),
    "take_back_change": _("took a change of a customer back"),
    "reweigh_customers": _("weighed what sources say anew"),
    "define_field": _("added a field of one's own"),
    "change_field": _("changed a field of one's own"),
    "order_fields": _("set the order of fields"),
    "place_field": _("placed a field on a team's pages"),
    "retire_field": _("took a field out of use"),
    "restore_field": _("brought a field back into use"),
    "save_source": _("added or changed a source"),
    "save_survivorship": _("set how a field's value is chosen"),
    "reset_survivorship": _("reset how a field's value is chosen"),
    "add_source": _("added a source"),
    "begin_import": _("took a list in hand"),
    "lay_out_import": _("set how a list is read"),
    "map_import": _("said what a list's columns mean"),
    "check_import": _("tried a list out"),
    "start_import": _("began to bring a list in"),
    "pause_import": _("paused an import"),
    "resume_import": _("went on with an import"),
    "undo_import": _("took an import back"),
    "drop_import": _("put a list away"),
    "add_holiday": _("added a holiday"),
    "begin_request": _("began what somebody asked about their own data"),
    "fill_holidays": _("entered public holidays"),
    "remove_holiday": _("took a holiday away"),
    "set_contact_rule": _("set how often customers are written to"),
    "set_quiet_time": _("set the quiet hours"),
    "end_privacy_request": _("settled a request about somebody's own data"),
    "propose_pairs": _("asked about pairs of customers"),
    "answer_pair": _("decided about a pair of customers"),
    "take_back_answer": _("took an answer about a pair back"),
    "set_thresholds": _("set from where customers are merged"),
    "adopt_thresholds": _("took over where customers are one from a look through all"),
    "move_arrival_mark": _("noted which new customers were compared"),
}

# Kinds of record that acts touch; those without a word here go by their model's own name.
RECORDS: dict[str, Any] = {
    "customers.customer": _("customer"),
    "customers.contactpoint": _("contact point"),
    "customers.affiliation": _("affiliation"),
    "customers.permission": _("permission"),
    "customers.timelineentry": _("entry"),
    "channels.conversation": _("conversation"),
    "channels.message": _("message"),
    "channels.line": _("line"),
    "channels.inboxitem": _("what came in"),
    "channels.webform": _("web form"),
    "sales.lead": _("lead"),
    "service.case": _("case"),
    "kernel.user": _("member of staff"),
    "kernel.team": _("team"),
    "kernel.role": _("role"),
    "kernel.delivery": _("process"),
    "ui.savedview": _("saved view"),
}


def act_words(name: str) -> str:
    """Says what an act did; one that Zhiji no longer knows goes by its name, with spaces."""
    return str(ACTS.get(name) or name.replace("_", " "))


def acts_called(words: str) -> list[str]:
    """Lists the acts whose words, in the reader's language, or whose name has the typed words."""
    asked = words.casefold()
    return [name for name, said in ACTS.items() if asked in str(said).casefold() or asked in name]


def record_words(entry: AuditEntry) -> str:
    """Names the record that an act touched: its kind, and the number by which people call it."""
    if not entry.object_type:
        return ""
    try:
        model = apps.get_model(entry.object_type)
    except LookupError:
        return f"{entry.object_type} {entry.object_id or ''}".strip()
    kind = RECORDS.get(entry.object_type) or model._meta.verbose_name
    if entry.object_id is None:
        return str(kind)
    number = model(pk=entry.object_id).number if issubclass(model, Numbered) else str(entry.object_id)
    return f"{kind} {number}"

from django.urls import path

from zhiji.desk.inbox.views import conversation, files, listing, trouble

urlpatterns = [
    path("", listing.inbox, name="inbox"),
    path("people", listing.people, name="inbox_people"),
    path("several", listing.several, name="inbox_several"),
    path("undo", listing.undo, name="inbox_undo"),
    path("failed", trouble.failed, name="inbox_failed"),
    path("failed/retry", trouble.retry_all, name="inbox_retry_all"),
    path("failed/<int:key>/retry", trouble.retry_one, name="inbox_retry"),
    path("failed/<int:key>/raw", files.kept, name="inbox_kept"),
    path("failed/handlers", trouble.handlers, name="inbox_handlers"),
    path("failed/handlers/<int:key>/retry", trouble.retry_one_handler, name="inbox_retry_handler"),
    path("outgoing", trouble.going_out, name="inbox_outgoing"),
    path("files/<int:key>", files.file, name="message_file"),
    path("messages/<int:key>", conversation.message, name="message"),
    path("messages/<int:key>/html", files.html, name="message_html"),
    path("messages/<int:key>/raw", files.raw, name="message_raw"),
    path("messages/<int:key>/cancel", conversation.cancel, name="message_cancel"),
    path("messages/<int:key>/retry", conversation.retry, name="message_retry"),
    path("<int:key>", conversation.conversation, name="conversation"),
    path("<int:key>/write", conversation.write, name="conversation_write"),
    path("<int:key>/assign", conversation.assign, name="conversation_assign"),
    path("<int:key>/snooze", conversation.snooze, name="conversation_snooze"),
    path("<int:key>/close", conversation.close, name="conversation_close"),
    path("<int:key>/reopen", conversation.reopen, name="conversation_reopen"),
    path("<int:key>/presence", conversation.presence, name="conversation_presence"),
]

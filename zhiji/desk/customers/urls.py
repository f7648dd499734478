from django.urls import path

from zhiji.desk.customers.views import changing, listing, points, record, roles, writing

urlpatterns = [
    path("", listing.customers, name="customers"),
    path("new", changing.new_customer, name="new_customer"),
    path("pick/<str:kind>", listing.pick, name="pick_customer"),
    path("back/job/<slug:slug>", listing.take_back_job, name="take_back_job"),
    path("back/<int:first>-<int:last>", listing.take_back, name="take_back_customers"),
    path("<int:key>", record.customer, name="customer"),
    path("<int:key>/who", record.who, name="customer_who"),
    path("<int:key>/timeline", record.timeline, name="customer_timeline"),
    path("<int:key>/panels", record.panels, name="customer_panels"),
    path("<int:key>/edit", changing.edit, name="edit_customer"),
    path("<int:key>/assign", changing.assign, name="assign_customer"),
    path("<int:key>/take", changing.take, name="take_customer"),
    path("<int:key>/reply", writing.send_reply, name="reply_to_customer"),
    path("<int:key>/mail", writing.send_mail, name="mail_to_customer"),
    path("<int:key>/note", writing.write_note, name="note_on_customer"),
    path("messages/<int:key>/cancel", writing.call_back, name="cancel_customer_message"),
    path("notes/<int:key>/remove", writing.drop_note, name="remove_note"),
    path("notes/<int:key>/restore", writing.bring_note_back, name="restore_note"),
    path("<int:key>/points", points.add, name="add_point"),
    path("points/<int:key>/remove", points.remove, name="remove_point"),
    path("points/<int:key>/restore", points.restore, name="restore_point"),
    path("<int:key>/roles", roles.add, name="add_role"),
    path("roles/<int:key>/end", roles.end, name="end_role"),
    path("roles/<int:key>/restore", roles.restore, name="restore_role"),
    path("<str:number>", record.by_number, name="customer_by_number"),
]

from django.urls import path

from zhiji.desk.permission import views

urlpatterns = [
    path("customers/<int:key>/permissions", views.ledger, name="customer_permissions"),
    path("customers/<int:key>/permissions/note", views.note, name="note_permission"),
    path("customers/<int:key>/permissions/<int:line>/proof", views.proof, name="permission_proof"),
    path("customers/<int:key>/permissions/zone", views.zone, name="customer_zone"),
    path("customers/<int:key>/permissions/lift", views.lift, name="lift_restriction"),
    path("setup/contact", views.rules, name="contact_rules"),
    path("setup/contact/rules", views.save_rules, name="save_contact_rules"),
    path("setup/contact/quiet", views.save_quiet, name="save_quiet_time"),
    path("setup/contact/holidays", views.save_holiday, name="add_holiday"),
    path("setup/contact/holidays/fill", views.fill, name="fill_holidays"),
    path("setup/contact/holidays/<int:key>/remove", views.drop_holiday, name="remove_holiday"),
]

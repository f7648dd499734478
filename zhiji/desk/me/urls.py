from django.urls import path

from zhiji.desk.me import views

urlpatterns = [
    path("me", views.profile, name="profile"),
    path("me/notifications", views.notification_choices, name="notification_choices"),
    path("notifications", views.notifications, name="notifications"),
    path("notifications/read", views.read_all, name="read_notifications"),
    path("notifications/<int:key>", views.open_notice, name="open_notice"),
]

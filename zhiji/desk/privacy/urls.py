from django.urls import path

from zhiji.desk.privacy import views

urlpatterns = [
    path("privacy", views.requests, name="privacy"),
    path("privacy/<int:key>", views.one, name="privacy_request"),
    path("privacy/<int:key>/begin", views.begin, name="begin_privacy_request"),
    path("privacy/<int:key>/settle", views.settle, name="settle_privacy_request"),
    path("privacy/<int:key>/copy", views.copy, name="privacy_copy"),
    path("customers/<int:key>/privacy", views.new, name="new_privacy_request"),
]

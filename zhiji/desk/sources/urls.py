from django.urls import path

from zhiji.desk.sources import views

urlpatterns = [
    path("", views.sources, name="sources"),
    path("new", views.edit_source, name="new_source"),
    path("<int:key>", views.edit_source, name="source"),
    path("<int:key>/count", views.counts, name="source_count"),
    path("conflicts", views.conflicts, name="conflicts"),
    path("conflicts/<int:key>", views.customer_conflicts, name="customer_conflicts"),
    path("survivorship", views.survivorship, name="survivorship"),
    path("survivorship/<str:field>", views.edit_survivorship, name="edit_survivorship"),
    path("survivorship/<str:field>/reset", views.reset, name="reset_survivorship"),
]

from django.urls import path

from zhiji.ui import views

urlpatterns = [
    path("ui/counts", views.nav_counts, name="nav_counts"),
    path("ui/panels/<str:place>", views.panel_order, name="panel_order"),
]

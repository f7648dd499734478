from django.urls import path

from zhiji.desk.setup import views

urlpatterns = [
    path("", views.overview, name="setup"),
    path("modules/<str:slug>", views.switch, name="setup_switch"),
    path("staff", views.staff, name="setup_staff"),
    path("staff/new", views.edit_user, name="setup_new_user"),
    path("staff/<int:key>", views.edit_user, name="setup_user"),
    path("teams/new", views.edit_team, name="setup_new_team"),
    path("teams/<int:key>", views.edit_team, name="setup_team"),
    path("roles", views.roles, name="setup_roles"),
    path("roles/new", views.new_role, name="setup_new_role"),
    path("roles/<int:key>", views.role, name="setup_role"),
    path("lines", views.lines, name="setup_lines"),
    path("lines/new", views.edit_line, name="setup_new_line"),
    path("lines/<int:key>", views.edit_line, name="setup_line"),
    path("audit", views.audit, name="setup_audit"),
]

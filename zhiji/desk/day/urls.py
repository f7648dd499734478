from django.urls import path

from zhiji.desk.day import views

urlpatterns = [
    path("", views.day, name="day"),
    path("day/waiting", views.waiting, name="day_waiting"),
    path("day/work", views.work, name="day_work"),
    path("day/chart", views.chart, name="day_chart"),
    path("day/notices/read", views.read_notices, name="day_read_notices"),
]

from django.urls import path

from zhiji.customers.choosing.views import choices
from zhiji.service.cases import views

urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("new", views.case_new, name="case_new"),
    path("customers", choices, name="case_customers"),
    path("undo", views.case_undo, name="case_undo"),
    path("<int:case_id>", views.case_page, name="case_page"),
    path("<int:case_id>/edit", views.case_edit, name="case_edit"),
    path("<int:case_id>/state", views.case_state, name="case_state"),
    path("<int:case_id>/assign", views.case_assign, name="case_assign"),
    path("<int:case_id>/reply", views.case_reply, name="case_reply"),
    path("<int:case_id>/unsend/<int:message_id>", views.case_unsend, name="case_unsend"),
]

from django.urls import path

from zhiji.customers.choosing.views import choices
from zhiji.sales.leads import views

urlpatterns = [
    path("", views.lead_list, name="lead_list"),
    path("new", views.lead_new, name="lead_new"),
    path("customers", choices, name="lead_customers"),
    path("undo", views.lead_undo, name="lead_undo"),
    path("<int:lead_id>", views.lead_page, name="lead_page"),
    path("<int:lead_id>/edit", views.lead_edit, name="lead_edit"),
    path("<int:lead_id>/state", views.lead_state, name="lead_state"),
    path("<int:lead_id>/give-up", views.lead_give_up, name="lead_give_up"),
    path("<int:lead_id>/assign", views.lead_assign, name="lead_assign"),
    path("<int:lead_id>/reply", views.lead_reply, name="lead_reply"),
    path("<int:lead_id>/unsend/<int:message_id>", views.lead_unsend, name="lead_unsend"),
]

from django.urls import path

from zhiji.desk.fields import views

urlpatterns = [
    path("setup/fields", views.own_fields, name="own_fields"),
    path("setup/fields/new", views.new_field, name="new_own_field"),
    path("setup/fields/<int:key>", views.edit_field, name="own_field"),
    path("setup/fields/<int:key>/retire", views.retire, name="retire_own_field"),
    path("setup/fields/<int:key>/restore", views.restore, name="restore_own_field"),
    path("setup/fields/order", views.order, name="order_own_fields"),
    path("customers/<int:key>/own/<int:field>", views.customer_file, name="customer_own_file"),
    path("customers/<int:key>/own", views.customer_values, name="customer_own_fields"),
]

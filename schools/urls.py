from django.urls import path

from schools.views import account, card, headcounts, login, people, room, roster, staff

app_name = "schools"
urlpatterns = [
    path("login/", login.login, name="login"),
    path("login/first/", login.first, name="first"),
    path("logout", login.log_out, name="logout"),
    path("logout/everywhere", login.log_out_everywhere, name="logout_everywhere"),
    path("card/", card.card, name="card"),
    path("card/qr", card.card_qr, name="card_qr"),
    path("room/", room.room, name="room"),
    path("room/login", room.room_login, name="room_login"),
    path("room/close", room.room_close, name="room_close"),
    path("account/", account.account, name="account"),
    path("people/", people.people, name="people"),
    path("people/import/", roster.roster, name="import"),
    path("people/import/confirm", roster.roster_confirm, name="import_confirm"),
    path("people/classes/<int:class_id>/", people.school_class, name="class"),
    path("people/classes/<int:class_id>/cards/", people.cards, name="cards"),
    path("people/pupils/<int:pupil_id>/card/open", people.card_open, name="card_open"),
    path("people/staff/", staff.staff, name="staff"),
    path("people/staff/<int:user_id>/reset", staff.staff_reset, name="staff_reset"),
    path("people/staff/<int:user_id>/active", staff.staff_active, name="staff_active"),
    path("people/headcounts/", headcounts.headcounts, name="headcounts"),
]

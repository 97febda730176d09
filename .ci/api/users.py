"""Users: every operation, as its administrator, the user, somebody else and nobody."""

from checks import ADMIN, PASSWORD, Caller, admin, allowed, check, make_user, nobody
from checks import number_in, refused, registry_status, run
from harbor_client import PasswordReq, UserCreationReq, UserProfile, UserSysAdminFlag

anna_id, anna = make_user("anna")
bert_id, bert = make_user("bert")


def request(name, password=PASSWORD, email=None):
    return UserCreationReq(
        username=name, password=password, realname=name, email=email or name + "@example.com"
    )


@check
def a_user_is_made_read_and_removed_by_an_administrator():
    made = allowed(admin.user.create_user, request("carla"))
    assert made.status_code == 201
    number = number_in(made)
    assert admin.user.get_user(number).username == "carla"
    assert allowed(admin.user.delete_user, number).status_code == 200
    refused(404, admin.user.get_user, number)


@check
def a_name_and_an_address_are_given_once():
    refused(409, admin.user.create_user, request("anna", email="other@example.com"))
    refused(409, admin.user.create_user, request("other", email="anna@example.com"))


@check
def a_weak_password_is_refused_and_the_message_says_the_rule():
    assert "8" in refused(400, admin.user.create_user, request("weak", password="short"))


@check
def users_are_found_in_pages():
    page = allowed(admin.user.list_users, page=1, page_size=1)
    assert int(page.headers["X-Total-Count"]) >= 2
    assert len(page.data) == 1 and 'rel="next"' in page.headers["Link"]
    assert [user.username for user in admin.user.list_users(q="username=~ann")] == ["anna"]
    assert [user.username for user in bert.user.search_users(username="ann")] == ["anna"]


@check
def a_user_knows_and_changes_themselves():
    assert anna.user.get_current_user_info().user_id == anna_id
    anna.user.update_user_profile(
        anna_id, UserProfile(email="anna@example.org", realname="Anna", comment="hello")
    )
    assert anna.user.get_user(anna_id).email == "anna@example.org"


@check
def nobody_else_reads_or_changes_a_user():
    profile = UserProfile(email="x@example.org", realname="x")
    for caller, status in ((bert, 403), (nobody, 401)):
        refused(status, caller.user.get_user, anna_id)
        refused(status, caller.user.update_user_profile, anna_id, profile)
        refused(status, caller.user.delete_user, anna_id)
        refused(status, caller.user.create_user, request("dora"))
        refused(status, caller.user.list_users)
        refused(status, caller.user.set_user_sys_admin, anna_id, UserSysAdminFlag(sysadmin_flag=True))
        refused(status, caller.user.update_user_password, anna_id, PasswordReq(new_password="New-Horse-77"))
    refused(401, nobody.user.get_current_user_info)
    refused(401, nobody.user.search_users, username="anna")


@check
def nobody_makes_themselves_administrator():
    refused(403, anna.user.set_user_sys_admin, anna_id, UserSysAdminFlag(sysadmin_flag=True))
    anna.user.update_user_profile(
        anna_id, UserProfile(email="anna@example.org", realname="Anna", comment="")
    )
    assert not anna.user.get_current_user_info().sysadmin_flag


@check
def the_right_of_an_administrator_comes_and_goes_at_once():
    refused(403, bert.user.list_users)
    admin.user.set_user_sys_admin(bert_id, UserSysAdminFlag(sysadmin_flag=True))
    assert bert.user.list_users()
    admin.user.set_user_sys_admin(bert_id, UserSysAdminFlag(sysadmin_flag=False))
    refused(403, bert.user.list_users)


@check
def a_password_is_changed_with_the_old_one():
    number, emil = make_user("emil")
    new = "Other-Horse-8"
    wrong = PasswordReq(old_password="Wrong-Horse-9", new_password=new)
    refused(403, emil.user.update_user_password, number, wrong)
    emil.user.update_user_password(number, PasswordReq(old_password=PASSWORD, new_password=new))
    refused(401, emil.user.get_current_user_info)
    assert Caller(("emil", new)).user.get_current_user_info().user_id == number
    admin.user.update_user_password(number, PasswordReq(new_password=PASSWORD))
    assert emil.user.get_current_user_info().user_id == number


@check
def a_user_logs_in_to_the_registry_with_the_same_password():
    assert registry_status("/v2/", ("anna", PASSWORD)) == 200
    assert registry_status("/v2/", ("anna", "Wrong-Horse-9")) == 401
    assert registry_status("/v2/", ADMIN) == 200


run()

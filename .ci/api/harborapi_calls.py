"""Harbor's API through harborapi, a client that others wrote by hand for Harbor.

Unlike a client made from the contract it follows `Link`, builds its own `q`, reads ids from
`Location`, and holds every answer against models of its own.
"""

import asyncio

from checks import ADMIN, PASSWORD, URL, check, run
from harborapi import HarborAsyncClient
from harborapi.exceptions import Forbidden, NotFound, StatusError, Unauthorized
from harborapi.models import Configurations, CVEAllowlist, CVEAllowlistItem, ProjectMetadata
from harborapi.models import Access, ProjectReq, RobotCreate, RobotPermission
from harborapi.models import UserCreationReq, UserProfile

ROLES = {"maintainer": 4, "developer": 2}
loop = asyncio.new_event_loop()


class Harbor:
    """harborapi as somebody, awaited."""

    def __init__(self, login):
        self._client = HarborAsyncClient(URL + "/api/v2.0", *login, max_logs=10)

    def __getattr__(self, operation):
        method = getattr(self._client, operation)
        return lambda *arguments, **named: loop.run_until_complete(method(*arguments, **named))


admin = Harbor(ADMIN)


def user(name):
    made = UserCreationReq(username=name, password=PASSWORD, realname=name, email=name + "@example.com")
    admin.create_user(made)
    return Harbor((name, PASSWORD))


def project(name, **metadata):
    made = ProjectReq(project_name=name, metadata=ProjectMetadata(**metadata))
    location = admin.create_project(made)
    assert location.endswith("/projects/" + name), location


def refused(expected, operation, *arguments, **named):
    try:
        answer = operation(*arguments, **named)
    except StatusError as failure:
        assert isinstance(failure, expected), repr(failure)
        assert failure.errors and failure.errors[0].message, repr(failure)
        return
    raise AssertionError(f"should have been refused, but: {answer}")


@check
def the_installation_is_healthy_and_says_what_it_is():
    assert admin.ping() == "Pong"
    assert admin.health_check().status == "healthy"
    assert admin.get_system_info().auth_mode == "db_auth"
    assert admin.get_system_volume_info().storage[0].total > 0
    assert admin.get_statistics().total_project_count >= 1


@check
def a_user_is_made_found_changed_and_removed():
    hanna = user("hanna")
    found = admin.get_user_by_username("hanna")
    assert hanna.get_current_user().user_id == found.user_id
    admin.update_user(found.user_id, UserProfile(email="hanna@example.org", realname="Hanna B"))
    admin.set_user_admin(found.user_id, True)
    assert hanna.get_user(found.user_id).sysadmin_flag
    admin.set_user_admin(found.user_id, False)
    refused(Forbidden, hanna.get_users)
    hanna.set_user_password(found.user_id, "Another-Horse-8", PASSWORD)
    refused(Unauthorized, hanna.get_current_user)
    assert [each.username for each in admin.get_users(query="username=~hann")] == ["hanna"]
    assert [each.username for each in admin.search_users_by_username("hanna")] == ["hanna"]
    admin.delete_user(found.user_id)
    refused(NotFound, admin.get_user, found.user_id)


@check
def a_list_is_followed_through_all_of_its_pages():
    for number in range(23):
        project(f"page-{number:02}")
    names = [each.name for each in admin.get_projects(query="name=~page-", sort="-name", page_size=5)]
    assert names == [f"page-{number:02}" for number in reversed(range(23))], names
    assert len(admin.get_projects(query="name=~page-", page_size=5, limit=7)) == 7


@check
def a_project_is_made_changed_and_deleted():
    project("hangar", public="false", auto_scan="true")
    assert admin.project_exists("hangar") and not admin.project_exists("no-hangar")
    found = admin.get_project("hangar")
    assert found.metadata.public == "false" and found.metadata.auto_scan == "true"
    allowed = CVEAllowlist(items=[CVEAllowlistItem(cve_id="CVE-2024-3094")])
    admin.update_project(
        "hangar", ProjectReq(metadata=ProjectMetadata(public="true"), cve_allowlist=allowed)
    )
    assert admin.get_project(found.project_id).cve_allowlist.items[0].cve_id == "CVE-2024-3094"
    admin.set_project_metadata("hangar", ProjectMetadata(severity="high"))
    admin.update_project_metadata_entry("hangar", "severity", {"severity": "low"})
    assert admin.get_project_metadata("hangar").severity == "low"
    assert admin.get_project_summary("hangar").repo_count == 0
    assert "hangar" in [each.name for each in admin.search("hangar").project]
    assert admin.get_project_deletable("hangar").deletable
    admin.delete_project("hangar")
    assert not admin.project_exists("hangar")


@check
def a_member_gets_a_role_another_one_and_none():
    project("crew")
    ina = user("ina")
    refused(Forbidden, ina.get_project, "crew")
    admin.add_project_member_user("crew", "ina", ROLES["developer"])
    member = next(each for each in admin.get_project_members("crew") if each.entity_name == "ina")
    assert member.role_id == ROLES["developer"] and ina.get_project("crew").name == "crew"
    admin.update_project_member_role("crew", member.id, ROLES["maintainer"])
    assert admin.get_project_member("crew", member.id).role_id == ROLES["maintainer"]
    rights = ina.get_current_user_permissions(f"/project/{ina.get_project('crew').project_id}", True)
    assert ("repository", "push") in {(right.resource, right.action) for right in rights}
    admin.remove_project_member("crew", member.id)
    refused(Forbidden, ina.get_project, "crew")


@check
def the_configuration_is_read_and_changed():
    before = admin.get_config().token_expiration
    admin.update_config(Configurations(token_expiration=45))
    assert admin.get_config().token_expiration.value == 45 and before.editable
    admin.update_config(Configurations(token_expiration=before.value))
    system = CVEAllowlist(items=[CVEAllowlistItem(cve_id="CVE-2014-0160")])
    admin.update_cve_allowlist(system)
    assert [each.cve_id for each in admin.get_cve_allowlist().items] == ["CVE-2014-0160"]


@check
def a_robot_is_made_and_logs_in_until_its_secret_changes():
    project("works")
    pull = Access(resource="repository", action="pull")
    may = RobotPermission(kind="project", namespace="works", access=[pull])
    asked = RobotCreate(name="ci", level="project", duration=30, permissions=[may])
    made = admin.create_robot(asked)
    assert made.name == "robot$works+ci" and made.secret
    robot = Harbor((made.name, made.secret))
    rights = robot.get_current_user_permissions("/project/%s" % admin.get_project("works").project_id)
    assert ("repository", "pull") in {(right.resource.split("/")[-1], right.action) for right in rights}
    found = admin.get_robot(made.id)
    assert found.permissions[0].access[0].action == "pull" and not found.disable
    number = admin.get_project("works").project_id
    listed = admin.get_robots(query=f"Level=project,ProjectID={number}")
    assert [each.name for each in listed] == [made.name]
    admin.refresh_robot_secret(made.id, "Another-Horse-9")
    refused(Unauthorized, robot.get_current_user_permissions)
    admin.delete_robot(made.id)
    refused(NotFound, admin.get_robot, made.id)


@check
def what_happened_is_in_the_audit_log():
    project("logged")
    query = {"q": "resource=logged,operation=create"}
    found = admin.get("/auditlog-exts", params=query)
    assert [each["username"] for each in found] == [ADMIN[0]], found
    assert admin.get("/projects/logged/auditlog-exts") == found
    assert admin.get_audit_logs() == []


run()

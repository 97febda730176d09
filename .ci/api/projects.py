"""Projects, their members and metadata: every operation, as each role, and each refusal."""

from checks import ADMIN, PASSWORD, Caller, admin, allowed, check, make_user, nobody
from checks import number_in, refused, registry_status, run
from harbor_client import ApiException, CVEAllowlist, CVEAllowlistItem, ProjectMember, ProjectMetadata
from harbor_client import ProjectReq, RoleRequest, UserEntity

ROLES = {"projectAdmin": 1, "developer": 2, "guest": 3, "maintainer": 4, "limitedGuest": 5}

paula_id, paula = make_user("paula")
piet_id, piet = make_user("piet")


def make_project(name, public="false", caller=admin):
    asked = ProjectReq(project_name=name, metadata=ProjectMetadata(public=public))
    return number_in(allowed(caller.project.create_project, asked))


def member(name, role):
    return ProjectMember(role_id=ROLES[role], member_user=UserEntity(username=name))


@check
def the_library_is_there_and_public():
    library = admin.project.get_project("library")
    assert library.project_id == 1 and library.metadata.public == "true"
    assert [project.name for project in nobody.project.list_projects()] == ["library"]


@check
def a_project_is_made_changed_and_deleted_by_its_creator():
    number = make_project("paulas", caller=paula)
    project = paula.project.get_project("paulas")
    assert project.project_id == number and project.owner_name == "paula"
    assert project.current_user_role_id == 1 and project.repo_count == 0
    paula.project.update_project(
        "paulas",
        ProjectReq(
            metadata=ProjectMetadata(public="true", severity="high"),
            cve_allowlist=CVEAllowlist(items=[CVEAllowlistItem(cve_id="CVE-2021-44228")]),
        ),
    )
    project = nobody.project.get_project(str(number))
    assert project.metadata.public == "true" and project.metadata.severity == "high"
    assert project.cve_allowlist.items[0].cve_id == "CVE-2021-44228"
    assert paula.project.get_project_deletable("paulas").deletable
    paula.project.delete_project("paulas")
    refused(404, admin.project.get_project, "paulas")


@check
def a_name_is_given_once_and_obeys_harbors_rule():
    make_project("once")
    refused(409, make_project, "once")
    for name in ("Upper", "a__b", "a/b", "-a", ""):
        refused(400, make_project, name)


@check
def each_role_does_in_a_project_what_it_may_and_no_more():
    make_project("roles")
    readers = {"projectAdmin", "maintainer", "developer", "guest"}
    pushers = {"projectAdmin", "maintainer", "developer"}
    for role in ROLES:
        name = "is-" + role.lower()
        _, caller = make_user(name)
        refused(403, caller.project.get_project, "roles")
        admin.member.create_project_member("roles", project_member=member(name, role))
        assert caller.project.get_project("roles").current_user_role_id == ROLES[role]
        if role in readers:
            assert caller.member.list_project_members("roles")
        else:
            refused(403, caller.member.list_project_members, "roles")
        pushed = registry_status("/v2/roles/app/blobs/uploads/", (name, PASSWORD), "POST")
        assert pushed == (202 if role in pushers else 403), pushed
        rights = caller.user.get_current_user_permissions(
            scope=f"/project/{caller.project.get_project('roles').project_id}", relative=True
        )
        said = {(right.resource, right.action) for right in rights}
        assert (("repository", "push") in said) == (role in pushers)


@check
def a_member_is_added_changed_and_taken_out():
    make_project("members")
    added = number_in(
        allowed(admin.member.create_project_member, "members", project_member=member("piet", "guest"))
    )
    entry = admin.member.get_project_member("members", added)
    assert entry.entity_name == "piet" and entry.role_name == "guest" and entry.entity_type == "u"
    refused(403, piet.member.update_project_member, "members", added, role=RoleRequest(role_id=1))
    admin.member.update_project_member("members", added, role=RoleRequest(role_id=1))
    piet.project.update_project("members", ProjectReq(metadata=ProjectMetadata(auto_scan="true")))
    found = admin.member.list_project_members("members", entityname="pie")
    assert [one.entity_name for one in found] == ["piet"]
    admin.member.delete_project_member("members", added)
    refused(403, piet.project.get_project, "members")
    refused(404, admin.member.get_project_member, "members", added)


@check
def who_cannot_be_a_member_is_refused():
    make_project("nobodies")
    add = admin.member.create_project_member
    refused(404, add, "nobodies", project_member=member("nobody-at-all", "guest"))
    refused(409, add, "nobodies", project_member=member(ADMIN[0], "guest"))
    bad = ProjectMember(role_id=9, member_user=UserEntity(username="piet"))
    refused(400, add, "nobodies", project_member=bad)


@check
def metadata_is_set_one_by_one():
    make_project("said")
    one = admin.project_metadata
    assert allowed(one.add_project_metadatas, "said", metadata={"severity": "low"}).status_code == 200
    refused(409, one.add_project_metadatas, "said", metadata={"severity": "low"})
    one.update_project_metadata("said", "severity", metadata={"severity": "critical"})
    assert one.get_project_metadata("said", "severity") == {"severity": "critical"}
    assert one.list_project_metadatas("said") == {"public": "false", "severity": "critical"}
    one.delete_project_metadata("said", "severity")
    refused(404, one.get_project_metadata, "said", "severity")


@check
def what_a_caller_may_not_see_is_not_there():
    number = make_project("hidden")
    for caller, status in ((paula, 403), (nobody, 401)):
        for name in ("hidden", str(number), "absent", "99999"):
            refused(status, caller.project.get_project, name)
            refused(status, caller.project.get_project_summary, name)
            refused(status, caller.project.delete_project, name)
            refused(status, caller.member.list_project_members, name)
    assert "hidden" not in [project.name for project in paula.project.list_projects(page_size=100)]
    assert not paula.search.search(q="hidden").project
    refused(404, paula.project.head_project, "hidden")
    allowed(admin.project.head_project, "hidden")


@check
def a_summary_and_the_statistics_count():
    make_project("counted")
    summary = admin.project.get_project_summary("counted")
    assert summary.repo_count == 0 and summary.project_admin_count == 1
    assert summary.quota.hard == {"storage": -1}
    before = admin.statistic.get_statistic().private_project_count
    make_project("counted-too")
    assert admin.statistic.get_statistic().private_project_count == before + 1
    assert paula.statistic.get_statistic().total_project_count == 0


@check
def the_system_has_an_allowlist():
    mine = CVEAllowlist(items=[CVEAllowlistItem(cve_id="CVE-1")], expires_at=1893456000)
    admin.cve.put_system_cve_allowlist(allowlist=mine)
    assert paula.cve.get_system_cve_allowlist().items[0].cve_id == "CVE-1"
    refused(403, paula.cve.put_system_cve_allowlist, allowlist=mine)
    refused(401, nobody.cve.get_system_cve_allowlist)


@check
def a_public_project_is_pulled_without_a_login_and_pushed_to_with_one():
    make_project("open", public="true")
    assert registry_status("/v2/open/app/tags/list") == 404
    assert registry_status("/v2/roles/app/tags/list") == 401
    assert registry_status("/v2/open/app/blobs/uploads/", None, "POST") == 401
    assert registry_status("/v2/open/app/blobs/uploads/", ("piet", PASSWORD), "POST") == 403
    assert registry_status("/v2/open/app/blobs/uploads/", ADMIN, "POST") == 202


def status(operation, *arguments):
    """What a call is answered that may be refused."""
    try:
        return allowed(operation, *arguments).status_code
    except ApiException as failure:
        return failure.status


@check
def every_caller_is_answered_by_their_role():
    make_project("table")
    callers = {"system": admin, "stranger": paula, "nobody": nobody}
    for role in ROLES:
        name = "t-" + role.lower()
        _, callers[role] = make_user(name)
        admin.member.create_project_member("table", project_member=member(name, role))

    def answers(call):
        return {name: status(*call(caller)) for name, caller in callers.items()}

    def only(*roles):
        refusals = {name: 403 for name in callers} | {"nobody": 401}
        return refusals | {name: 200 for name in (*roles, "system")}

    change = ProjectReq(metadata=ProjectMetadata(public="false"))
    assert answers(lambda caller: (caller.project.get_project, "table")) == only(*ROLES)
    assert answers(lambda caller: (caller.project.get_project_summary, "table")) == only(*ROLES)
    assert answers(lambda caller: (caller.project.update_project, "table", change)) == only(
        "projectAdmin"
    )
    assert answers(
        lambda caller: (caller.project_metadata.get_project_metadata, "table", "public")
    ) == only("projectAdmin", "maintainer")
    assert answers(
        lambda caller: (caller.project_metadata.list_project_metadatas, "table")
    ) == only()


@check
def a_name_that_is_free_again_belongs_to_who_takes_it():
    upload = "/v2/taken/app/blobs/uploads/"
    make_project("taken", caller=paula)
    assert registry_status(upload, ("paula", PASSWORD), "POST") == 202
    paula.project.delete_project("taken")
    assert registry_status(upload, ("paula", PASSWORD), "POST") == 403
    make_project("taken", caller=piet)
    refused(403, paula.project.get_project, "taken")
    assert registry_status(upload, ("paula", PASSWORD), "POST") == 403
    assert registry_status(upload, ("piet", PASSWORD), "POST") == 202


run()

"""Robots: every operation, as each role and as robots, and each refusal."""

from checks import ADMIN, Caller, admin, allowed, check, make_user, nobody
from checks import number_in, refused, registry_status, run
from harbor_client import Access, Configurations, ProjectMember, ProjectMetadata, ProjectReq
from harbor_client import Robot, RobotCreate, RobotPermission, RobotSec, UserEntity, UserSysAdminFlag

ROLES = {"projectAdmin": 1, "developer": 2, "guest": 3, "maintainer": 4, "limitedGuest": 5}
CHOSEN = "Chosen-Horse-9"

_, rita = make_user("rita")


def make_project(name):
    asked = ProjectReq(project_name=name, metadata=ProjectMetadata(public="false"))
    return number_in(allowed(admin.project.create_project, asked))


def permission(namespace, *rights, kind="project"):
    access = [
        Access(resource=resource, action=action)
        for resource, action in (right.split(":") for right in rights)
    ]
    return RobotPermission(kind=kind, namespace=namespace, access=access)


def of_project(name, project, *rights, duration=30):
    permissions = [permission(project, *rights)]
    return RobotCreate(name=name, level="project", duration=duration, permissions=permissions)


def of_system(name, *permissions):
    return RobotCreate(name=name, level="system", duration=-1, permissions=list(permissions))


def make(asked, caller=admin):
    """The robot that was made, and who it is as a caller."""
    made = caller.robot.create_robot(robot=asked)
    return made, Caller((made.name, made.secret))


def changed(robot, **fields):
    """The robot as it is, with other fields, as clients send it back."""
    return Robot(**{**admin.robot.get_robot_by_id(robot.id).to_dict(), **fields})


def pushes(robot, project):
    upload = f"/v2/{project}/app/blobs/uploads/"
    return registry_status(upload, (robot.name, robot.secret), "POST")


@check
def a_robot_is_made_read_and_removed():
    make_project("robots")
    made = allowed(admin.robot.create_robot, robot=of_project("ci", "robots", "repository:push"))
    assert made.status_code == 201 and made.data.name == "robot$robots+ci", made.data
    number = number_in(made)
    robot = admin.robot.get_robot_by_id(number)
    assert robot.level == "project" and robot.editable and not robot.disable and not robot.secret
    assert robot.permissions[0].namespace == "robots"
    assert robot.permissions[0].access[0].resource == "repository"
    assert robot.expires_at == made.data.expires_at
    assert allowed(admin.robot.delete_robot, number).status_code == 200
    refused(404, admin.robot.get_robot_by_id, number)
    refused(404, admin.robot.delete_robot, number)


@check
def a_robot_pushes_and_pulls_with_its_secret_and_no_more():
    make_project("pushed")
    robot, caller = make(of_project("ci", "pushed", "repository:push"))
    login = (robot.name, robot.secret)
    assert registry_status("/v2/", login) == 200
    assert pushes(robot, "pushed") == 202
    assert registry_status("/v2/pushed/app/tags/list", login) == 404
    assert registry_status("/v2/pushed/app/manifests/v1", login, "DELETE") == 403
    assert registry_status("/v2/absent/app/tags/list", login) == 403
    assert registry_status("/v2/_catalog", login) == 403
    refused(412, caller.user.get_current_user_info)
    refused(403, caller.project.get_project, "pushed")
    refused(403, caller.user.list_users)


@check
def what_no_robot_can_be_is_refused():
    make_project("rules")
    for asked in (
        of_project("Upper", "rules", "repository:pull"),
        of_project("a+b", "rules", "repository:pull"),
        of_project("x", "rules", "repository:fly"),
        of_project("x", "rules", "robot:update"),
        of_project("x", "rules", "repository:pull", duration=-2),
        of_project("x", "*", "repository:pull"),
        of_system("x"),
        of_system("x", permission("/", "repository:pull", kind="system")),
        RobotCreate(name="x", level="king", permissions=[permission("rules", "repository:pull")]),
    ):
        refused(400, admin.robot.create_robot, robot=asked)
        refused(400, nobody.robot.create_robot, robot=asked)
    refused(404, admin.robot.create_robot, robot=of_project("x", "absent", "repository:pull"))
    make(of_project("once", "rules", "repository:pull"))
    refused(409, admin.robot.create_robot, robot=of_project("once", "rules", "repository:pull"))


@check
def a_robot_is_changed_disabled_and_enabled_at_once():
    make_project("changed")
    robot, _ = make(of_project("ci", "changed", "repository:pull"))
    assert pushes(robot, "changed") == 403
    wider = [permission("changed", "repository:push", "repository:pull")]
    admin.robot.update_robot(robot.id, robot=changed(robot, permissions=wider, description="ci"))
    assert pushes(robot, "changed") == 202
    admin.robot.update_robot(robot.id, robot=changed(robot, disable=True))
    assert pushes(robot, "changed") == 401
    admin.robot.update_robot(robot.id, robot=changed(robot, disable=False, duration=-1))
    assert pushes(robot, "changed") == 202
    assert admin.robot.get_robot_by_id(robot.id).expires_at == -1
    refused(400, admin.robot.update_robot, robot.id, robot=changed(robot, name="ci"))
    refused(400, admin.robot.update_robot, robot.id, robot=changed(robot, level="system"))


@check
def a_secret_is_made_anew_or_chosen():
    make_project("secrets")
    robot, _ = make(of_project("ci", "secrets", "repository:push"))
    made = admin.robot.refresh_sec(robot.id, robot_sec=RobotSec()).secret
    assert made and pushes(robot, "secrets") == 401
    assert registry_status("/v2/", (robot.name, made)) == 200
    assert not admin.robot.refresh_sec(robot.id, robot_sec=RobotSec(secret=CHOSEN)).secret
    assert registry_status("/v2/", (robot.name, made)) == 401
    assert registry_status("/v2/", (robot.name, CHOSEN)) == 200
    refused(400, admin.robot.refresh_sec, robot.id, robot_sec=RobotSec(secret="weak"))


@check
def robots_are_listed_by_level_and_project_in_pages():
    number = make_project("listed")
    for name in ("a", "b", "c"):
        make(of_project(name, "listed", "repository:pull"))
    make(of_system("listed-too", permission("*", "repository:pull")))
    of_it = f"Level=project,ProjectID={number}"
    page = allowed(admin.robot.list_robot, q=of_it, page=2, page_size=1)
    assert page.headers["X-Total-Count"] == "3" and 'rel="prev"' in page.headers["Link"]
    assert [robot.name for robot in page.data] == ["robot$listed+b"]
    assert "robot$listed-too" in [robot.name for robot in admin.robot.list_robot(page_size=100)]
    refused(400, admin.robot.list_robot, q="Level=project")
    refused(400, admin.robot.list_robot, q="Level=king")


@check
def each_role_does_with_robots_what_it_may():
    number = make_project("roles-of-robots")
    robot, _ = make(of_project("ci", "roles-of-robots", "repository:pull"))
    asked = f"Level=project,ProjectID={number}"
    for role in ROLES:
        name = "robots-" + role.lower()
        _, caller = make_user(name)
        member = ProjectMember(role_id=ROLES[role], member_user=UserEntity(username=name))
        admin.member.create_project_member("roles-of-robots", project_member=member)
        if role == "limitedGuest":
            refused(403, caller.robot.get_robot_by_id, robot.id)
            refused(403, caller.robot.list_robot, q=asked)
        else:
            assert caller.robot.get_robot_by_id(robot.id).id == robot.id
            assert caller.robot.list_robot(q=asked)
        mine = of_project("of-" + role.lower(), "roles-of-robots", "repository:pull")
        if role == "projectAdmin":
            own, _ = make(mine, caller)
            caller.robot.update_robot(own.id, robot=changed(own, disable=True))
            assert caller.robot.refresh_sec(own.id, robot_sec=RobotSec()).secret
            caller.robot.delete_robot(own.id)
            catalogue = caller.permissions.get_permissions()
            assert catalogue.project and not catalogue.system
        else:
            refused(403, caller.robot.create_robot, robot=mine)
            refused(403, caller.robot.update_robot, robot.id, robot=changed(robot))
            refused(403, caller.robot.refresh_sec, robot.id, robot_sec=RobotSec())
            refused(403, caller.robot.delete_robot, robot.id)
            refused(403, caller.permissions.get_permissions)
        refused(403, caller.robot.list_robot)


@check
def what_a_caller_may_not_see_is_not_there():
    number = make_project("robots-hidden")
    robot, _ = make(of_project("ci", "robots-hidden", "repository:pull"))
    for caller, status in ((rita, 403), (nobody, 401)):
        for one in (robot.id, 99999):
            refused(status, caller.robot.get_robot_by_id, one)
            refused(status, caller.robot.delete_robot, one)
            refused(status, caller.robot.update_robot, one, robot=changed(robot))
            refused(status, caller.robot.refresh_sec, one, robot_sec=RobotSec())
        for project in (number, 99999):
            refused(status, caller.robot.list_robot, q=f"Level=project,ProjectID={project}")
        for name in ("robots-hidden", "robots-absent"):
            refused(status, caller.robot.create_robot, robot=of_project("x", name, "tag:list"))


@check
def a_robot_grants_what_it_has_and_no_more():
    make_project("granted")
    _, maker = make(
        of_system(
            "maker",
            permission("/", "robot:create", kind="system"),
            permission("granted", "repository:pull", "robot:create", "robot:read"),
        )
    )
    child, _ = make(of_project("child", "granted", "repository:pull"), maker)
    assert maker.robot.get_robot_by_id(child.id).creator_type == "robot"
    refused(403, maker.robot.create_robot, robot=of_project("x", "granted", "repository:push"))
    refused(403, maker.robot.create_robot, robot=of_system("x", permission("*", "repository:pull")))
    refused(403, maker.robot.update_robot, child.id, robot=changed(child))
    refused(403, maker.robot.refresh_sec, child.id, robot_sec=RobotSec())


@check
def a_robot_makes_no_administrators():
    number, _ = make_user("ordinary")
    _, clerk = make(of_system("clerk", permission("/", "user:update", "user:list", kind="system")))
    assert clerk.user.list_users()
    refused(403, clerk.user.set_user_sys_admin, number, UserSysAdminFlag(sysadmin_flag=True))


@check
def a_robot_sees_its_projects_and_goes_with_them():
    make_project("gone")
    robot, caller = make(of_project("ci", "gone", "project:read", "project:delete"))
    assert caller.project.get_project("gone").name == "gone"
    names = [project.name for project in caller.project.list_projects(page_size=100)]
    assert "gone" in names and "robots-hidden" not in names
    caller.project.delete_project("gone")
    assert registry_status("/v2/", (robot.name, robot.secret)) == 401
    refused(404, admin.robot.get_robot_by_id, robot.id)


@check
def the_catalogue_tells_administrators_what_can_be_granted():
    catalogue = admin.permissions.get_permissions()
    system = {(each.resource, each.action) for each in catalogue.system}
    project = {(each.resource, each.action) for each in catalogue.project}
    assert ("robot", "create") in system and ("robot", "update") not in system
    assert ("repository", "push") in project
    refused(401, nobody.permissions.get_permissions)
    refused(403, rita.permissions.get_permissions)


@check
def the_prefix_and_the_usual_duration_are_set_by_administrators():
    make_project("prefixed")
    robot, _ = make(of_project("ci", "prefixed", "repository:push"))
    before = Configurations(robot_name_prefix="robot$", robot_token_duration=30)
    after = Configurations(robot_name_prefix="bot_", robot_token_duration=7)
    admin.configure.update_configurations(after)
    try:
        shown = admin.robot.get_robot_by_id(robot.id)
        assert shown.name == "bot_prefixed+ci"
        assert registry_status("/v2/", (robot.name, robot.secret)) == 401
        assert registry_status("/v2/", (shown.name, robot.secret)) == 200
        usual, _ = make(of_project("usual", "prefixed", "repository:pull", duration=0))
        assert admin.robot.get_robot_by_id(usual.id).duration == 7
    finally:
        admin.configure.update_configurations(before)
    assert registry_status("/v2/", (robot.name, robot.secret)) == 200


@check
def what_is_done_with_robots_is_in_the_audit_log():
    make_project("audited")
    robot, _ = make(of_project("ci", "audited", "repository:pull"))
    admin.robot.delete_robot(robot.id)
    entries = admin.auditlog.list_audit_log_exts(q="resource=robot$audited%2Bci")
    assert [(entry.operation, entry.username) for entry in entries] == [
        ("delete", ADMIN[0]),
        ("create", ADMIN[0]),
    ]


run()

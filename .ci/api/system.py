"""What the installation says about itself."""

from checks import admin, check, make_user, nobody, run

_, wanda = make_user("wanda")


@check
def everybody_sees_that_it_lives():
    assert nobody.ping.get_ping() == "Pong"
    health = nobody.health.get_health()
    assert health.status == "healthy", health
    assert {"core", "database", "registry"} <= {each.name for each in health.components}


@check
def only_who_has_logged_in_sees_the_version():
    assert nobody.systeminfo.get_system_info().harbor_version is None
    assert wanda.systeminfo.get_system_info().harbor_version
    assert admin.systeminfo.get_system_info().auth_mode == "db_auth"


run()

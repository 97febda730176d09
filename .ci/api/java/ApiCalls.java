import com.fasterxml.jackson.databind.DeserializationFeature;

import harbor.ApiClient;
import harbor.ApiException;
import harbor.api.MemberApi;
import harbor.api.PermissionsApi;
import harbor.api.ProjectApi;
import harbor.api.RobotApi;
import harbor.api.SysteminfoApi;
import harbor.api.UserApi;
import harbor.model.Access;
import harbor.model.ProjectMember;
import harbor.model.ProjectReq;
import harbor.model.RobotCreate;
import harbor.model.RobotPermission;
import harbor.model.RobotSec;
import harbor.model.UserCreationReq;
import harbor.model.UserEntity;

import java.io.FileWriter;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Harbor's API through the client in Java; a field that the contract does not know is an error.
class ApiCalls {
    private static final String PASSWORD = "Correct-Horse-7";
    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();

    private interface Check {
        void run() throws Exception;
    }

    public static void main(String... arguments) throws Exception {
        var admin = client(System.getenv("REGISTRY_USER"), System.getenv("REGISTRY_PASSWORD"));
        var julia = client("julia", PASSWORD);
        CHECKS.put("the installation is read", () -> installation(admin));
        CHECKS.put("a user is made and reads themselves", () -> users(admin, julia));
        CHECKS.put("a project is made and has members", () -> projects(admin, julia));
        CHECKS.put("a robot is made, changed and removed", () -> robots(admin));
        System.exit(run());
    }

    private static void installation(ApiClient admin) throws ApiException {
        require(new SysteminfoApi(admin).getSystemInfo().getHarborVersion() != null, "version");
    }

    private static void users(ApiClient admin, ApiClient julia) throws ApiException {
        var users = new UserApi(admin);
        users.createUser(new UserCreationReq()
                .username("julia")
                .email("julia@example.com")
                .realname("Julia")
                .password(PASSWORD));
        require(users.listUsers("username=julia", null, 1L, 10L).size() == 1, "one julia");
        require(new UserApi(julia).getCurrentUserInfo().getUsername().equals("julia"), "herself");
        requireRefused(403, () -> new UserApi(julia).listUsers(null, null, 1L, 10L));
    }

    private static void projects(ApiClient admin, ApiClient julia) throws ApiException {
        var projects = new ProjectApi(admin);
        projects.createProject(new ProjectReq().projectName("of-java")._public(false), false);
        requireRefused(403, () -> new ProjectApi(julia).getProject("of-java", true));
        var member = new ProjectMember().roleId(2).memberUser(new UserEntity().username("julia"));
        var members = new MemberApi(admin);
        members.createProjectMember("of-java", true, member);
        require(members.listProjectMembers("of-java", true, 1L, 10L, null).size() == 2, "two");
        var project = new ProjectApi(julia).getProject("of-java", true);
        require(project.getName().equals("of-java"), "the project");
        require(project.getCurrentUserRoleId() == 2, "the role of a developer");
        require(new ProjectApi(julia).getProjectSummary("of-java", true) != null, "a summary");
    }

    private static void robots(ApiClient admin) throws ApiException {
        var robots = new RobotApi(admin);
        var pull = new Access().resource("repository").action("pull");
        var permission =
                new RobotPermission().kind("project").namespace("of-java").access(List.of(pull));
        var made = robots.createRobot(new RobotCreate()
                .name("ci")
                .level("project")
                .duration(-1L)
                .permissions(List.of(permission)));
        require(made.getName().equals("robot$of-java+ci"), "the name");
        var robot = robots.getRobotByID(made.getId());
        require(robot.getPermissions().equals(List.of(permission)), "the permission");
        robots.updateRobot(made.getId(), robot.disable(true));
        require(robots.getRobotByID(made.getId()).getDisable(), "disabled");
        robots.updateRobot(made.getId(), robot.disable(false));
        var secret = robots.refreshSec(made.getId(), new RobotSec()).getSecret();
        var itself = client(made.getName(), secret);
        requireRefused(403, () -> new RobotApi(itself).getRobotByID(made.getId()));
        requireRefused(403, () -> new PermissionsApi(itself).getPermissions());
        require(!new PermissionsApi(admin).getPermissions().getSystem().isEmpty(), "a catalogue");
        robots.deleteRobot(made.getId());
        requireRefused(404, () -> robots.getRobotByID(made.getId()));
    }

    private static ApiClient client(String name, String password) {
        var word = Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("URL") + "/api/v2.0");
        client.getObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
        client.setRequestInterceptor(
                (HttpRequest.Builder request) -> request.header("Authorization", "Basic " + word));
        return client;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private static void requireRefused(int status, Check call) {
        try {
            call.run();
        } catch (ApiException refused) {
            require(refused.getCode() == status, status + " instead of " + refused.getCode());
            return;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("should have been refused with " + status);
    }

    private static int run() throws Exception {
        int failed = 0;
        var subject = System.getenv("SUBJECT");
        try (var results = new PrintWriter(new FileWriter(System.getenv("RESULTS"), true))) {
            for (var check : CHECKS.entrySet()) {
                var outcome = "passed";
                long started = System.nanoTime();
                try {
                    check.getValue().run();
                } catch (Exception e) {
                    e.printStackTrace();
                    outcome = "failed";
                    failed++;
                }
                double seconds = (System.nanoTime() - started) / 1e9;
                results.printf("%s\t%s\t%s\t%.1f%n", subject, check.getKey(), outcome, seconds);
                System.out.printf(
                        "          %s   %s ... %s (%.1f s)%n",
                        subject, check.getKey(), outcome, seconds);
            }
        }
        return failed > 0 ? 1 : 0;
    }
}

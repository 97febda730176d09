package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.config.Config;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.router.project.HarborException;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.ExplainImage.Answer;
import dev.berth.router.resolve.Image;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterCheckTest {
    private final MockHarbor harbor = new MockHarbor();
    private final Resources opened = new Resources();

    RouterCheckTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        opened.close();
        harbor.close();
    }

    private RouterCheck check() throws IOException {
        var settings = Config.of(
                Map.of(
                        "router.harbor-url",
                        harbor.uri().toString(),
                        "router.harbor-username",
                        MockHarbor.ROBOT,
                        "router.harbor-password",
                        MockHarbor.ROBOT_PASSWORD,
                        "router.projects",
                        "quay priority=1",
                        "router.rules",
                        "corp/** -> quay"),
                RouterSettings::from);
        return RouterCheck.open(settings, opened);
    }

    @Test
    void it_says_who_harbor_is_and_what_each_project_says_in_their_order() throws Exception {
        var image = harbor.project("ghcr", "github-ghcr").image("team/app", "v1", "layer");
        harbor.project("quay", "quay");
        var check = check();
        var projects = check.projects();

        assertThat(check.version()).isEqualTo("v2.14.0");
        assertThat(projects).extracting(Project::name).containsExactly("quay", "ghcr");
        assertThat(check.explain(projects, Image.parse("team/app:v1")))
                .containsExactly(
                        new Answer("quay", false, false, true, "not there"),
                        new Answer("ghcr", true, true, true, image.digest().toString()));
        assertThat(check.explain(projects, Image.parse("corp/app")))
                .containsExactly(
                        new Answer("quay", false, false, true, "not there"),
                        new Answer("ghcr", false, false, true, "not asked: a rule names others"));
    }

    @Test
    void it_says_what_a_better_project_that_cannot_tell_holds_back() throws Exception {
        harbor.project("ghcr", "github-ghcr").image("team/app", "v1", "layer");
        harbor.project("quay", "quay").status = 500;
        var check = check();

        var answers = check.explain(check.projects(), Image.parse("team/app:v1"));

        assertThat(answers.getLast().believed()).isFalse();
        assertThat(answers.getLast().answer()).endsWith("held back: quay is of a better priority");
    }

    @Test
    void a_wrong_password_is_told() throws Exception {
        harbor.robotPassword = "another";

        var check = check();

        assertThatThrownBy(check::projects)
                .isInstanceOf(HarborException.class)
                .hasMessage("Harbor answered /api/v2.0/projects with 401");
    }

    @Test
    void what_is_no_image_is_refused_in_words() {
        assertThat(Image.parse("nginx")).hasToString("nginx:latest");
        assertThatThrownBy(() -> Image.parse("Team/App:v1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a repository name");
    }
}

package dev.berth.app.command;

import dev.berth.app.role.RoleSettings;
import dev.berth.app.role.RouterRole;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.router.RouterCheck;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.ExplainImage.Answer;
import dev.berth.router.resolve.Image;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `berth router check`: looks at Harbor as the router would.
@Command(
        name = "check",
        description = {
            "Check the settings, ask Harbor who it is and which projects it has,",
            "and say where images would come from.",
            "Ends with 1 if Harbor does not answer or has no proxy-cache project."
        })
final class RouterCheckCommand implements Callable<Integer> {
    private final RouterRole role;
    private final Shell shell;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGE",
            converter = ImageConverter.class,
            description = "Such as nginx:1.29, without the router's host and prefix.")
    private List<Image> images = new ArrayList<>();

    RouterCheckCommand(RouterRole role, Shell shell) {
        this.role = role;
        this.shell = shell;
    }

    static final class ImageConverter implements ITypeConverter<Image> {
        @Override
        public Image convert(String text) {
            try {
                return Image.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private record Explained(String image, List<Answer> answers) {}

    private record Report(
            String harbor, String version, List<Project> projects, List<Explained> images) {}

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        var settings = Config.load(
                        config.sources(shell, role), given -> RoleSettings.from(role, given))
                .settings()
                .role()
                .router();
        try (var opened = new Resources()) {
            var check = RouterCheck.open(settings, opened);
            var version = check.version();
            var projects = check.projects();
            var explained = new ArrayList<Explained>();
            for (var image : images) {
                explained.add(new Explained(image.toString(), check.explain(projects, image)));
            }
            var harbor = settings.upstream().harbor().toString();
            var report = new Report(harbor, version, projects, explained);
            output.write(shell, report, () -> print(report));
            return projects.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private void print(Report report) {
        var out = shell.out();
        out.println("harbor:   " + report.harbor() + " " + report.version());
        out.println("projects: " + report.projects().size());
        for (var project : report.projects()) {
            var kind = project.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            out.println("  %s  priority %d, %s%s%s"
                    .formatted(
                            project.name(),
                            project.priority(),
                            kind,
                            project.open() ? ", public" : "",
                            project.hosts().isEmpty()
                                    ? ""
                                    : ", for " + String.join(" ", project.hosts())));
        }
        for (var image : report.images()) {
            out.println(image.image() + ":");
            image.answers()
                    .forEach(answer ->
                            out.println("  " + answer.project() + "  " + answer.answer()));
        }
    }
}

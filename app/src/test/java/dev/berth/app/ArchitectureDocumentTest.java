package dev.berth.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/ARCHITECTURE.md` names what exists, and all of it; so does the list of decisions.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureDocumentTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*[a-z])`");
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");

    /// Words in code type that are no types of ours.
    private static final Set<String> NOT_OURS =
            Set.of("Clock", "Retry", "Then", "IOException", "Link", "Range");

    @Test
    void every_type_it_names_exists() throws IOException {
        var named = new TreeSet<String>();
        TYPE.matcher(document()).results().forEach(found -> named.add(found.group(1)));
        named.removeAll(NOT_OURS);

        assertThat(named).isSubsetOf(sourceNames());
    }

    @Test
    void every_module_is_named() throws IOException {
        var modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(modules)
                .isNotEmpty()
                .allSatisfy(
                        module -> assertThat(document()).containsPattern("\\b" + module + "\\b"));
    }

    @Test
    void every_package_of_the_core_the_registry_and_the_platform_is_named() throws IOException {
        for (var module : Set.of("core", "registry", "platform")) {
            try (var folders =
                    Files.list(ROOT.resolve(module + "/src/main/java/dev/berth/" + module))) {
                for (var folder : folders.filter(Files::isDirectory).toList()) {
                    assertThat(document())
                            .contains("`" + module + "." + folder.getFileName() + "`");
                }
            }
        }
    }

    @Test
    void every_decision_is_listed_with_its_title() throws IOException {
        var decisions = ROOT.resolve("docs/adr");
        var list = Files.readString(decisions.resolve("README.md"));
        try (var files = Files.list(decisions)) {
            for (var file : files.filter(each -> !each.endsWith("README.md")).toList()) {
                try (var lines = Files.lines(file)) {
                    var title = lines.findFirst().orElseThrow().replaceFirst("# \\d+\\. ", "");
                    assertThat(list).contains("(" + file.getFileName() + ") " + title + "\n");
                }
            }
        }
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/ARCHITECTURE.md"));
    }

    private static Set<String> sourceNames() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> !file.toString().contains("/target/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}

package dev.berth.router;

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

/// Each check that a router is judged by has a test that begins with its id.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EveryCheckTest {
    private static final Path MODULE = Path.of("src/test/java");
    private static final Path PRODUCT = Path.of("../app/src/test/java/dev/berth/app/e2e");
    private static final Pattern NAME = Pattern.compile("void R([0-9]{1,2})_");
    private static final int CHECKS = 42;

    @Test
    void every_check_has_a_test() throws IOException {
        var tested = new TreeSet<>(tested(MODULE));
        tested.addAll(tested(PRODUCT));

        for (int check = 1; check <= CHECKS; check++) {
            assertThat(tested).as("tests that begin with R%d_", check).contains(check);
        }
    }

    private static Set<Integer> tested(Path folder) throws IOException {
        var tested = new TreeSet<Integer>();
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                NAME.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> tested.add(Integer.parseInt(found.group(1))));
            }
        }
        return tested;
    }
}

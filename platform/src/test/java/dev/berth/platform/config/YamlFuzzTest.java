package dev.berth.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;

@DisplayNameGeneration(ReplaceUnderscores.class)
class YamlFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void any_file_gives_settings_or_mistakes(byte[] bytes) throws IOException {
        var file = Files.createTempFile("berth", ".yaml");
        try {
            Files.write(file, bytes);
            var mistakes = new ArrayList<Mistake>();

            var layer = YamlFile.read(file, mistakes::add);

            assertThat(layer.given().values())
                    .allMatch(given -> given.origin().startsWith("berth"));
        } finally {
            Files.delete(file);
        }
    }
}

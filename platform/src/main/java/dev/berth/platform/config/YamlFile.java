package dev.berth.platform.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The configuration file: sections and names become dotted keys, every scalar stays text.
///
/// A file of more than [#BYTES_MAX] bytes, deeper than [#DEPTH_MAX], with aliases or a
/// second document is refused before a tree is made of it: the library makes it by
/// recursion.
final class YamlFile {
    static final int BYTES_MAX = 1 << 20;
    private static final int DEPTH_MAX = 8;

    private final Path file;
    private final Consumer<Mistake> mistakes;
    private final LinkedHashMap<String, Given> given = new LinkedHashMap<>();

    private YamlFile(Path file, Consumer<Mistake> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /// What the file gives; what is wrong with it goes to `mistakes`.
    static Layer read(Path file, Consumer<Mistake> mistakes) {
        var yaml = new YamlFile(file, mistakes);
        try {
            yaml.flatten(yaml.compose(yaml.text()));
        } catch (NoSuchFileException _) {
            yaml.mistake(null, "there is no such file; name an existing one or leave it out");
        } catch (CharacterCodingException _) {
            yaml.mistake(null, "the file is not UTF-8");
        } catch (IOException | UncheckedIOException e) {
            yaml.mistake(null, "the file cannot be read: " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            yaml.mistakes.accept(
                    new Mistake(file.getFileName() + ":" + line, "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            yaml.mistake(null, "not YAML: " + e.getMessage());
        }
        return new Layer(UnaryOperator.identity(), yaml.given);
    }

    private String text() throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("larger than 1 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private @Nullable Node compose(String text) throws IOException {
        var settings = LoadSettings.builder()
                .setLabel(String.valueOf(file.getFileName()))
                .setSchema(new FailsafeSchema())
                .build();
        refuseDepthAndAliases(new Parse(settings).parseString(text));
        return new Compose(settings).composeString(text).orElse(null);
    }

    private static void refuseDepthAndAliases(Iterable<Event> events) throws IOException {
        int depth = 0;
        for (var event : events) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                case Alias ->
                    throw new IOException("it uses an alias (`*name`); write the text again");
                default -> 0;
            };
            if (depth > DEPTH_MAX) {
                throw new IOException("sections nest deeper than " + DEPTH_MAX);
            }
        }
    }

    private void flatten(@Nullable Node root) {
        switch (root) {
            case null -> {}
            case MappingNode mapping -> flatten("", mapping);
            case ScalarNode scalar when scalar.getValue().isEmpty() -> {}
            default -> mistake(root, "write settings as `key: value`");
        }
    }

    private void flatten(String prefix, MappingNode mapping) {
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                mistake(entry.getKeyNode(), "write a name before the colon");
                continue;
            }
            var key = prefix + name.getValue();
            switch (entry.getValueNode()) {
                case MappingNode section -> flatten(key + ".", section);
                case SequenceNode sequence -> put(key, name, texts(sequence), true);
                case ScalarNode scalar -> put(key, name, List.of(scalar.getValue()), false);
                case Node other -> mistake(other, "write a text, a list or a section");
            }
        }
    }

    private List<String> texts(SequenceNode sequence) {
        var texts = new ArrayList<String>();
        for (var element : sequence.getValue()) {
            if (element instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                mistake(element, "write a list of plain texts");
            }
        }
        return texts;
    }

    private void put(String key, Node at, List<String> texts, boolean sequence) {
        @Nullable Given earlier = given.putIfAbsent(key, new Given(texts, sequence, origin(at)));
        if (earlier != null) {
            mistake(
                    at,
                    "`" + key + "` is set twice, first at " + earlier.origin() + "; remove one");
        }
    }

    private void mistake(@Nullable Node at, String remedy) {
        mistakes.accept(new Mistake(at == null ? file.toString() : origin(at), remedy));
    }

    private String origin(Node node) {
        return file.getFileName()
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }
}

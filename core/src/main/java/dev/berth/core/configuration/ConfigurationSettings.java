package dev.berth.core.configuration;

import dev.berth.platform.config.Alias;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What the environment sets in the administrators' place.
///
/// - `overwrite`: values by item, stored at each start; while there are any, nobody can change the
///   configuration through the API.
/// - `internalSecret`: what another program of the installation shows to read it.
public record ConfigurationSettings(
        SequencedMap<Item<?>, String> overwrite, Optional<Secret> internalSecret) {
    /// Nothing is overwritten, and nobody else reads it.
    public static final ConfigurationSettings NONE =
            new ConfigurationSettings(new LinkedHashMap<>(), Optional.empty());

    private static final Logger log = LoggerFactory.getLogger(ConfigurationSettings.class);

    private static final Setting<Optional<Secret>> OVERWRITE = new Setting<>(
            "api.configuration-overwrite",
            Kind.secret(),
            "",
            "A JSON object of Harbor's configuration items, such as `{\"read_only\": true}`. They"
                    + " are stored at each start, and the configuration can then not be changed"
                    + " through the API. Also taken from `CONFIG_OVERWRITE_JSON`.");

    private static final Setting<Optional<Secret>> INTERNAL_SECRET = new Setting<>(
            "api.internal-secret",
            Kind.secret(),
            "",
            "What another program of the installation sends as `Authorization: Harbor-Secret …` to"
                    + " read the configuration at `/api/v2.0/internalconfig`. Without one nobody"
                    + " can. Secrets are never in the answer.");

    /// Harbor's variables.
    public static List<Alias> aliases() {
        return List.of(Alias.of("CONFIG_OVERWRITE_JSON", OVERWRITE.key()));
    }

    /// Reads and checks it.
    public static ConfigurationSettings from(Settings settings) {
        return new ConfigurationSettings(overwrite(settings), settings.value(INTERNAL_SECRET));
    }

    private static SequencedMap<Item<?>, String> overwrite(Settings settings) {
        var given = settings.value(OVERWRITE);
        try {
            return given.map(ConfigurationSettings::parse).orElseGet(LinkedHashMap::new);
        } catch (IllegalArgumentException e) {
            settings.refuse(OVERWRITE, String.valueOf(e.getMessage()));
            return new LinkedHashMap<>();
        }
    }

    boolean isOverwritten() {
        return !overwrite.isEmpty();
    }

    /// Names that are not known are left out: a later Harbor may have written them.
    private static SequencedMap<Item<?>, String> parse(Secret json) {
        var values = new LinkedHashMap<Item<?>, String>();
        for (var entry : object(json).properties()) {
            var item = Items.find(entry.getKey());
            if (item.isPresent()) {
                values.put(item.get(), text(item.get(), entry.getValue()));
            } else {
                log.atWarn().addKeyValue("item", entry.getKey()).log("unknown item left out");
            }
        }
        return values;
    }

    private static JsonNode object(Secret json) {
        try {
            var value = JsonMapper.shared().readTree(json.reveal());
            if (value.isObject()) {
                return value;
            }
        } catch (JacksonException _) {
            // The reader's message would repeat what was given, a password for instance.
        }
        throw new IllegalArgumentException("write a JSON object");
    }

    private static String text(Item<?> item, JsonNode value) {
        try {
            return item.kind().parse().apply(value.asString()).toString();
        } catch (IllegalArgumentException | JacksonException e) {
            throw new IllegalArgumentException(item.key() + ": " + e.getMessage(), e);
        }
    }
}

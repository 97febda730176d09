package dev.berth.router.resolve;

import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.router.resolve.Memory.ManifestKey;
import dev.berth.router.shared.SharedEntries;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Has a router that starts know what others are asked for most.
///
/// How it works: each router tells now and then which of its mappings are used most, by
/// their keys alone. One that starts reads that list once, and then each mapping where
/// routers share them, with the age that it has: one that is too old is not revived, and
/// one that is gone stays so.
///
/// - Shape of the list: a line for each: who may read what, image, reference, accepted types,
/// parted
///   by tabs.
/// - Thread-safe.
public final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final String TAB = "\t";

    private final int imagesMax;
    private final Memory memory;
    private final SharedMappings shared;
    private final SharedEntries entries;

    /// For Redis to be found after a start.
    private static final Duration REDIS_WAIT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);

    WarmUp(int imagesMax, Memory memory, SharedMappings shared, SharedEntries entries) {
        this.imagesMax = imagesMax;
        this.memory = memory;
        this.shared = shared;
        this.entries = entries;
    }

    /// Begins to read what others told, on a thread of its own.
    ///
    /// @param known the sets of projects that callers may have
    public void begin(Collection<Candidates> known) {
        if (imagesMax > 0 && entries.isThere()) {
            Thread.ofVirtual().name("warmup").start(() -> warmSoon(known));
        }
    }

    private void warmSoon(Collection<Candidates> known) {
        try {
            long until = System.nanoTime() + REDIS_WAIT.toNanos();
            while (!entries.isConnected() && System.nanoTime() - until < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
            var list = entries.warmUp();
            if (list.isPresent()) {
                warm(list.get(), known);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells others what is asked for most here; now and then.
    public void tell() {
        if (imagesMax == 0 || !entries.isThere()) {
            return;
        }
        var hottest = memory.hottest(imagesMax);
        if (!hottest.isEmpty()) {
            entries.putWarmUp(hottest.stream().map(WarmUp::line).collect(Collectors.joining("\n")));
        }
    }

    private static String line(ManifestKey key) {
        return String.join(
                TAB,
                key.candidates().fingerprint(),
                key.image().value(),
                key.reference(),
                key.accept());
    }

    private void warm(String list, Collection<Candidates> known) throws InterruptedException {
        var keys = new ArrayList<ManifestKey>();
        for (var line : list.split("\n", imagesMax + 1)) {
            key(line.split(TAB, -1), known).ifPresent(keys::add);
        }
        int entriesFound = remember(keys.subList(0, Math.min(keys.size(), imagesMax)));
        log.atInfo()
                .addKeyValue("entries", entriesFound)
                .addKeyValue("source", "redis")
                .log("warmup");
    }

    private int remember(List<ManifestKey> keys) throws InterruptedException {
        int count = 0;
        for (var key : keys) {
            var found = shared.find(key);
            if (found.isPresent()
                    && found.get() instanceof SharedMappings.Known.At(var mapping)
                    && memory.mapping(key).isEmpty()) {
                memory.found(key, mapping);
                count++;
            }
        }
        return count;
    }

    private static Optional<ManifestKey> key(String[] parts, Collection<Candidates> known) {
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            var image = RepositoryName.parse(parts[1]);
            var reference = Reference.parse(parts[2]).toString();
            return known.stream()
                    .filter(candidates -> candidates.fingerprint().equals(parts[0]))
                    .findFirst()
                    .map(candidates -> new ManifestKey(candidates, image, reference, parts[3]));
        } catch (OciException e) {
            return Optional.empty();
        }
    }
}

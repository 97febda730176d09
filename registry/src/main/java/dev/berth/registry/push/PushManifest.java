package dev.berth.registry.push;

import dev.berth.auth.Principal;
import dev.berth.jobs.event.Outbox;
import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.Manifest;
import dev.berth.oci.Manifest.Referenced;
import dev.berth.oci.MediaType;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.Reference.Digested;
import dev.berth.oci.Reference.Tagged;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.GarbageTable;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.ManifestTable;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.ReferenceTable;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.Repository;
import dev.berth.registry.content.StoredContent;
import dev.berth.registry.content.TagTable;
import dev.berth.registry.event.ArtifactPushed;
import dev.berth.registry.event.RegistryEvents;
import dev.berth.registry.push.Admission.Arrival;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Takes a manifest: the one place where a tag comes to be or moves.
///
/// *How it works.* Everything is one durable transaction: bytes, what they name, tags, the event.
/// What
/// the manifest names is locked in it, so that the sweeper, which looks for names under the
/// same locks, cannot take a blob that is just being named. Rows are locked in one order
/// everywhere: manifest, its bytes, memberships, tags.
///
/// Source: distribution-spec, "Pushing Manifests".
public final class PushManifest {
    private final Database database;
    private final StoredContent content;
    private final Repositories repositories;
    private final Leases leases;
    private final ManifestLimits limits;
    private final List<Admission> admissions;
    private final Outbox outbox;

    public PushManifest(
            Database database,
            StoredContent content,
            Repositories repositories,
            Leases leases,
            ManifestLimits limits,
            List<Admission> admissions,
            Outbox outbox) {
        this.database = database;
        this.content = content;
        this.repositories = repositories;
        this.leases = leases;
        this.limits = limits;
        this.admissions = List.copyOf(admissions);
        this.outbox = outbox;
    }

    /// Stores the exact bytes, what they refer to, and the tags, in one durable
    /// transaction.
    ///
    /// Refusals: `ManifestTooLarge`, `ManifestInvalid`, `DigestMismatch`,
    /// `ManifestBlobUnknown` with all that is missing, `SizeInvalid` for too many tags,
    /// `Unsupported` for tag parameters without a digest, and those of the admissions.
    ///
    /// A push that changes nothing is no event.
    ///
    /// @param mediaType the `Content-Type` of the request
    /// @param tags of the tag parameters; only with a digest as reference
    public ManifestPushed push(
            Principal by,
            RepositoryName repository,
            Reference reference,
            MediaType mediaType,
            byte[] bytes,
            List<Tag> tags) {
        if (bytes.length > limits.bytesMax()) {
            throw new OciException(new OciError.ManifestTooLarge(limits.bytesMax()));
        }
        var digest = digest(reference, bytes);
        var moving = tags(reference, tags);
        var manifest = Manifest.parse(bytes, mediaType);
        var arrival = new Arrival(repository, digest, manifest, moving);
        admissions.forEach(admission -> admission.admit(arrival));
        if (isHere(arrival)) {
            awaitDurable();
        } else {
            var known = repositories.find(repository);
            database.write(transaction -> {
                long owner = store(transaction, arrival, known).owner();
                outbox.append(
                        transaction,
                        by.name(),
                        RegistryEvents.ARTIFACT_PUSHED,
                        event(arrival, owner));
                return digest;
            });
        }
        return new ManifestPushed(digest, manifest.subject().map(Descriptor::digest), tags);
    }

    private static ArtifactPushed event(Arrival arrival, long owner) {
        return new ArtifactPushed(
                arrival.repository().value(),
                arrival.digest().toString(),
                arrival.tags().stream().map(Tag::value).toList(),
                owner);
    }

    private static Digest digest(Reference reference, byte[] bytes) {
        return switch (reference) {
            case Tagged _ -> Digest.of(Digest.Algorithm.SHA256, bytes);
            case Digested(var claimed) -> {
                var actual = Digest.of(claimed.algorithm(), bytes);
                if (!actual.equals(claimed)) {
                    throw new OciException(new OciError.DigestMismatch(claimed, actual));
                }
                yield actual;
            }
        };
    }

    private List<Tag> tags(Reference reference, List<Tag> parameters) {
        if (parameters.size() > limits.tagsMax()) {
            throw new OciException(new OciError.SizeInvalid(
                    "a manifest can be pushed with " + limits.tagsMax() + " tags at most"));
        }
        return switch (reference) {
            case Digested _ -> parameters.stream().distinct().sorted().toList();
            case Tagged(var tag) -> {
                if (!parameters.isEmpty()) {
                    throw new OciException(new OciError.Unsupported(
                            "tag parameters go with a digest in the path, not with a tag"));
                }
                yield List.of(tag);
            }
        };
    }

    /// Whether the push would change nothing; asked of the caches, so that it costs no
    /// write.
    private boolean isHere(Arrival arrival) {
        if (repositories.find(arrival.repository()).isEmpty()) {
            return false;
        }
        return arrival.tags().isEmpty()
                ? isHere(arrival, new Digested(arrival.digest()))
                : arrival.tags().stream().allMatch(tag -> isHere(arrival, new Tagged(tag)));
    }

    /// Whoever stored it may still be waiting for the flush; this waits with him.
    private void awaitDurable() {
        database.awaitDurable();
    }

    private boolean isHere(Arrival arrival, Reference reference) {
        return content.manifest(arrival.repository(), reference)
                .filter(here -> here.digest().equals(arrival.digest()))
                .filter(here -> here.mediaType().equals(arrival.manifest().mediaType()))
                .isPresent();
    }

    private Repository store(Transaction transaction, Arrival arrival, Optional<Repository> known) {
        long now = leases.now();
        var digest = arrival.digest();
        var manifest = arrival.manifest();
        var home = repositories.ensure(transaction, arrival.repository(), known, now);
        long repository = home.id();
        boolean isNew = insertOrLock(transaction, repository, digest, manifest, now);
        var targets = targets(manifest);
        requirePresent(transaction, repository, manifest, targets);
        if (isNew) {
            ReferenceTable.insert(transaction, repository, digest, targets);
            GarbageTable.delete(transaction, repository, targets.keySet());
        }
        for (var tag : arrival.tags()) {
            TagTable.put(transaction, repository, tag, digest, now);
        }
        return home;
    }

    /// True if the manifest was not here. It cannot go before the transaction ends, either
    /// way.
    private static boolean insertOrLock(
            Transaction transaction, long repository, Digest digest, Manifest manifest, long now) {
        while (!ManifestTable.insert(transaction, repository, digest, manifest, now)) {
            var here = ManifestTable.lock(transaction, repository, digest);
            if (here.isPresent()) {
                if (!here.get().equals(manifest.mediaType())) {
                    ManifestTable.setMediaType(
                            transaction, repository, digest, manifest.mediaType());
                }
                return false;
            }
        }
        return true;
    }

    /// What the manifest names, each once, in its order.
    private static SequencedMap<Digest, Referenced.Kind> targets(Manifest manifest) {
        var targets = new LinkedHashMap<Digest, Referenced.Kind>();
        for (var reference : manifest.references()) {
            targets.putIfAbsent(reference.descriptor().digest(), reference.kind());
        }
        return targets;
    }

    private void requirePresent(
            Transaction transaction,
            long repository,
            Manifest manifest,
            SequencedMap<Digest, Referenced.Kind> targets) {
        var present = MembershipTable.lock(
                transaction, repository, without(targets, Referenced.Kind.MANIFEST));
        present.addAll(ManifestTable.present(
                transaction, repository, without(targets, Referenced.Kind.BLOB)));
        var missing = manifest.references().stream()
                .filter(this::isRequired)
                .map(reference -> reference.descriptor().digest())
                .filter(digest -> !present.contains(digest))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new OciException(new OciError.ManifestBlobUnknown(missing));
        }
    }

    private static List<Digest> without(
            SequencedMap<Digest, Referenced.Kind> targets, Referenced.Kind kind) {
        return targets.sequencedKeySet().stream()
                .filter(digest -> targets.get(digest) != kind)
                .toList();
    }

    private boolean isRequired(Referenced reference) {
        return reference.distributable()
                && switch (limits.sparse()) {
                    case REFUSED -> true;
                    case INDEXES -> reference.kind() == Referenced.Kind.BLOB;
                    case ALLOWED -> false;
                };
    }

    /// What manifests are held to.
    ///
    /// @param bytesMax largest manifest
    /// @param tagsMax most tag parameters
    /// @param sparse what a manifest may name without its being in the repository
    public record ManifestLimits(int bytesMax, int tagsMax, Sparse sparse) {}
}

package dev.berth.registry.pull;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.page;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaType;
import dev.berth.oci.OciError;
import dev.berth.oci.ReferrersTag;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.content.Owners;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.RepositoryTable;
import dev.berth.registry.pull.Referrers.PageLimits;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Source: distribution-spec, "Content Discovery"; `oci-registry.md` 1.7, 1.8.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class ListsContract {
    private static final String APP = "team/app";

    private final TestRegistry registry;
    private final Images images = new Images(6);

    ListsContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Page<Tag> tags(PageRequest request) {
        return registry.steps().tags().page(name(APP), request);
    }

    private Content any(String json) {
        return new Content(new MediaType("application/any"), json.getBytes(UTF_8));
    }

    private void pushTags(String... tags) {
        for (var tag : tags) {
            registry.pushManifest(APP, tag, any("{}"));
        }
    }

    @Test
    void tags_stand_in_ascii_order() {
        pushTags("b", "B", "a", "_", "1", "b.1", "b-1", "ba");

        assertThat(registry.tags(APP)).containsExactly("1", "B", "_", "a", "b", "b-1", "b.1", "ba");
    }

    @Test
    void a_page_of_tags_says_where_the_next_starts() {
        pushTags("a", "b", "c");

        assertThat(tags(page(2)))
                .isEqualTo(new Page<>(List.of(new Tag("a"), new Tag("b")), Optional.of("b")));
        assertThat(tags(page(2, "b")))
                .isEqualTo(new Page<>(List.of(new Tag("c")), Optional.empty()));
        assertThat(tags(page(3)).next()).isEmpty();
    }

    @Test
    void the_last_tag_need_not_be_there() {
        pushTags("a", "c");

        assertThat(tags(page(5, "b")).entries()).containsExactly(new Tag("c"));
    }

    @Test
    void a_page_of_no_tags_is_empty_and_the_end() {
        pushTags("a");

        assertThat(tags(page(0))).isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    @Test
    void a_repository_without_tags_has_an_empty_list_and_an_unknown_one_none() throws Exception {
        registry.pushBlob(APP, images.blob(10));

        assertThat(registry.tags(APP)).isEmpty();
        assertThat(refusal(() -> registry.tags("no/such")))
                .isEqualTo(new OciError.NameUnknown("no/such"));
    }

    @Test
    void the_catalog_has_what_the_caller_may_see() throws Exception {
        for (var repository : List.of("a/1", "b/1", "a/2", "a/3")) {
            registry.pushBlob(repository, images.blob(10));
        }
        var catalog = registry.steps().catalog();

        var first = catalog.page(page(2), seen -> seen.value().startsWith("a/"));
        assertThat(first.entries()).containsExactly(name("a/1"), name("a/2"));
        assertThat(first.next()).contains("a/2");
        assertThat(catalog.page(page(2, "a/2"), seen -> seen.value().startsWith("a/")))
                .isEqualTo(new Page<>(List.of(name("a/3")), Optional.empty()));
        assertThat(catalog.page(page(0), _ -> true).entries()).isEmpty();
    }

    @Test
    void a_page_of_the_catalog_ends_after_bounded_work_without_telling_hidden_names() {
        registry.database().write(transaction -> {
            for (int i = 0; i < 25_000; i++) {
                var name = new RepositoryName("hidden-%05d".formatted(i));
                RepositoryTable.insert(
                        transaction, new dev.berth.registry.content.Repository(i, name, 0));
            }
            return new Repositories(registry.database(), 1, Owners.NONE)
                    .ensure(transaction, name("visible"), Optional.empty(), 1L << 40);
        });
        var catalog = registry.steps().catalog();

        var first = catalog.page(PageRequest.FIRST, seen -> seen.equals(name("visible")));
        var second = catalog.page(
                page(10, first.next().orElseThrow()), seen -> seen.equals(name("visible")));

        assertThat(first.entries()).isEmpty();
        assertThat(first.next().orElseThrow()).doesNotContain("hidden");
        assertThat(second).isEqualTo(new Page<>(List.of(name("visible")), Optional.empty()));
    }

    @Test
    void referrers_are_those_that_name_the_subject() throws Exception {
        var subject = images.image(1);
        registry.push(APP, "v1", subject);
        var sbom = images.artifact(subject.manifest().descriptor());
        var signature =
                images.artifact("application/signature", subject.manifest().descriptor());
        registry.push(APP, "sbom", sbom);
        registry.push(APP, "signature", signature);
        registry.push(APP, "other", images.artifact(images.image(1).manifest().descriptor()));
        var digest = subject.manifest().digest();

        assertThat(registry.referrers(APP, digest))
                .isEqualTo(sorted(sbom.manifest(), signature.manifest()));
        assertThat(registry.referrers("team/other", digest)).isEmpty();
        assertThat(registry.steps()
                        .referrers()
                        .page(name(APP), digest, "application/signature", PageRequest.FIRST)
                        .entries())
                .singleElement()
                .isEqualTo(descriptor(signature.manifest()));
    }

    private static Descriptor descriptor(Content manifest) {
        return dev.berth.oci.Manifest.parse(manifest.bytes(), manifest.mediaType())
                .descriptor(manifest.digest());
    }

    private static List<Digest> sorted(Content... manifests) {
        return Stream.of(manifests).map(Content::digest).sorted().toList();
    }

    @Test
    void a_deleted_referrer_is_listed_no_more() throws Exception {
        var subject = images.image(1).manifest();
        var sbom = images.artifact(subject.descriptor());
        registry.push(APP, "sbom", sbom);

        registry.delete(APP, sbom.manifest().digest().toString());

        assertThat(registry.referrers(APP, subject.digest())).isEmpty();
    }

    @Test
    void referrers_come_in_pages_by_count_and_by_size() throws Exception {
        var subject = images.image(1).manifest();
        var all = new ArrayList<Content>();
        for (int i = 0; i < 5; i++) {
            var sbom = images.artifact(subject.descriptor());
            registry.push(APP, "sbom" + i, sbom);
            all.add(sbom.manifest());
        }
        var expected = sorted(all.toArray(Content[]::new));
        var repositories = new Repositories(registry.database(), 10, Owners.NONE);

        assertThat(walk(registry.steps().referrers(), subject.digest(), page(2)))
                .isEqualTo(expected);
        var tiny = new Referrers(registry.database(), repositories, new PageLimits(100, 1));
        assertThat(tiny.page(name(APP), subject.digest(), PageRequest.FIRST).entries())
                .hasSize(1);
        assertThat(walk(tiny, subject.digest(), page(100))).isEqualTo(expected);
    }

    private static List<Digest> walk(Referrers referrers, Digest subject, PageRequest request) {
        var seen = new ArrayList<Digest>();
        var next = Optional.of(request);
        while (next.isPresent()) {
            var page = referrers.page(name(APP), subject, next.get());
            page.entries().forEach(entry -> seen.add(entry.digest()));
            next = page.next().map(last -> new PageRequest(request.n(), Optional.of(last)));
        }
        return seen;
    }

    @Test
    void an_index_under_the_referrers_tag_adds_what_names_no_subject() throws Exception {
        var subject = images.image(1);
        registry.push(APP, "v1", subject);
        var naming = images.artifact(subject.manifest().descriptor());
        var plain = images.image(1);
        registry.push(APP, "naming", naming);
        registry.push(APP, "plain", plain);
        var digest = subject.manifest().digest();
        var tag = ReferrersTag.of(digest).tag().value();

        var absent = images.image(1).manifest();
        registry.pushManifest(
                APP, tag, images.index(List.of(naming.manifest(), plain.manifest(), absent)));

        assertThat(registry.referrers(APP, digest))
                .isEqualTo(sorted(naming.manifest(), plain.manifest()));

        registry.pushManifest(APP, tag, images.index(List.of(naming.manifest())));
        assertThat(registry.referrers(APP, digest)).isEqualTo(sorted(naming.manifest()));
    }

    @Test
    void the_referrers_of_a_sha512_subject_are_found() throws Exception {
        var subject = images.image(1);
        registry.push(APP, "v1", subject);
        var descriptor = subject.manifest().descriptor(Digest.Algorithm.SHA512);
        var sbom = images.artifact(descriptor);
        registry.push(APP, "sbom", sbom);

        assertThat(registry.referrers(APP, descriptor.digest())).isEqualTo(sorted(sbom.manifest()));
    }
}

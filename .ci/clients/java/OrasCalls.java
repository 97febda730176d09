import java.nio.file.Path;
import java.util.List;
import land.oras.ArtifactType;
import land.oras.ContainerRef;
import land.oras.Index;
import land.oras.LocalPath;
import land.oras.Registry;
import land.oras.auth.UsernamePasswordProvider;

/// What oras-java.sh asks of the ORAS Java SDK, one call per run: CALL ARGUMENT...
class OrasCalls {
    private static final ArtifactType TYPE = ArtifactType.from("application/vnd.berth.test");
    private static final int CHUNK_BYTES = 1 << 20;

    /// The threads of the SDK would keep the process alive: it ends by its exit status.
    public static void main(String... arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String... arguments) throws Exception {
        var registry = connect();
        var name = ContainerRef.parse(arguments[1]);
        switch (arguments[0]) {
            case "push" -> {
                var manifest = registry.pushArtifact(name, TYPE, LocalPath.of(arguments[2]));
                System.out.println(manifest.getDescriptor().getDigest());
            }
            case "pull" -> registry.pullArtifact(name, Path.of(arguments[2]), true);
            case "push-blob-in-chunks" -> System.out.println(
                    registry.pushBlobChunked(name, Path.of(arguments[2]), CHUNK_BYTES).getDigest());
            case "fetch-blob" -> registry.fetchBlob(
                    name.withDigest(arguments[2]), Path.of(arguments[3]));
            case "mount-blob" -> {
                var target = ContainerRef.parse(arguments[2]).withDigest(arguments[3]);
                if (!registry.mountBlob(name.withDigest(arguments[3]), target)) {
                    throw new IllegalStateException("the blob was not mounted");
                }
            }
            case "attach" -> registry.attachArtifact(name, TYPE, LocalPath.of(arguments[2]));
            case "referrers" -> {
                var digest = registry.getManifest(name).getDescriptor().getDigest();
                registry.getReferrers(name.withDigest(digest), TYPE)
                        .getManifests()
                        .forEach(referrer -> System.out.println(referrer.getDigest()));
            }
            case "push-index" -> {
                var manifest = registry.getManifest(ContainerRef.parse(arguments[2]));
                var index = Index.fromManifests(List.of(manifest.getDescriptor()));
                registry.pushIndex(name, index);
                System.out.println(registry.getIndex(name).getManifests().size());
            }
            case "tags" -> registry.getTags(name).tags().forEach(System.out::println);
            case "repositories" ->
                registry.getRepositories().repositories().forEach(System.out::println);
            case "delete" -> registry.deleteManifest(name);
            default -> throw new IllegalArgumentException("no call " + arguments[0]);
        }
    }

    private static Registry connect() {
        var builder = Registry.builder()
                .withRegistry(System.getenv("REGISTRY"))
                .withAuthProvider(new UsernamePasswordProvider(
                        System.getenv("REGISTRY_USER"), System.getenv("REGISTRY_PASSWORD")));
        if (System.getenv("SCHEME").equals("http")) {
            builder.withInsecure(true);
        } else {
            builder.withCaFile(Path.of(System.getenv("CA")));
        }
        return builder.build();
    }
}

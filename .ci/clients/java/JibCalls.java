import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What jib.sh asks of Jib, one build per run; prints the digest of what was pushed.
///
/// Arguments: the target, the file to add as a layer, and optionally the base, an index of
/// linux/amd64 and linux/arm64, for which an image of each is built.
class JibCalls {
    private static final Path WORK = Path.of(System.getenv("WORK"));

    /// Jib's connections would keep the process alive: it ends by its exit status.
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
        var target = arguments[0];
        var file = Path.of(arguments[1]);
        var built = builder(arguments).addLayer(List.of(file), "/added").containerize(
                Containerizer.to(image(target))
                        .setAllowInsecureRegistries(System.getenv("SCHEME").equals("http"))
                        .setBaseImageLayersCache(WORK.resolve("base-layers"))
                        .setApplicationLayersCache(WORK.resolve("application-layers")));
        System.out.println(built.getDigest());
    }

    private static JibContainerBuilder builder(String... arguments) throws Exception {
        if (arguments.length < 3) {
            return Jib.fromScratch();
        }
        return Jib.from(image(arguments[2]))
                .setPlatforms(
                        Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")));
    }

    private static RegistryImage image(String name) throws Exception {
        return RegistryImage.named(name)
                .addCredential(System.getenv("REGISTRY_USER"), System.getenv("REGISTRY_PASSWORD"));
    }
}

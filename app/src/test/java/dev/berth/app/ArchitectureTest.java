package dev.berth.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import dev.berth.auth.password.PasswordRules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The boundaries that no compiler holds: who may use whom, and one door per library.
@AnalyzeClasses(
        packages = "dev.berth",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /// What modules offer to each other's tests are tests as well.
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /// Which modules a module may use besides itself.
    private static final Map<String, Set<String>> MODULES = Map.of(
            "oci", Set.of(),
            "platform", Set.of(),
            "storage", Set.of("oci", "platform"),
            "auth", Set.of("platform"),
            "jobs", Set.of("platform"),
            "registry", Set.of("oci", "storage", "auth", "jobs", "platform"),
            "core", Set.of("oci", "registry", "auth", "jobs", "platform"),
            "router", Set.of("oci", "auth", "platform"),
            "app",
                    Set.of(
                            "oci",
                            "storage",
                            "auth",
                            "jobs",
                            "registry",
                            "core",
                            "router",
                            "platform"));

    /// A library, and the packages (or, with a star, class names) that may import it.
    private record Door(String library, List<String> users) {
        static Door to(String library, String... users) {
            return new Door(library, List.of(users));
        }
    }

    private static final List<Door> DOORS = List.of(
            Door.to("io.vertx", "dev.berth.platform.http", "dev.berth.router.upstream"),
            Door.to("io.netty", "dev.berth.platform.http", "dev.berth.router.upstream"),
            Door.to("org.jooq", "dev.berth.platform.database", "*Table"),
            Door.to("org.flywaydb", "dev.berth.platform.database"),
            Door.to("com.zaxxer.hikari", "dev.berth.platform.database"),
            Door.to("org.sqlite", "dev.berth.platform.database"),
            Door.to("org.postgresql", "dev.berth.platform.database"),
            Door.to("com.github.kagkarlsson", "dev.berth.jobs"),
            Door.to("ch.qos.logback", "dev.berth.platform.telemetry"),
            Door.to("io.micrometer", "dev.berth.platform.telemetry"),
            Door.to("io.prometheus", "dev.berth.platform.telemetry"),
            Door.to("io.opentelemetry", "dev.berth.platform.telemetry"),
            Door.to("org.snakeyaml", "dev.berth.platform.config"),
            Door.to("com.nimbusds", "dev.berth.auth"),
            Door.to("com.password4j", "dev.berth.auth"),
            Door.to("picocli", "dev.berth.app"),
            Door.to("me.tongfei", "dev.berth.app"));

    @ArchTest
    static final ArchRule a_module_uses_only_what_the_table_allows =
            classes().should(keepToTheModuleTable());

    @ArchTest
    static final ArchRule every_library_has_one_door = classes().should(comeThroughTheDoors());

    @ArchTest
    static final ArchRule the_model_knows_no_input_or_output = noClasses()
            .that()
            .resideInAPackage("dev.berth.oci..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.nio.file..");

    @ArchTest
    static final ArchRule features_of_the_registry_form_no_cycle =
            slices().matching("dev.berth.registry.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule features_of_the_core_form_no_cycle =
            slices().matching("dev.berth.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule parts_of_the_router_form_no_cycle =
            slices().matching("dev.berth.router.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule parts_of_the_platform_form_no_cycle =
            slices().matching("dev.berth.platform.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_sleeps_exits_or_asks_the_clock_below_the_application = noClasses()
            .that()
            .resideOutsideOfPackages("dev.berth.app..", "dev.berth.platform..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Instant.class, "now");

    private static ArchCondition<JavaClass> keepToTheModuleTable() {
        return new ArchCondition<>("use only the modules that the table allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var own = moduleOf(type);
                var allowed = MODULES.get(own);
                if (allowed == null) {
                    events.add(violated(type, "module " + own + " is not in the table"));
                    return;
                }
                usedBy(type)
                        .filter(used -> isWithin(used.getPackageName(), "dev.berth"))
                        .map(ArchitectureTest::moduleOf)
                        .filter(used -> !used.equals(own) && !allowed.contains(used))
                        .distinct()
                        .forEach(used -> events.add(violated(type, "uses module " + used)));
            }
        };
    }

    private static ArchCondition<JavaClass> comeThroughTheDoors() {
        return new ArchCondition<>("use a library only where its door is") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var door : DOORS) {
                    if (!isDoor(door, type)
                            && usedBy(type)
                                    .anyMatch(used ->
                                            isWithin(used.getPackageName(), door.library()))) {
                        var doors = String.join(", ", door.users());
                        events.add(violated(
                                type, "uses %s: go through %s".formatted(door.library(), doors)));
                    }
                }
            }
        };
    }

    private static ConditionEvent violated(JavaClass type, String what) {
        return SimpleConditionEvent.violated(type, type.getName() + ": " + what);
    }

    private static boolean isDoor(Door door, JavaClass type) {
        var outermost = type.getName().split("\\$", 2)[0];
        return door.users().stream()
                .anyMatch(user -> user.startsWith("*")
                        ? outermost.endsWith(user.substring(1))
                        : isWithin(type.getPackageName(), user));
    }

    private static boolean isWithin(String packageName, String root) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private static String moduleOf(JavaClass type) {
        return type.getPackageName().split("\\.", 4)[2];
    }

    private static Stream<JavaClass> usedBy(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType());
    }

    /// A comparison that ends at the first difference tells how much of a guess is right.
    ///
    /// - `Secret` and the hashes compare in constant time.
    /// - The rules for a new password compare it with no secret.
    @ArchTest
    static final ArchRule SEC_19_who_reveals_a_secret_compares_no_texts = codeUnits()
            .that()
            .areNotDeclaredIn(PasswordRules.class)
            .should(new ArchCondition<>("not compare texts where a secret is revealed") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    boolean reveals = unit.getMethodCallsFromSelf().stream()
                            .anyMatch(call -> call.getTarget().getName().equals("reveal"));
                    unit.getMethodCallsFromSelf().stream()
                            .filter(call -> reveals && comparesTexts(call))
                            .forEach(call -> events.add(
                                    SimpleConditionEvent.violated(unit, call.getDescription())));
                }
            });

    private static boolean comparesTexts(JavaMethodCall call) {
        var owner = call.getTargetOwner().getName();
        return Set.of("equals", "equalsIgnoreCase", "contentEquals", "compareTo", "startsWith")
                        .contains(call.getTarget().getName())
                && Set.of("java.lang.String", "java.util.Arrays", "java.util.Objects")
                        .contains(owner);
    }
}

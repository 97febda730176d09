package dev.berth.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.contract.Contract;
import dev.berth.core.contract.Contract.Operation;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The contract is the list of operations. Source: ADR 80.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContractTest {
    private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
    private static final String NOT_YET = "## Operations that come later";
    private static final Pattern OPERATION = Pattern.compile("`(\\w+)`");

    /// What Harbor answers without describing it, and what is ours.
    private static final Set<String> UNDESCRIBED =
            Set.of("browseApi", "getVersion", "login", "logOut", "userExists", "explain");

    private final TestCore core;

    ContractTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void every_operation_is_here_or_the_page_says_when_it_comes() throws IOException {
        var accountedFor = new TreeSet<>(served());
        assertThat(later()).as("operations that are here").doesNotContainAnyElementsOf(served());
        accountedFor.addAll(later());

        assertThat(accountedFor)
                .containsExactlyElementsOf(Contract.HARBOR.operations().stream()
                        .map(Operation::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void every_route_is_declared_as_the_contract_says_and_needs_a_permission() {
        for (var route : core.routes()) {
            assertThat(route.guard().permission()).as(route.operation()).isNotBlank();
            if (!UNDESCRIBED.contains(route.operation())) {
                assertThat(Contract.HARBOR.operations())
                        .as("add it to the contract, or to those that have none")
                        .anySatisfy(operation -> assertSame(route, operation));
            }
        }
    }

    private static void assertSame(Route<?> route, Operation operation) {
        assertThat(route.operation()).isEqualTo(operation.id());
        assertThat(route.method()).isEqualTo(operation.method());
        assertThat(route.pattern().text()).isEqualTo(operation.path().text());
        assertThat(route.bodyBytesMax() > 0).isEqualTo(operation.hasBody());
    }

    private Set<String> served() {
        return core.routes().stream()
                .map(Route::operation)
                .filter(id -> !UNDESCRIBED.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> later() throws IOException {
        var page = Files.readString(PAGE);
        var list = page.substring(page.indexOf(NOT_YET) + NOT_YET.length());
        int end = list.indexOf("\n## ");
        return OPERATION
                .matcher(end < 0 ? list : list.substring(0, end))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

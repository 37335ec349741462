package dev.peregrine.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules, as ARCHITECTURE.md draws them; an arrow may be walked on. */
@Timeout(120)
class LayeringTest {
    private static final String ROOT = "dev.peregrine.";

    private static final Map<String, List<String>> MAY_SEE =
            Map.ofEntries(
                    Map.entry("protocol", List.of()),
                    Map.entry("report", List.of()),
                    Map.entry("client", List.of("protocol")),
                    Map.entry("policy", List.of("protocol")),
                    Map.entry("state", List.of("protocol")),
                    Map.entry("scoring", List.of("state", "policy", "protocol")),
                    Map.entry("ingest", List.of("scoring", "state", "policy", "protocol")),
                    Map.entry(
                            "replay", List.of("scoring", "state", "policy", "protocol", "report")),
                    Map.entry("gateway", List.of("client", "policy", "protocol")),
                    Map.entry(
                            "node",
                            List.of(
                                    "ingest",
                                    "replay",
                                    "gateway",
                                    "scoring",
                                    "client",
                                    "state",
                                    "policy",
                                    "protocol",
                                    "report")),
                    Map.entry(
                            "latency",
                            List.of(
                                    "node",
                                    "ingest",
                                    "replay",
                                    "gateway",
                                    "scoring",
                                    "client",
                                    "state",
                                    "policy",
                                    "protocol",
                                    "report")));

    static Iterable<String> layers() {
        return new TreeSet<>(MAY_SEE.keySet());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldSeeOnlyTheLayersBelow(String layer) {
        String[] forbidden =
                MAY_SEE.keySet().stream()
                        .filter(
                                other ->
                                        !other.equals(layer) && !MAY_SEE.get(layer).contains(other))
                        .map(other -> ROOT + other + "..")
                        .toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + layer + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(OurClasses.ALL);
        }
    }

    @Test
    void shouldHaveEveryClassInALayer() {
        assertThat(OurClasses.ALL.stream().map(JavaClass::getPackageName).distinct())
                .isNotEmpty()
                .allMatch(name -> MAY_SEE.containsKey(layer(name)));
    }

    @Test
    void shouldUseTheDisruptorOnlyInThePipeline() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.peregrine.scoring.pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.lmax..")
                .check(OurClasses.ALL);
    }

    private static String layer(String packageName) {
        String rest = packageName.substring(ROOT.length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }
}

package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.BundleDiff.Field;
import dev.peregrine.policy.BundleDiff.Item;
import dev.peregrine.policy.BundleDiff.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BundleDiffTest {
    @TempDir private Path temp;
    private BundleFixture before;
    private BundleFixture after;

    @BeforeEach
    void writeTwice() throws Exception {
        before = new BundleFixture(temp.resolve("a"));
        after = new BundleFixture(temp.resolve("b"));
    }

    @Test
    void shouldFindNothingBetweenCopies() throws Exception {
        after.write("rules/z.yaml", BundleFixture.RULES)
                .write("rules/a.yaml", "# moved\nrules: []\n")
                .replace("policy.yaml", "version: 1", "version: 1 # one");

        assertThat(BundleDiff.between(before.dir(), after.dir()).items()).isEmpty();
    }

    @Test
    void shouldNameFieldsThatChanged() throws Exception {
        after.replace("policy.yaml", "version: 1", "version: 2")
                .replace("policy.yaml", "decline: 700", "decline: 650")
                .replace("features.yaml", "window: 30d", "window: 7d")
                .replace("features.yaml", "capacity: 1000", "capacity: 2000")
                .when("features.n_1h > 7");

        assertThat(BundleDiff.between(before.dir(), after.dir()).items())
                .containsExactly(
                        changed(
                                "policy",
                                new Field("score.decline", "700", "650"),
                                new Field("version", "1", "2")),
                        changed("entity card", new Field("capacity", "1000", "2000")),
                        changed("feature fresh", new Field("window", "30d", "7d")),
                        changed(
                                "rule many",
                                new Field("when", "features.n_1h > 5", "features.n_1h > 7")));
    }

    @Test
    void shouldNameWhatCameAndWent() throws Exception {
        after.write("lists.yaml", BundleFixture.LISTS)
                .replace("features.yaml", "name: mean_1d", "name: average_1d");

        BundleDiff diff = BundleDiff.between(before.dir(), after.dir());

        assertThat(diff.items())
                .filteredOn(i -> i.kind() == Kind.ADDED)
                .extracting(Item::name)
                .contains("list blocked_cards", "feature average_1d");
        assertThat(diff.items()).contains(new Item(Kind.REMOVED, "feature mean_1d", List.of()));
    }

    private static Item changed(String name, Field... fields) {
        return new Item(Kind.CHANGED, name, List.of(fields));
    }
}

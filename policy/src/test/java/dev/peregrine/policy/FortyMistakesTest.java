package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A bundle with more than forty mistakes, in every file that a bundle has: each gets a message of
 * its own, in {@code forty-mistakes.txt}, and none gets two that mean the same.
 */
@Timeout(60)
class FortyMistakesTest {
    @Test
    void shouldTellEachMistakeWithItsPlace() throws Exception {
        Path bundle = Path.of(getClass().getResource("/forty-mistakes").toURI());
        List<String> expected =
                Files.readString(Path.of(getClass().getResource("/forty-mistakes.txt").toURI()))
                        .lines()
                        .toList();

        PolicyException refused =
                catchThrowableOfType(PolicyException.class, () -> PolicyLoader.load(bundle));

        assertThat(refused.problems()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(String.join("\n", refused.problems()).replace(bundle + "/", "").lines())
                .containsExactlyElementsOf(expected);
    }
}

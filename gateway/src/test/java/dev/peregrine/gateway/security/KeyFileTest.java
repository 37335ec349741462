package dev.peregrine.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyFileTest {
    private static final String TEXT = KeySecret.generate(new SecureRandom());
    private static final ApiKey FULL =
            new ApiKey(
                    KeySecret.id(TEXT),
                    "payments-gateway",
                    KeySecret.sha256(TEXT),
                    Set.of(2, 1),
                    Set.of(Scope.READ, Scope.DECIDE),
                    Instant.parse("2026-01-31T12:00:00Z"),
                    Instant.parse("2027-01-31T12:00:00Z"),
                    true,
                    20,
                    40);

    @Test
    void shouldReadWhatItWrites() {
        String other = KeySecret.generate(new SecureRandom());
        ApiKey plain =
                new ApiKey(
                        KeySecret.id(other),
                        "x",
                        KeySecret.sha256(other),
                        Set.of(1),
                        Set.of(Scope.ADMIN),
                        Instant.EPOCH,
                        null,
                        false,
                        0,
                        0);
        String text = KeyFile.format(List.of(FULL, plain));

        assertThat(KeyFile.parse("keys.yaml", text)).containsExactly(FULL, plain);
        assertThat(text).doesNotContain(TEXT, other);
        assertThat(KeyFile.parse("keys.yaml", KeyFile.format(List.of()))).isEmpty();
    }

    @Test
    void shouldTellEveryMistakeWithItsPlaceAndNothingSecret() {
        String text =
                KeyFile.format(List.of(FULL))
                        .replace(FULL.sha256(), TEXT)
                        .replace("[decide, read]", "[decide, reed]")
                        .replace("tenants: [1, 2]", "tenants: [0]")
                        .replace("2027-01-31T12:00:00Z", "next year")
                        .replace("revoked: true", "revoked: yes")
                        .replace("rate: 20", "rate: -1");

        AccessException refused =
                catchThrowableOfType(AccessException.class, () -> KeyFile.parse("keys.yaml", text));

        assertThat(refused.problems())
                .hasSize(6)
                .allMatch(problem -> problem.matches("keys\\.yaml:\\d+:\\d+: .*"))
                .noneMatch(problem -> problem.contains(TEXT))
                .anyMatch(problem -> problem.contains("did you mean 'read'?"));
    }

    @Test
    void shouldRefuseTwoKeysOfOneId() {
        AccessException refused =
                catchThrowableOfType(
                        AccessException.class,
                        () -> KeyFile.parse("k", KeyFile.format(List.of(FULL, FULL))));

        assertThat(refused).hasMessageContaining("'id' is another key's");
    }

    @Test
    void shouldMakeKeysOfOneFormThatDiffer() {
        String other = KeySecret.generate(new SecureRandom());

        assertThat(TEXT).matches("pk_[a-z2-7]{12}_[A-Za-z0-9_-]{43}");
        assertThat(KeySecret.isKey(TEXT)).isTrue();
        assertThat(other).isNotEqualTo(TEXT);
        assertThat(KeySecret.id(other)).isNotEqualTo(KeySecret.id(TEXT));
    }
}

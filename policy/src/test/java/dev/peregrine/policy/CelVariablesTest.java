package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.runtime.CelEvaluationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CelVariablesTest {
    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "features.n_1h > 5 ~ true",
                "features.n_1h > 6.5 ~ false",
                "features.n_1h >= 6.0 ~ true",
                "tx.amount_minor > features.mean_1d ~ true",
                "has(features.mean_1d) ~ true",
                "has(features.fresh) ~ false",
                "has(features.fresh) && features.fresh ~ false",
                "features.fresh && tx.hour == 3 ~ false",
                "features.fresh || tx.hour == 4 ~ true",
                "!has(tx.device) && tx.channel == 'atm' ~ true",
                "tx.currency in ['EUR', 'USD'] && tx.merchant_category in [6011, 6012] ~ true",
                "tx.email_domain.endsWith('.example') || tx.card.startsWith('c') ~ true",
                "double(features.n_1h) / features.mean_1d > 2.0 ~ true",
                "tx.stale_time ? false : tx.latitude < 0.0 ~ true",
            })
    void shouldEvaluateACheckedRuleOverMaps(String condition, boolean expected) throws Exception {
        assertThat(evaluate(condition)).isEqualTo(expected);
    }

    @Test
    void shouldEndInAnErrorWhenAMissingValueDecides() {
        assertThatThrownBy(() -> evaluate("features.fresh && tx.hour == 4"))
                .isInstanceOf(CelEvaluationException.class)
                .hasMessageContaining("fresh");
    }

    @Test
    void shouldEndInAnErrorWhenAnIntegerOverflows() {
        assertThatThrownBy(() -> evaluate("tx.amount_minor + 9223372036854775807 > 0"))
                .isInstanceOf(CelEvaluationException.class)
                .hasMessageContaining("overflow");
    }

    @Test
    void shouldBindEveryTransactionVariable() throws Exception {
        for (TransactionVariable variable : TransactionVariable.values()) {
            assertThat(evaluate("!has(tx." + variable.externalName() + ") || true")).isTrue();
        }
    }

    private boolean evaluate(String condition) throws Exception {
        Rule rule = new BundleFixture(dir).when("\"" + condition + "\"").load().rules().get(0);
        Map<String, Object> tx = new HashMap<>();
        tx.put(TransactionVariable.AMOUNT_MINOR.externalName(), 1234L);
        tx.put(TransactionVariable.CURRENCY.externalName(), "EUR");
        tx.put(TransactionVariable.CHANNEL.externalName(), "atm");
        tx.put(TransactionVariable.CARD.externalName(), "c1");
        tx.put(TransactionVariable.MERCHANT_CATEGORY.externalName(), 6011L);
        tx.put(TransactionVariable.HOUR.externalName(), 4L);
        tx.put(TransactionVariable.LATITUDE.externalName(), -1.5);
        tx.put(TransactionVariable.STALE_TIME.externalName(), false);
        Map<String, Object> features = Map.of("n_1h", 6L, "mean_1d", 2.5);
        return (boolean)
                CelVariables.runtime()
                        .createProgram(rule.when())
                        .eval(Map.of(CelVariables.TX, tx, CelVariables.FEATURES, features));
    }
}

package dev.peregrine.scoring.rules.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.compiler.CelCompiler;
import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.ValueField;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.policy.expression.ExpressionTranslator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChunkCompilerTest {
    /** HotSpot's HugeMethodLimit. */
    private static final int LONGEST_COMPILED = 8_000;

    private static final List<FeatureSpec> FEATURES =
            List.of(
                    new FeatureSpecBuilder("f", Aggregate.VALUE)
                            .field(ValueField.of(NumericField.AMOUNT))
                            .build());

    private final CelCompiler checker =
            CelVariables.compiler(CelVariables.featureFields(FEATURES), List.of());
    private final ExpressionTranslator translator =
            new ExpressionTranslator(List.of(), List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tx.hour<1||",
                "tx.card==tx.device&&",
                "(features.f>1.0?features.f>2.0:features.f>3.0)||",
                "tx.merchant_category*tx.hour%7>tx.hour*tx.hour&&",
                "!(has(tx.ip)&&tx.stale_time)||",
                "int(features.f)/tx.hour==-tx.amount_minor&&",
                "(tx.stale_time==(tx.hour>3))==true||",
                "1<2||",
            })
    void shouldMakeNoMethodThatHotSpotDoesNotCompile(String part) throws Exception {
        int parts = CelVariables.MAX_EXPRESSION_LENGTH / part.length();
        String text = String.join("", Collections.nCopies(parts, part));
        text = text.substring(0, text.length() - 2);
        List<Expression> rules = new ArrayList<>();
        rules.add(translator.translate(checker.compile(text).getAst()));
        rules.add(translator.translate(checker.compile(widest()).getAst()));
        ChunkCompiler compiler =
                new ChunkCompiler(rules, new InputSlots(new FeatureSet(0, List.of(), FEATURES)));

        compiler.classFile();

        assertThat(compiler.longestMethod()).isBetween(100, LONGEST_COMPILED);
    }

    /** Calculations on both sides of a comparison that are as long as they may be. */
    private static String widest() {
        String sum = String.join("*", Collections.nCopies(32, "tx.merchant_category"));
        return "(" + sum + ")*(" + sum + ")>(" + sum + ")*(" + sum + ")";
    }
}

package dev.peregrine.latency.engine;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompiler;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** As many rules as asked for: those of a bundle, over and over, each time with other numbers. */
final class DemoRules {
    private static final Pattern INTEGER = Pattern.compile("(?<![\\w.])\\d+(?![\\w.])");

    private DemoRules() {}

    /** What needs more than a payment and its features. */
    private static final Pattern BEYOND = Pattern.compile("\\b(lists|model)\\.");

    /** The bundle with {@code count} rules instead of its own. */
    static PolicyBundle of(PolicyBundle bundle, int count) {
        CelCompiler compiler =
                CelVariables.compiler(
                        CelVariables.featureFields(bundle.features().features()),
                        bundle.attributes());
        List<Rule> alone =
                bundle.rules().stream().filter(rule -> !BEYOND.matcher(text(rule)).find()).toList();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Rule rule = alone.get(i % alone.size());
            int round = i / alone.size();
            String when =
                    INTEGER.matcher(text(rule))
                            .replaceAll(m -> Long.toString(Long.parseLong(m.group()) + round));
            rules.add(
                    new Rule(
                            rule.id() + "_" + round,
                            rule.description(),
                            check(compiler, when),
                            rule.action(),
                            rule.points(),
                            rule.evenIfAllowed(),
                            rule.reasonCode(),
                            rule.reasonText(),
                            rule.shadow()));
        }
        return PolicyBundleBuilder.from(bundle).rules(rules).build();
    }

    private static String text(Rule rule) {
        return rule.when().getSource().getContent().toString();
    }

    private static CelAbstractSyntaxTree check(CelCompiler compiler, String when) {
        try {
            return compiler.compile(when).getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException(when, e);
        }
    }
}

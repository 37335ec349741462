package dev.peregrine.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.peregrine.policy.expression.ExpressionTranslator;
import dev.peregrine.policy.expression.UnsupportedExpressionException;
import dev.peregrine.policy.yaml.LocatedText;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.codec.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code rules/*.yaml}, file by file. Rule ids are unique over all files. */
final class RulesReader {
    private static final Set<String> KEYS = PolicyReader.ordered("rules");
    private static final Set<String> RULE_KEYS =
            PolicyReader.ordered(
                    "id",
                    "description",
                    "when",
                    "action",
                    "points",
                    "even_if_allowed",
                    "reason",
                    "shadow");
    private static final Set<String> REASON_KEYS = PolicyReader.ordered("code", "text");
    static final Map<String, Action> ACTIONS = actions();

    private final RuleExpressionCompiler compiler;
    private final ExpressionTranslator translator;
    private final boolean namesKnown;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();

    /**
     * @param compiler checker of conditions
     * @param translator tells what cannot be compiled
     * @param namesKnown false when features or attributes could not be read: conditions are then
     *     parsed only
     */
    RulesReader(
            RuleExpressionCompiler compiler, ExpressionTranslator translator, boolean namesKnown) {
        this.compiler = compiler;
        this.translator = translator;
        this.namesKnown = namesKnown;
    }

    private static Map<String, Action> actions() {
        Map<String, Action> actions = new LinkedHashMap<>();
        for (Action action :
                List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE)) {
            actions.put(action.name().toLowerCase(Locale.ROOT), action);
        }
        return actions;
    }

    /** The rules so far; complete only when no problem was told. */
    List<Rule> rules() {
        return rules;
    }

    /** Reads the next file. */
    void readFile(String path, YamlValue root) {
        Optional<List<YamlValue>> list =
                root.mapping(KEYS)
                        .flatMap(m -> m.named("the file").require("rules"))
                        .flatMap(v -> v.list("a rule", BundleLimits.MAX_RULES));
        for (YamlValue value : list.orElse(List.of())) {
            value.mapping(RULE_KEYS).ifPresent(m -> readRule(path, value, m.named("the rule")));
            if (places.size() > BundleLimits.MAX_RULES) {
                value.problem("more than " + BundleLimits.MAX_RULES + " rules in the bundle");
                return;
            }
        }
    }

    private void readRule(String path, YamlValue value, YamlMapping rule) {
        Optional<YamlValue> idValue = rule.require("id");
        Optional<String> id = idValue.flatMap(v -> Names.id(v, "rule id"));
        if (id.isPresent()) {
            rule.named("rule '" + id.get() + "'");
            String place = path + ":" + value.line();
            String first = places.putIfAbsent(id.get(), place);
            if (first != null) {
                idValue.get().problem("duplicate rule '" + id.get() + "', first at " + first);
            }
        }
        var description =
                rule.require("description")
                        .flatMap(v -> v.text(BundleLimits.MAX_DESCRIPTION_LENGTH));
        var when =
                rule.require("when")
                        .flatMap(v -> v.locatedText(CelVariables.MAX_EXPRESSION_LENGTH))
                        .flatMap(this::compile);
        var effect = effect(rule);
        var reason = rule.require("reason").flatMap(RulesReader::reason);
        var shadow = flag(rule, "shadow");
        if (id.isEmpty()
                || description.isEmpty()
                || when.isEmpty()
                || effect.isEmpty()
                || reason.isEmpty()
                || shadow.isEmpty()) {
            return;
        }
        rules.add(
                new Rule(
                        id.get(),
                        description.get(),
                        when.get(),
                        effect.get().action(),
                        effect.get().points(),
                        effect.get().evenIfAllowed(),
                        reason.get().code(),
                        reason.get().text(),
                        shadow.get()));
    }

    private Optional<CelAbstractSyntaxTree> compile(LocatedText text) {
        if (namesKnown) {
            return compiler.compile(text).filter(ast -> isCompilable(text, ast));
        }
        compiler.parse(text);
        return Optional.empty();
    }

    private boolean isCompilable(LocatedText text, CelAbstractSyntaxTree ast) {
        try {
            translator.translate(ast);
            return true;
        } catch (UnsupportedExpressionException e) {
            if (!e.isToldElsewhere()) {
                text.problem(e.offset(), e.getMessage());
            }
            return false;
        }
    }

    private record Effect(Action action, int points, boolean evenIfAllowed) {}

    private static Optional<Effect> effect(YamlMapping rule) {
        if (!rule.has("action") && !rule.has("points")) {
            rule.problem(rule.name() + " does nothing: give it an action or points");
            return Optional.empty();
        }
        Optional<Action> action = rule.find("action").flatMap(v -> v.choice("action", ACTIONS));
        Optional<Integer> points =
                rule.has("points")
                        ? rule.find("points")
                                .flatMap(
                                        v -> v.integer(-ScoreBands.MAX_SCORE, ScoreBands.MAX_SCORE))
                        : Optional.of(0);
        Optional<Boolean> evenIfAllowed = flag(rule, "even_if_allowed");
        boolean actionWrong = rule.has("action") && action.isEmpty();
        if (evenIfAllowed.orElse(false)
                && !actionWrong
                && action.orElse(null) != Action.CHALLENGE) {
            rule.problemAt("even_if_allowed", "'even_if_allowed' belongs to action challenge only");
            return Optional.empty();
        }
        if (actionWrong || points.isEmpty() || evenIfAllowed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Effect(action.orElse(null), points.get(), evenIfAllowed.get()));
    }

    private static Optional<Boolean> flag(YamlMapping rule, String key) {
        Optional<YamlValue> value = rule.find(key);
        return value.isEmpty() ? Optional.of(false) : value.get().bool();
    }

    private static Optional<ReasonText> reason(YamlValue value) {
        return value.mapping(REASON_KEYS).flatMap(m -> ReasonText.read(m.named("reason")));
    }
}

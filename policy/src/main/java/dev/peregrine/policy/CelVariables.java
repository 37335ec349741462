package dev.peregrine.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.peregrine.policy.condition.OutcomeVariable;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules can see, and how a checked rule is evaluated.
 *
 * <p>Rules see the variables {@code tx}, whose fields are {@link TransactionVariable}, {@code
 * features}, whose fields are the bundle's features by name, {@code attr}, whose fields are the
 * bundle's own attributes, {@code lists}, whose fields are the bundle's lists, for use after {@code
 * in} only, {@code param}, whose fields are the bundle's parameters, which are constants, and
 * {@code model}, whose fields are the bundle's models, each with its outputs. The checker takes all
 * for structs, so that an unknown field is an error when the policy is loaded.
 *
 * <p>A checked rule is an {@link dev.peregrine.policy.expression.Expression}. To hold it against
 * CEL's own evaluator, make a program of {@link Rule#when()} with {@link #runtime()} (which has the
 * same options as the checker) and give it the variables as {@code Map<String, Object>}: Long for
 * int, Double for double, Boolean, String, a List of String for a list. A missing value is a key
 * that is not in the map: {@code has()} is then false, reading it is an error, and {@code &&} and
 * {@code ||} absorb the error where their other side decides. A rule whose expression ends in an
 * error does not fire.
 *
 * <p>Rules compare int and double freely; arithmetic does not mix them. Left out, because they
 * escape the checker or depend on the JVM's time zones: {@code dyn}, {@code type}, timestamps,
 * durations, bytes, and all macros but {@code has}. Others are declared, so that the checker knows
 * them, and refused with the reason when a rule is translated.
 */
public final class CelVariables {
    /** Name of the transaction's variable. */
    public static final String TX = "tx";

    /** Name of the features' variable. */
    public static final String FEATURES = "features";

    /** Name of the outcome's variable, in {@code where:} only. */
    public static final String OUTCOME = "outcome";

    /** Name of the variable of the tenant's own attributes. */
    public static final String ATTRIBUTES = "attr";

    /** Name of the variable of the bundle's lists. */
    public static final String LISTS = "lists";

    /** Name of the variable of the bundle's parameters. */
    public static final String PARAMETERS = "param";

    /** Name of the variable of the bundle's models, whose fields are models with outputs. */
    public static final String MODEL = "model";

    /** Longest expression, in code points. */
    public static final int MAX_EXPRESSION_LENGTH = 4096;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(MAX_EXPRESSION_LENGTH)
                    .maxParseRecursionDepth(64)
                    .build();

    private static final ImmutableSet<StandardFunction> FUNCTIONS =
            ImmutableSet.of(
                    StandardFunction.IN,
                    StandardFunction.CONDITIONAL,
                    StandardFunction.LOGICAL_NOT,
                    StandardFunction.LOGICAL_OR,
                    StandardFunction.LOGICAL_AND,
                    StandardFunction.EQUALS,
                    StandardFunction.NOT_EQUALS,
                    StandardFunction.ADD,
                    StandardFunction.SUBTRACT,
                    StandardFunction.MULTIPLY,
                    StandardFunction.DIVIDE,
                    StandardFunction.MODULO,
                    StandardFunction.NEGATE,
                    StandardFunction.SIZE,
                    StandardFunction.INT,
                    StandardFunction.DOUBLE,
                    StandardFunction.STRING,
                    StandardFunction.MATCHES,
                    StandardFunction.CONTAINS,
                    StandardFunction.ENDS_WITH,
                    StandardFunction.STARTS_WITH,
                    StandardFunction.LESS,
                    StandardFunction.LESS_EQUALS,
                    StandardFunction.GREATER,
                    StandardFunction.GREATER_EQUALS);

    private CelVariables() {}

    /** Names and types of the fields of {@code tx}. */
    public static Map<String, CelType> transactionFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        for (TransactionVariable variable : TransactionVariable.values()) {
            fields.put(variable.externalName(), variable.type());
        }
        return fields;
    }

    /** Names and types of the fields of {@code outcome}. */
    static Map<String, CelType> outcomeFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        for (OutcomeVariable variable : OutcomeVariable.values()) {
            fields.put(variable.externalName(), celType(variable.type()));
        }
        return fields;
    }

    /** Names and types of the fields of {@code features}, in order of the bundle. */
    public static Map<String, CelType> featureFields(List<FeatureSpec> features) {
        Map<String, CelType> fields = new LinkedHashMap<>();
        for (FeatureSpec feature : features) {
            fields.put(feature.name(), celType(feature.type()));
        }
        return fields;
    }

    static CelType celType(AttributeType type) {
        return switch (type) {
            case INTEGER -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            default -> SimpleType.STRING;
        };
    }

    private static CelType celType(FeatureType type) {
        return switch (type) {
            case INTEGER -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
        };
    }

    /**
     * A parser and type checker for rules over these features and attributes.
     *
     * @param featureFields names and types, as from {@link #featureFields}
     */
    public static CelCompiler compiler(
            Map<String, CelType> featureFields, List<AttributeSpec> attributes) {
        return compiler(featureFields, attributes, List.of());
    }

    /** The same, over these models as well. */
    public static CelCompiler compiler(
            Map<String, CelType> featureFields,
            List<AttributeSpec> attributes,
            List<ModelSpec> models) {
        Map<String, Map<String, CelType>> outputs = new LinkedHashMap<>();
        models.forEach(m -> outputs.put(m.id(), modelOutputs(m.model().outputs())));
        return compiler(
                CelScope.ofRules(
                        featureFields, attributeFields(attributes), Map.of(), Map.of(), outputs));
    }

    /** A parser and type checker for {@code where:} over these attributes. */
    public static CelCompiler conditionCompiler(List<AttributeSpec> attributes) {
        return compiler(CelScope.ofConditions(attributeFields(attributes)));
    }

    /**
     * Names and types of the fields of the models' variable.
     *
     * @param models outputs by model
     */
    static Map<String, CelType> modelFields(Map<String, Map<String, CelType>> models) {
        Map<String, CelType> fields = new LinkedHashMap<>();
        models.forEach((id, outputs) -> fields.put(id, modelStruct(id, outputs)));
        return fields;
    }

    /** Outputs of a model, all decimal numbers. */
    public static Map<String, CelType> modelOutputs(List<String> outputs) {
        Map<String, CelType> fields = new LinkedHashMap<>();
        outputs.forEach(output -> fields.put(output, SimpleType.DOUBLE));
        return fields;
    }

    /** The name is none that an expression can hold. */
    private static StructType modelStruct(String id, Map<String, CelType> outputs) {
        return struct(MODEL + "/" + id, outputs);
    }

    private static Map<String, CelType> attributeFields(List<AttributeSpec> attributes) {
        Map<String, CelType> fields = new LinkedHashMap<>();
        attributes.forEach(a -> fields.put(a.name(), celType(a.type())));
        return fields;
    }

    static CelCompiler compiler(CelScope scope) {
        List<StructType> structs = new ArrayList<>();
        scope.variables().forEach((name, fields) -> structs.add(struct(name, fields)));
        List<StructType> types = new ArrayList<>(structs);
        scope.models().forEach((id, outputs) -> types.add(modelStruct(id, outputs)));
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardEnvironmentEnabled(false)
                        .setStandardDeclarations(
                                CelStandardDeclarations.newBuilder()
                                        .includeFunctions(FUNCTIONS)
                                        .build())
                        .setStandardMacros(CelStandardMacro.HAS)
                        .setTypeProvider(new StructTypes(types));
        structs.forEach(struct -> builder.addVar(struct.name(), struct));
        return builder.build();
    }

    /**
     * CEL's own evaluator, with the options that the checker has. Thread-safe. It is the
     * interpreter of cel-java, not its planner: version 0.14.0 of that hands the error of a {@code
     * &&} or {@code ||} as if it were a value to {@code ==}, {@code !=} and {@code in}.
     */
    public static CelRuntime runtime() {
        return CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();
    }

    private static StructType struct(String name, Map<String, CelType> fields) {
        ImmutableMap<String, CelType> types = ImmutableMap.copyOf(fields);
        return StructType.create(
                name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
    }

    private static final class StructTypes implements CelTypeProvider {
        private final ImmutableList<CelType> types;

        StructTypes(List<? extends CelType> types) {
            this.types = ImmutableList.copyOf(types);
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return types;
        }

        @Override
        public Optional<CelType> findType(String name) {
            return types.stream().filter(type -> type.name().equals(name)).findFirst();
        }
    }
}

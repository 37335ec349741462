package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.CompoundPredicate;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.scorecard.Attribute;

/**
 * Reads a PMML scorecard: each characteristic looks at one number, in intervals that follow each
 * other without a gap, with points for a missing value if there are some.
 */
final class PmmlScorecard {
    private final List<String> inputs = new ArrayList<>();
    private final List<Scorecard.Characteristic> characteristics = new ArrayList<>();
    private int bins;

    private PmmlScorecard() {}

    /** A half-open interval: from a number on, up to but without another. */
    private record Interval(String field, double from, double below) {}

    static Scorecard read(org.dmg.pmml.scorecard.Scorecard model) throws ModelFormatException {
        PmmlScorecard scorecard = new PmmlScorecard();
        for (org.dmg.pmml.scorecard.Characteristic characteristic :
                model.requireCharacteristics().requireCharacteristics()) {
            scorecard.add(characteristic);
        }
        double base = model.getInitialScore() == null ? 0 : model.getInitialScore().doubleValue();
        return new Scorecard(scorecard.inputs, base, scorecard.characteristics);
    }

    private void add(org.dmg.pmml.scorecard.Characteristic characteristic)
            throws ModelFormatException {
        String name = "characteristic " + characteristic.getName();
        String field = null;
        double missing = 0;
        double reached = Double.NEGATIVE_INFINITY;
        List<Scorecard.Bin> list = new ArrayList<>();
        for (Attribute attribute : characteristic.requireAttributes()) {
            if (attribute.getComplexPartialScore() != null) {
                throw PmmlReader.wrong(name + ": ComplexPartialScore is not supported");
            }
            double points = PmmlTree.number(attribute.getPartialScore(), "partialScore of " + name);
            Predicate predicate = attribute.requirePredicate();
            String missingField = missingField(predicate);
            if (missingField != null) {
                field = same(name, field, missingField);
                missing = points;
                continue;
            }
            Interval interval = interval(name, predicate);
            field = same(name, field, interval.field());
            if (interval.from() != reached) {
                throw PmmlReader.wrong(
                        name + ": intervals must follow each other, from the least number on");
            }
            reached = interval.below();
            list.add(new Scorecard.Bin(interval.below(), points));
            if (++bins > ModelLimits.MAX_TERMS) {
                throw PmmlReader.wrong("has more than " + ModelLimits.MAX_TERMS + " attributes");
            }
        }
        if (reached != Double.POSITIVE_INFINITY) {
            throw PmmlReader.wrong(name + ": the last interval must have no upper bound");
        }
        if (inputs.contains(field)) {
            throw PmmlReader.wrong("two characteristics look at '" + field + "'");
        }
        inputs.add(field);
        characteristics.add(new Scorecard.Characteristic(inputs.size() - 1, missing, list));
    }

    private static String same(String name, String field, String other)
            throws ModelFormatException {
        if (field != null && !field.equals(other)) {
            throw PmmlReader.wrong(name + " looks at '" + field + "' and '" + other + "'");
        }
        return other;
    }

    private static String missingField(Predicate predicate) {
        return predicate instanceof SimplePredicate simple
                        && simple.getOperator() == SimplePredicate.Operator.IS_MISSING
                ? simple.getField()
                : null;
    }

    private static Interval interval(String name, Predicate predicate) throws ModelFormatException {
        if (predicate instanceof SimplePredicate simple) {
            return side(name, simple);
        }
        boolean isAnd =
                predicate instanceof CompoundPredicate compound
                        && compound.requireBooleanOperator()
                                == CompoundPredicate.BooleanOperator.AND
                        && compound.requirePredicates().size() == 2;
        if (!isAnd) {
            throw PmmlReader.wrong(
                    name + ": an attribute must compare a number with one bound, or two by 'and'");
        }
        List<Predicate> both = ((CompoundPredicate) predicate).requirePredicates();
        Interval first = interval(name, both.get(0));
        Interval second = interval(name, both.get(1));
        return new Interval(
                same(name, first.field(), second.field()),
                Math.max(first.from(), second.from()),
                Math.min(first.below(), second.below()));
    }

    private static Interval side(String name, SimplePredicate predicate)
            throws ModelFormatException {
        double bound = PmmlTree.number(predicate.getValue(), "a bound of " + name);
        String field = predicate.requireField();
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        return switch (predicate.requireOperator()) {
            case LESS_THAN -> new Interval(field, least, bound);
            case LESS_OR_EQUAL -> new Interval(field, least, Math.nextUp(bound));
            case GREATER_OR_EQUAL -> new Interval(field, bound, most);
            case GREATER_THAN -> new Interval(field, Math.nextUp(bound), most);
            default ->
                    throw PmmlReader.wrong(
                            name
                                    + ": operator "
                                    + predicate.requireOperator().value()
                                    + " is not supported");
        };
    }
}

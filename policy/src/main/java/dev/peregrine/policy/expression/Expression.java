package dev.peregrine.policy.expression;

import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.List;

/**
 * An expression of a rule: what is left of its {@code when} after CEL's checker. Equal by value.
 *
 * <p>It has a value, or ends in an error, as in CEL: reading a missing value, an overflow and a
 * division by zero are errors; {@code &&} and {@code ||} absorb an error where their other side
 * decides, on whichever side it is; {@code ?:} evaluates only the side that it chooses; everything
 * else keeps the error of an operand.
 */
public sealed interface Expression {
    /** Type of the value: INTEGER, DOUBLE, BOOLEAN or STRING. */
    AttributeType type();

    /** Number of expressions that this one is made of, itself included. */
    default int weight() {
        return 1;
    }

    /** What can be missing. */
    sealed interface Reference extends Expression {}

    /** A field of {@code tx} or of {@code attr}. */
    record Field(ConditionField field) implements Reference {
        @Override
        public AttributeType type() {
            return field.type();
        }
    }

    /** A feature of the bundle; never of type STRING. */
    record Feature(String name, AttributeType type) implements Reference {}

    /** An output of one of the bundle's models; missing when it is no number. */
    record ModelOutput(String model, String output) implements Reference {
        @Override
        public AttributeType type() {
            return AttributeType.DOUBLE;
        }
    }

    record Constant(Literal literal) implements Expression {
        @Override
        public AttributeType type() {
            return literal.type();
        }
    }

    /** The value is there. Never an error. */
    record Has(Reference reference) implements Truth {}

    record Not(Expression operand) implements Truth {
        @Override
        public int weight() {
            return 1 + operand.weight();
        }
    }

    record And(Expression left, Expression right) implements Truth {
        @Override
        public int weight() {
            return 1 + left.weight() + right.weight();
        }
    }

    record Or(Expression left, Expression right) implements Truth {
        @Override
        public int weight() {
            return 1 + left.weight() + right.weight();
        }
    }

    /** {@code condition ? then : otherwise}. */
    record Choice(Expression condition, Expression then, Expression otherwise)
            implements Expression {
        @Override
        public AttributeType type() {
            return then.type();
        }

        @Override
        public int weight() {
            return 1 + condition.weight() + then.weight() + otherwise.weight();
        }
    }

    /**
     * A comparison of two values of one type, or, by order only, of a whole number with a decimal
     * one.
     */
    record Compare(Expression left, Comparison comparison, Expression right) implements Truth {
        @Override
        public int weight() {
            return 1 + left.weight() + right.weight();
        }
    }

    /** The element equals one of the literals, which are all of its type. */
    record In(Expression element, List<Literal> literals) implements Truth {
        public In {
            literals = List.copyOf(literals);
        }

        @Override
        public int weight() {
            return 1 + element.weight();
        }
    }

    /**
     * The element is on a list of the bundle: a text on one of texts, the payer's address, which is
     * {@code tx.ip}, on one of networks.
     *
     * @param list number of the list in its bundle
     */
    record Listed(Expression element, int list, boolean ofNetworks) implements Truth {
        @Override
        public int weight() {
            return 1 + element.weight();
        }
    }

    /** A test of one text by another; both are compared code point by code point. */
    record TextTest(Expression text, TextRelation relation, Expression part) implements Truth {
        @Override
        public int weight() {
            return 1 + text.weight() + part.weight();
        }
    }

    /** Arithmetic of two whole numbers or of two decimal ones. */
    record Arithmetic(Expression left, ArithmeticOperator operator, Expression right)
            implements Expression {
        @Override
        public AttributeType type() {
            return left.type();
        }

        @Override
        public int weight() {
            return 1 + left.weight() + right.weight();
        }
    }

    record Negation(Expression operand) implements Expression {
        @Override
        public AttributeType type() {
            return operand.type();
        }

        @Override
        public int weight() {
            return 1 + operand.weight();
        }
    }

    /**
     * {@code int()} or {@code double()} of a number. A decimal number that no whole number is near
     * to is an error.
     */
    record Conversion(Expression operand, AttributeType type) implements Expression {
        @Override
        public int weight() {
            return 1 + operand.weight();
        }
    }

    /** Number of code points of a text. */
    record Size(Expression text) implements Expression {
        @Override
        public AttributeType type() {
            return AttributeType.INTEGER;
        }

        @Override
        public int weight() {
            return 1 + text.weight();
        }
    }

    /** Expressions that are true or false. */
    sealed interface Truth extends Expression {
        @Override
        default AttributeType type() {
            return AttributeType.BOOLEAN;
        }
    }
}

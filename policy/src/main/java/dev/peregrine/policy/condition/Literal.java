package dev.peregrine.policy.condition;

import dev.peregrine.protocol.codec.AttributeType;

/** A value written into a condition. */
public sealed interface Literal extends Operand {
    record IntegerLiteral(long value) implements Literal {
        @Override
        public AttributeType type() {
            return AttributeType.INTEGER;
        }
    }

    record DoubleLiteral(double value) implements Literal {
        @Override
        public AttributeType type() {
            return AttributeType.DOUBLE;
        }
    }

    record BooleanLiteral(boolean value) implements Literal {
        @Override
        public AttributeType type() {
            return AttributeType.BOOLEAN;
        }
    }

    record TextLiteral(String value) implements Literal {
        @Override
        public AttributeType type() {
            return AttributeType.STRING;
        }
    }
}

package dev.peregrine.policy.expression;

/**
 * Arithmetic of two numbers of one type. On whole numbers an overflow and a division by zero are
 * errors; decimal ones follow IEEE 754, and have no remainder.
 */
public enum ArithmeticOperator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REMAINDER
}

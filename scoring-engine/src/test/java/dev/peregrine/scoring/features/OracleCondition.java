package dev.peregrine.scoring.features;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.condition.Operand;
import dev.peregrine.policy.condition.OutcomeVariable;
import dev.peregrine.protocol.KeyField;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a condition holds, as {@link Condition} defines it. An error is null. */
final class OracleCondition {
    private static final Set<String> APPROVING = Set.of("00", "08", "10", "11", "16", "85");
    private static final Map<Integer, String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .collect(
                            Collectors.toMap(
                                    Currency::getNumericCode,
                                    Currency::getCurrencyCode,
                                    (first, second) -> first));
    private static final double MICRO = 1e-6;

    private final OracleParts parts;

    OracleCondition(OracleParts parts) {
        this.parts = parts;
    }

    boolean holds(Condition condition, Payment payment, String responseCode) {
        return condition == null || Boolean.TRUE.equals(test(condition, payment, responseCode));
    }

    private Boolean test(Condition condition, Payment payment, String code) {
        if (condition instanceof Condition.And and) {
            Boolean left = test(and.left(), payment, code);
            Boolean right = test(and.right(), payment, code);
            if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
                return false;
            }
            return (left == null || right == null) ? null : Boolean.TRUE;
        }
        if (condition instanceof Condition.Or or) {
            Boolean left = test(or.left(), payment, code);
            Boolean right = test(or.right(), payment, code);
            if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
                return true;
            }
            return (left == null || right == null) ? null : Boolean.FALSE;
        }
        if (condition instanceof Condition.Not not) {
            Boolean operand = test(not.operand(), payment, code);
            return operand == null ? null : Boolean.valueOf(!operand);
        }
        if (condition instanceof Condition.Compare compare) {
            Object left = value(compare.left(), payment, code);
            Object right = value(compare.right(), payment, code);
            return (left == null || right == null)
                    ? null
                    : Boolean.valueOf(compare.comparison().holds(order(left, right)));
        }
        if (condition instanceof Condition.In in) {
            Object value = value(in.field(), payment, code);
            return value == null
                    ? null
                    : Boolean.valueOf(
                            in.literals().stream()
                                    .anyMatch(l -> order(value, value(l, payment, code)) == 0));
        }
        if (condition instanceof Condition.Has has) {
            return value(has.field(), payment, code) != null;
        }
        if (condition instanceof Condition.BoolField field) {
            return (Boolean) value(field.field(), payment, code);
        }
        return ((Condition.Constant) condition).value();
    }

    private static int order(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return a instanceof Long && b instanceof Long
                    ? Long.compare(a.longValue(), b.longValue())
                    : Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (left instanceof Boolean a) {
            return Boolean.compare(a, (Boolean) right);
        }
        return ((String) left).compareTo((String) right);
    }

    private Object value(Operand operand, Payment payment, String code) {
        if (operand instanceof Literal.IntegerLiteral literal) {
            return literal.value();
        }
        if (operand instanceof Literal.DoubleLiteral literal) {
            return literal.value();
        }
        if (operand instanceof Literal.BooleanLiteral literal) {
            return literal.value();
        }
        if (operand instanceof Literal.TextLiteral literal) {
            return literal.value();
        }
        if (operand instanceof ConditionField.OfAttribute attribute) {
            return parts.attribute(payment, attribute.id());
        }
        return operand instanceof ConditionField.OfOutcome outcome
                ? outcome(outcome.variable(), code)
                : transaction(((ConditionField.OfTransaction) operand).variable(), payment);
    }

    private static Object outcome(OutcomeVariable variable, String code) {
        return switch (variable) {
            case KNOWN -> code != null;
            case APPROVED -> code != null && APPROVING.contains(code);
            case DECLINED -> code != null && !APPROVING.contains(code);
            case RESPONSE_CODE -> code;
        };
    }

    static Object transaction(TransactionVariable variable, Payment payment) {
        return switch (variable) {
            case AMOUNT_MINOR -> payment.amountMinor();
            case CURRENCY -> CURRENCIES.get(payment.currency());
            case CHANNEL -> payment.channel().name().toLowerCase(Locale.ROOT);
            case PURPOSE -> payment.purpose().name().toLowerCase(Locale.ROOT);
            case MERCHANT_CATEGORY ->
                    payment.category() == null ? null : payment.category().longValue();
            case MERCHANT_COUNTRY -> payment.merchantCountry();
            case ISSUER_COUNTRY -> payment.issuerCountry();
            case HOUR -> (long) utc(payment.timeNs()).getHour();
            case DAY_OF_WEEK -> (long) utc(payment.timeNs()).getDayOfWeek().getValue();
            case LATITUDE -> degrees(payment.latitudeMicro());
            case LONGITUDE -> degrees(payment.longitudeMicro());
            case EVENT_ID, STALE_TIME -> throw new IllegalArgumentException(variable.name());
            default -> payment.keys().get(KeyField.valueOf(variable.name()));
        };
    }

    private static Object degrees(Integer micro) {
        return micro == null ? null : micro * MICRO;
    }

    private static ZonedDateTime utc(long timeNs) {
        return Instant.ofEpochSecond(0, timeNs).atZone(ZoneOffset.UTC);
    }
}

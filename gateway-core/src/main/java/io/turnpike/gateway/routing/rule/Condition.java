package io.turnpike.gateway.routing.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition that can be asked of requests. Immutable; two equal ones hold for the same requests.
 *
 * @param source what of the request is looked at
 * @param name of the header (lower case), the cookie or the argument
 * @param operator how it is compared
 * @param texts what it is compared with
 * @param regex the expression of {@code matches}
 * @param number the number of the comparisons
 */
record Condition(
        ValueSource source,
        String name,
        Operator operator,
        Set<String> texts,
        @Nullable LinearRegex regex,
        @Nullable BigDecimal number) {

    /** No exponents: they make numbers of gigabytes. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /** The number that a text is, or null if it is none: digits with a sign and a fraction, no exponent. */
    static @Nullable BigDecimal decimal(String text) {
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text).stripTrailingZeros() : null;
    }

    boolean holds(RequestValues request) {
        List<String> values = request.values(source, name);
        return switch (operator) {
            case PRESENT -> !values.isEmpty();
            case ABSENT -> values.isEmpty();
            case NOT_EQUALS, NOT_IN, NOT_MATCHES -> !anyFits(values);
            case EQUALS, IN, MATCHES, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> anyFits(values);
        };
    }

    private boolean anyFits(List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            if (fits(values.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(String value) {
        if (regex != null) {
            return regex.matches(value);
        }
        if (number == null) {
            return texts.contains(value);
        }
        BigDecimal actual = decimal(value);
        if (actual == null) {
            return false;
        }
        int order = actual.compareTo(number);
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case EQUALS, NOT_EQUALS, IN, NOT_IN, MATCHES, NOT_MATCHES, PRESENT, ABSENT -> false;
        };
    }

    /** Whether this one holds for sure wherever the other one does; false says nothing. */
    boolean followsFrom(Condition other) {
        if (equals(other)) {
            return true;
        }
        if (source != other.source || !name.equals(other.name)) {
            return false;
        }
        boolean otherIsText = other.operator == Operator.EQUALS || other.operator == Operator.IN;
        return switch (operator) {
            case PRESENT ->
                switch (other.operator) {
                    case EQUALS, IN, MATCHES, PRESENT, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
                    case NOT_EQUALS, NOT_IN, NOT_MATCHES, ABSENT -> false;
                };
            // With several values of a name the one that fits the other condition fits this one.
            case EQUALS, IN, MATCHES, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                otherIsText && other.texts.stream().allMatch(this::fits);
            case NOT_EQUALS, NOT_IN ->
                other.operator == Operator.ABSENT
                        || ((other.operator == Operator.NOT_EQUALS || other.operator == Operator.NOT_IN)
                                && other.texts.containsAll(texts));
            case NOT_MATCHES, ABSENT -> other.operator == Operator.ABSENT;
        };
    }

    @Override
    public String toString() {
        String values = regex != null ? " " + regex : number != null ? " " + number.toPlainString() : "";
        return source.key() + ' ' + name + ' ' + operator.key() + (texts.isEmpty() ? values : " " + texts);
    }
}

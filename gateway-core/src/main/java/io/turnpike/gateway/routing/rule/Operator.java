package io.turnpike.gateway.routing.rule;

import java.util.Optional;

/**
 * How a condition compares. Where a request has several values of the name, one that fits is enough; the operators with a {@code not}
 * are the exact opposites, so they hold too if there is no value at all.
 */
public enum Operator {
    EQUALS("equals", 1, 1),
    NOT_EQUALS("notEquals", 1, 1),
    IN("in", 1, 1000),
    NOT_IN("notIn", 1, 1000),
    /** The whole value fits a regular expression; see {@link LinearRegex}. */
    MATCHES("matches", 1, 1),
    NOT_MATCHES("notMatches", 1, 1),
    PRESENT("present", 0, 0),
    ABSENT("absent", 0, 0),
    /** A decimal number below the given one; a value that is no number does not fit. So with the next three. */
    LESS("less", 1, 1),
    LESS_OR_EQUAL("lessOrEqual", 1, 1),
    GREATER("greater", 1, 1),
    GREATER_OR_EQUAL("greaterOrEqual", 1, 1);

    private final String key;
    private final int fewest;
    private final int most;

    Operator(String key, int fewest, int most) {
        this.key = key;
        this.fewest = fewest;
        this.most = most;
    }

    /** How it is written in JSON. */
    public String key() {
        return key;
    }

    /** The fewest values that it takes. */
    public int fewest() {
        return fewest;
    }

    /** The most values that it takes. */
    public int most() {
        return most;
    }

    /** Whether it is {@code less} or one of the others that compare numbers. */
    public boolean comparesNumbers() {
        return switch (this) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            case EQUALS, NOT_EQUALS, IN, NOT_IN, MATCHES, NOT_MATCHES, PRESENT, ABSENT -> false;
        };
    }

    /** The operator that is written so. */
    public static Optional<Operator> of(String key) {
        for (Operator operator : values()) {
            if (operator.key.equals(key)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}

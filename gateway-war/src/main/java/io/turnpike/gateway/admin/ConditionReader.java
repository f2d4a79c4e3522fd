package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.ValueSource;
import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads one condition of a route in JSON; see {@link RouteReader}. Just one of {@code Header}, {@code Cookie} and {@code Query} says what is
 * looked at. {@code in} and {@code notIn} take {@code Values}, {@code present} and {@code absent} take none, all others {@code Value}; that
 * of a comparison of numbers may be a number or a text.
 */
final class ConditionReader {

    /** All keys of a condition. */
    static final List<String> KEYS = List.of("Header", "Cookie", "Query", "Operator", "Value", "Values");

    /** What takes the place of one that cannot be read. */
    static final ConditionDefinition NONE =
            new ConditionDefinition(ValueSource.HEADER, "none", Operator.PRESENT, List.of());

    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::key).toList();

    private static final String EXPECTED_OPERATOR = "one of " + String.join(", ", OPERATORS);

    /** Digits before and after the point of a number that can be compared with; more make a long text of a short number. */
    private static final int MAX_DIGITS = 40;

    private final JsonFields fields;
    private final String pointer;
    private final FaultList faults;

    ConditionReader(JsonFields fields, String pointer, FaultList faults) {
        this.fields = fields;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** The condition; after a fault with something harmless in the place of what could not be read, so that the rest can be checked. */
    ConditionDefinition read() {
        Optional<ValueSource> source = source();
        Optional<String> name = source.flatMap(s -> fields.requiredText(s.key()));
        Optional<Operator> operator = operator();
        List<String> values = operator.map(this::values).orElse(List.of());
        return new ConditionDefinition(
                source.orElse(NONE.source()), name.orElse(NONE.name()), operator.orElse(NONE.operator()), values);
    }

    private Optional<ValueSource> source() {
        List<ValueSource> given = Arrays.stream(ValueSource.values())
                .filter(source -> fields.has(source.key()))
                .toList();
        if (given.size() != 1) {
            List<String> keys = given.stream().map(ValueSource::key).toList();
            faults.shape(
                    pointer,
                    "The condition has " + (keys.isEmpty() ? "nothing to look at" : String.join(" and ", keys))
                            + " (expected: one of Header, Cookie and Query)");
            return Optional.empty();
        }
        return Optional.of(given.get(0));
    }

    private Optional<Operator> operator() {
        Optional<String> word = fields.requiredText("Operator", EXPECTED_OPERATOR);
        Optional<Operator> operator = word.flatMap(Operator::of);
        if (word.isPresent() && operator.isEmpty()) {
            faults.add(
                    GatewayError.INVALID_ROUTE,
                    Fault.at(
                            fields.at("Operator"),
                            "Operator is " + JsonFields.shortened(word.get()) + " (expected: "
                                    + EXPECTED_OPERATOR + ")"
                                    + NearestName.question(word.get(), OPERATORS)));
        }
        return operator;
    }

    private List<String> values(Operator operator) {
        boolean list = operator.most() > 1;
        boolean none = operator.most() == 0;
        for (String key : List.of("Value", "Values")) {
            boolean takes = !none && list == key.equals("Values");
            if (fields.has(key) && !takes) {
                faults.shape(
                        fields.at(key),
                        operator.key() + " has " + key + " (expected: "
                                + (none ? "neither Value nor Values" : list ? "Values" : "Value") + ")");
            }
        }
        if (none) {
            return List.of();
        }
        String key = list ? "Values" : "Value";
        if (!fields.has(key)) {
            fields.missing(key, list ? "an array of texts" : "a text");
            return List.of();
        }
        return list ? fields.texts("Values") : value(operator).map(List::of).orElse(List.of());
    }

    private Optional<String> value(Operator operator) {
        if (operator.comparesNumbers() && fields.value("Value").orElseThrow() instanceof JsonNumber number) {
            return Optional.of(plain(number));
        }
        return fields.text("Value");
    }

    /** A number without exponent where that is short; one that is not is refused like any other text that is no such number. */
    private static String plain(JsonNumber number) {
        try {
            BigDecimal decimal = number.bigDecimalValue();
            boolean isShort = decimal.scale() <= MAX_DIGITS
                    && decimal.precision() <= 2 * MAX_DIGITS
                    && decimal.precision() - (long) decimal.scale() <= MAX_DIGITS;
            return isShort ? decimal.toPlainString() : number.toString();
        } catch (RuntimeException e) {
            // Implementations of JSON-P differ in which numbers they do not take.
            return number.toString();
        }
    }
}

package io.turnpike.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What values a key takes. The reference writes some numbers as text ({@code "serverPort": "4200"}), so a number may be given as
 * text, and so may true and false; a text has to be given as text.
 *
 * @param expected what is expected, for messages
 * @param secret whether the value must not be repeated in a message
 * @param reader turns a JSON value into the text of the property
 */
record ValueType(String expected, boolean secret, Reader reader) {

    private static final Pattern CONSUL_ADDRESS = Pattern.compile(
            "(?:https?://)?(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?::([0-9]{1,5}))?/?");

    private static final Pattern CLUSTER_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern PULL_SOURCE =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._~-]+)*/*|https://[^@?#]+"
                    + "|http://(localhost|127\\.[0-9.]+|\\[::1])(:\\d+)?(/[^@?#]*)?|file:/.*|(?!.*://).+");
    private static final Pattern PLUGIN = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern CIDR = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}(?:/(?:3[0-2]|[12]?[0-9]))?"
            + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?");

    /** Turns a JSON value into the text of a MicroProfile Config property. */
    @FunctionalInterface
    interface Reader {
        /** Returns the property's text; empty when the value is not one of this type. */
        Optional<String> read(JsonScalars value);
    }

    /**
     * A JSON value as far as settings need it.
     *
     * @param list whether it was written as an array
     * @param scalars one, or as many as the array has
     */
    record JsonScalars(boolean list, List<JsonScalar> scalars) {
        /** What a text in quotes is. */
        static JsonScalars text(String text) {
            return new JsonScalars(false, List.of(new JsonScalar(text, true)));
        }

        Optional<String> single() {
            return list ? Optional.empty() : Optional.of(scalars.get(0).text());
        }

        Optional<String> singleText() {
            return texts() ? single() : Optional.empty();
        }

        /** Whether every scalar was written as text, in quotes. */
        boolean texts() {
            return scalars.stream().allMatch(JsonScalar::quoted);
        }
    }

    /**
     * A text, number, true or false.
     *
     * @param text what it says
     * @param quoted whether it was written as text, in quotes
     */
    record JsonScalar(String text, boolean quoted) {
        /** As it was written, at most some 60 characters of it. */
        String shown() {
            String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
            return quoted ? '"' + shown + '"' : shown;
        }
    }

    /** The elements of an array that are at fault by themselves; none where no array is taken at all. */
    List<JsonScalar> wrongElements(JsonScalars array) {
        if (reader.read(new JsonScalars(true, List.of())).isEmpty()) {
            return List.of();
        }
        return array.scalars().stream()
                .filter(element ->
                        reader.read(new JsonScalars(true, List.of(element))).isEmpty())
                .toList();
    }

    static ValueType text() {
        return new ValueType("text", false, JsonScalars::singleText);
    }

    static ValueType hiddenText() {
        return new ValueType("text", true, JsonScalars::singleText);
    }

    /** A text of so many characters at least, which no message repeats; a blank one counts as not set. */
    static ValueType hiddenText(int least) {
        return new ValueType(
                "a text of at least " + least + " characters",
                true,
                value -> value.singleText()
                        .filter(text -> text.isBlank() || text.strip().length() >= least));
    }

    /** The name of a database of MongoDB. */
    static ValueType databaseName() {
        return new ValueType(
                "1 to 63 characters, none of /\\. \"$",
                false,
                value -> value.singleText()
                        .filter(text -> text.strip().length() <= 63
                                && text.strip().chars().noneMatch(c -> "/\\. \"$".indexOf(c) >= 0)));
    }

    /** Where plugins are pulled from, by its form; what the gateway takes is {@code PullOptions} of its pull mode. Never shown: it may hold a password by mistake. */
    static ValueType pullSource() {
        return new ValueType(
                "a directory, file:///directory, https://host/path, s3://bucket/prefix, or http://… of this machine; without user, query and fragment",
                true,
                value -> value.singleText()
                        .filter(text -> text.isBlank()
                                || PULL_SOURCE.matcher(text.strip()).matches()));
    }

    /** The name of a cluster's directory below the source of plugins. */
    static ValueType clusterId() {
        return new ValueType(
                "1 to 128 letters, digits, and . _ - after the first character",
                false,
                value -> value.singleText()
                        .filter(text -> text.isBlank()
                                || CLUSTER_ID.matcher(text.strip()).matches()));
    }

    /** The name of a collection of MongoDB. */
    static ValueType collectionName() {
        return new ValueType(
                "a text with no $, not beginning with system.",
                false,
                value -> value.singleText()
                        .filter(text -> text.indexOf('$') < 0 && !text.strip().startsWith("system.")));
    }

    /** IPv4 and IPv6 networks. */
    static ValueType networks() {
        return textList("CIDR blocks such as 10.0.0.0/8", CIDR);
    }

    /** Names of plugins. */
    static ValueType pluginNames() {
        return textList("names of plugins such as access", PLUGIN);
    }

    private static ValueType textList(String what, Pattern each) {
        ValueType list = textList(what);
        return new ValueType(
                list.expected(),
                false,
                value -> list.reader()
                        .read(value)
                        .filter(texts -> texts.isEmpty()
                                || Arrays.stream(texts.split(",", -1))
                                        .allMatch(text -> each.matcher(text).matches())));
    }

    static ValueType mongoUrl() {
        return new ValueType(
                "a MongoDB connection string, mongodb://… or mongodb+srv://…",
                true,
                value -> value.singleText()
                        .filter(text ->
                                text.isBlank() || text.startsWith("mongodb://") || text.startsWith("mongodb+srv://")));
    }

    static ValueType flag() {
        return new ValueType(
                "true or false",
                false,
                value -> value.single().filter(text -> text.equals("true") || text.equals("false")));
    }

    static ValueType oneOf(String... choices) {
        List<String> allowed = List.of(choices);
        String expected = allowed.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or "));
        return new ValueType(expected, false, value -> value.singleText().filter(allowed::contains));
    }

    static ValueType wholeNumber(String unit, int least, int most) {
        return new ValueType(
                "a whole number, " + least + " to " + most + " (" + unit + ")",
                false,
                value -> value.single()
                        .flatMap(ValueType::toInt)
                        .filter(number -> number >= least && number <= most)
                        .map(String::valueOf));
    }

    /** An array of texts, or one text with commas; the property separates by commas as MicroProfile Config does. */
    static ValueType textList(String what) {
        return new ValueType("an array of texts, " + what, false, value -> {
            if (!value.texts()) {
                return Optional.empty();
            }
            List<String> items = new ArrayList<>();
            for (JsonScalar item : value.scalars()) {
                for (String part : item.text().split(",", -1)) {
                    if (!part.isBlank()) {
                        items.add(part.strip());
                    }
                }
            }
            return Optional.of(String.join(",", items));
        });
    }

    /** One address of a Consul agent or several; what the gateway takes is {@code ConsulOptions} of its registry. */
    static ValueType consulAddresses() {
        String expected = "host:port or http(s)://host:port of a Consul agent, or an array of them";
        return new ValueType(
                expected,
                false,
                value -> textList(expected)
                        .reader()
                        .read(value)
                        .filter(list -> list.isEmpty()
                                || Arrays.stream(list.split(",", -1)).allMatch(ValueType::isConsulAddress)));
    }

    private static boolean isConsulAddress(String text) {
        Matcher address = CONSUL_ADDRESS.matcher(text);
        return address.matches()
                && (address.group(1) == null
                        || toInt(address.group(1))
                                .filter(port -> port > 0 && port <= 65_535)
                                .isPresent());
    }

    private static Optional<Integer> toInt(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()).intValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}

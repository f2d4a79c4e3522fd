package io.turnpike.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON-P parser (Eclipse Parsson, on Payara and WildFly alike) says of malformed JSON, in words for people. Its own
 * messages name tokens and character codes, and a place whose notation is its own. Stateless.
 */
public final class MalformedJson {

    private static final Pattern TOKEN =
            Pattern.compile("Invalid token=(\\w+) at .*?(?:\\. Expected tokens are: \\[(.*)])?", Pattern.DOTALL);
    private static final Pattern CHARACTER =
            Pattern.compile("Unexpected char (-?\\d+) at .*?(?:, expecting '(.*)')?", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile(" at \\(line no=[^)]*\\)");

    private static final Map<String, String> TOKENS = Map.ofEntries(
            Map.entry("CURLYOPEN", "'{'"),
            Map.entry("CURLYCLOSE", "'}'"),
            Map.entry("SQUAREOPEN", "'['"),
            Map.entry("SQUARECLOSE", "']'"),
            Map.entry("COLON", "':'"),
            Map.entry("COMMA", "','"),
            Map.entry("STRING", "a text in quotes"),
            Map.entry("NUMBER", "a number"),
            Map.entry("TRUE", "true"),
            Map.entry("FALSE", "false"),
            Map.entry("NULL", "null"),
            Map.entry("EOF", "the end"));

    private MalformedJson() {}

    /**
     * The message without the place, which the exception has as numbers. A message of another kind stays as it is.
     *
     * @param message of a {@code JsonParsingException}
     */
    public static String plain(@Nullable String message) {
        if (message == null) {
            return "no reason given";
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return "unexpected " + word(token.group(1)) + expected(token.group(2));
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.matches()) {
            String expected = character.group(2);
            return "unexpected " + shown(character.group(1))
                    + (expected == null ? "" : " (expected: '" + expected + "')");
        }
        return PLACE.matcher(message.lines().findFirst().orElse("")).replaceAll("");
    }

    private static String expected(@Nullable String tokens) {
        return tokens == null
                ? ""
                : Stream.of(tokens.split(", *"))
                        .map(MalformedJson::word)
                        .collect(Collectors.joining(" or ", " (expected: ", ")"));
    }

    private static String word(String token) {
        return TOKENS.getOrDefault(token.strip(), token.strip());
    }

    private static String shown(String code) {
        int point = Integer.parseInt(code);
        if (point < 0) {
            return "end";
        }
        return point > ' ' && point < 0x7f ? "'" + (char) point + "'" : String.format("character U+%04X", point);
    }
}

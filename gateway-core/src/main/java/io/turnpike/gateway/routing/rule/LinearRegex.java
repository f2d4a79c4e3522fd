package io.turnpike.gateway.routing.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that is matched against whole values, in time linear in the value (RE2: an automaton, no backtracking; so
 * no look-around and no back references). What an expression may cost is bounded as well, because the time also grows with the
 * automaton and {@code ((a{1000}){1000}){1000}} would be a large one: counted repetitions are multiplied out before anything is compiled.
 * Immutable; equal if the texts are.
 */
public final class LinearRegex {

    /** Longest text of an expression. */
    static final int MAX_CHARACTERS = 512;

    /** Most instructions of the automaton: with 8,192 characters of value that is some ten milliseconds at the worst. */
    static final int MAX_INSTRUCTIONS = 500;

    private final String text;
    private final Pattern pattern;

    private LinearRegex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if it does not compile or costs too much; the message says why
     */
    public static LinearRegex of(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("the regular expression has " + text.length() + " characters (expected: "
                    + MAX_CHARACTERS + " at most)");
        }
        if (Expansion.of(text) > MAX_INSTRUCTIONS) {
            throw tooLarge();
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression does not compile: " + e.getDescription() + ": " + e.getPattern()
                            + " (expected: RE2 syntax, which has neither look-around nor back references)",
                    e);
        }
        if (pattern.programSize() > MAX_INSTRUCTIONS) {
            throw tooLarge();
        }
        return new LinearRegex(text, pattern);
    }

    /** Whether it is the whole value that fits. */
    public boolean matches(String value) {
        return pattern.matches(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearRegex regex && regex.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("the regular expression is too large with its repetitions written out"
                + " (expected: " + MAX_INSTRUCTIONS + " steps at most)");
    }

    /**
     * Estimates the size of an expression with counted repetitions written out; rather too much than too little. It reads groups, classes
     * and escapes as RE2 does. Where that is not so simple (quotes, classes by name, brackets and parentheses without their counterpart) every
     * repetition counts as one of the whole expression, so that a mistake of this reader never makes it small.
     */
    private static final class Expansion {
        private static final long ENOUGH = 1_000_000;

        private final String text;
        private int at;
        private boolean regular = true;

        private Expansion(String text) {
            this.text = text;
        }

        static long of(String text) {
            Expansion expansion = new Expansion(text);
            if (!text.contains("\\Q") && !text.contains("[:")) {
                long steps = expansion.steps(0);
                if (expansion.regular) {
                    return steps;
                }
            }
            long product = text.length();
            for (int brace = text.indexOf('{'); brace >= 0; brace = text.indexOf('{', brace + 1)) {
                expansion.at = brace + 1;
                product = Math.min(ENOUGH, product * expansion.count());
            }
            return product;
        }

        /** Of what follows, up to the end of the group; recursion is bounded by the length of the text. */
        private long steps(int depth) {
            long sum = 0;
            long atom = 0;
            while (at < text.length()) {
                char c = text.charAt(at++);
                switch (c) {
                    case '(' -> {
                        sum += atom;
                        atom = 1 + steps(depth + 1);
                    }
                    case ')' -> {
                        regular &= depth > 0;
                        return sum + atom;
                    }
                    case '{' -> atom = Math.min(ENOUGH, Math.max(1, atom) * count());
                    case '[' -> {
                        sum += atom;
                        atom = 1;
                        skipClass();
                    }
                    case '\\' -> {
                        sum += atom;
                        atom = 1;
                        skipEscape();
                    }
                    default -> {
                        sum += atom;
                        atom = 1;
                    }
                }
            }
            regular &= depth == 0;
            return sum + atom;
        }

        /** The larger number of {@code {n,m}}; 1 if it is no repetition. */
        private long count() {
            int end = text.indexOf('}', at);
            if (end < 0) {
                return 1;
            }
            long most = 1;
            for (String number : text.substring(at, end).split(",", -1)) {
                if (!number.isEmpty() && number.length() < 6 && number.chars().allMatch(d -> d >= '0' && d <= '9')) {
                    most = Math.max(most, Long.parseLong(number));
                }
            }
            return most;
        }

        /** Braces behind {@code \x}, {@code \p} and {@code \P} belong to the escape. */
        private void skipEscape() {
            boolean braces =
                    at + 1 < text.length() && "xpP".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '{';
            int end = braces ? text.indexOf('}', at) : -1;
            at = end < 0 ? at + 1 : end + 1;
        }

        private void skipClass() {
            at += at < text.length() && text.charAt(at) == '^' ? 1 : 0;
            at += at < text.length() && text.charAt(at) == ']' ? 1 : 0;
            while (at < text.length() && text.charAt(at) != ']') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            regular &= at < text.length();
            at++;
        }
    }
}

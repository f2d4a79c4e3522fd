package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegexTest {

    /** A billion steps, were it compiled. */
    private static final String HUGE = "((((a{1,100}){1,100}){1,100}){1,100}){1,10}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\Q[\\E",
                "\\Q(\\E",
                "\\Q)\\E",
                "[[:word:])]",
                "[[:alpha:](]",
                "[^[:^digit:]\\])]",
                "[a-\\])]",
                "\\Q\\\\E\\Q)\\E",
                "[]a)]",
                "\\p{Greek}",
                "\\x{2603}"
            })
    void of_repetitionsBehindWhatQuotes_areRefusedBeforeTheyAreWrittenOut(String before) {
        assertThatThrownBy(() -> LinearRegex.of(before + HUGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too large with its repetitions written out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\x{2603}",
                "\\x{10FFFF}+",
                "\\p{Greek}",
                "[[:alpha:]]{3}",
                "\\Qa(b\\E",
                "\\Q[\\E",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            })
    void of_ordinaryExpressions_areTaken(String text) {
        assertThat(LinearRegex.of(text)).hasToString(text);
    }

    @Test
    void of_unbalanced_saysThatItDoesNotCompile() {
        assertThatThrownBy(() -> LinearRegex.of("a)b")).hasMessageContaining("does not compile");
        assertThatThrownBy(() -> LinearRegex.of("[a")).hasMessageContaining("does not compile");
    }

    @Test
    void matches_escapedCodePoint_fitsIt() {
        assertThat(LinearRegex.of("\\x{2603}").matches("\u2603")).isTrue();
    }
}

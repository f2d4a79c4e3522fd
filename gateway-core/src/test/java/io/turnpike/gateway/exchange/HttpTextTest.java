package io.turnpike.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTextTest {

    /** By the grammar of RFC 9110, section 5.6.2 and 5.5. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "X-A_1!#$%&'*+.^`|~, true, true, true, true",
                "\"\", false, true, true, true",
                "\"a b\", false, false, true, true",
                "a:b, false, true, true, true",
                "\"a\tb\", false, false, true, true",
                "\"a\rb\", false, false, false, true",
                "\"a\u007Fb\", false, false, false, true",
                "\u00FF, false, true, true, true",
                "\u0100, false, true, true, false",
            })
    void kinds_ofTexts(String text, boolean isToken, boolean isPlain, boolean isValue, boolean isOctets) {
        assertThat(HttpText.isToken(text)).as("token").isEqualTo(isToken);
        assertThat(HttpText.isPlain(text)).as("plain").isEqualTo(isPlain);
        assertThat(HttpText.isValue(text)).as("value").isEqualTo(isValue);
        assertThat(HttpText.isOctets(text)).as("octets").isEqualTo(isOctets);
    }
}

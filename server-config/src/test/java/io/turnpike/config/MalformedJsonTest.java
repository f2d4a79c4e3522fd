package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MalformedJsonTest {

    /** Against the parser itself: its wording is not ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\" 1}        | unexpected a number (expected: ':')",
                "{\"a\": 1,}      | unexpected '}' (expected: a text in quotes)",
                "{a: 1}           | unexpected 'a'",
                "[1 2]            | unexpected a number (expected: ',')",
                "[trux]           | unexpected 'x' (expected: 'e')",
            })
    void plain_whatTheParserSays_namesCharactersAndNoTokens(String json, String expected) {
        JsonParsingException failure = catchThrowableOfType(JsonParsingException.class, () -> {
            try (JsonReader reader = Json.createReader(new StringReader(json))) {
                reader.readValue();
            }
        });
        assertThat(MalformedJson.plain(failure.getMessage())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Input is too deeply nested 1001 | Input is too deeply nested 1001",
                "Odd words at (line no=1, column no=2, offset=3) of another kind | Odd words of another kind",
                "Unexpected char -1 at (line no=1, column no=2, offset=3) | unexpected end",
                "Unexpected char 0 at (line no=1, column no=2, offset=3) | unexpected character U+0000",
            })
    void plain_otherMessage_staysWithoutItsPlace(String message, String expected) {
        assertThat(MalformedJson.plain(message)).isEqualTo(expected);
    }
}

package io.turnpike.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {

    @Test
    void texts_mixedObject_givesItsOwnTextsOnly() {
        assertThat(
                        FlatJson.texts(
                                " {\"a\":\"x\\n\\u00e9\\\"\",\"b\":-1.5e3,\"c\":{\"d\":\"no\"},\"e\":[null,[],{}],\"f\":true} "))
                .isEqualTo(Map.of("a", "x\n\u00e9\""));
    }

    @Test
    void quote_anyText_isReadBack() {
        String text = "q\" b\\ n\n z\u0000 é \uD83D\uDE00 /";
        assertThat(FlatJson.texts("{" + FlatJson.quote(text) + ":" + FlatJson.quote(text) + "}"))
                .isEqualTo(Map.of(text, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"a\"",
                "{",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":01}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":nul}",
                "{\"a\":\"\n\"}",
                "{\"a\":[1 2]}"
            })
    void texts_noJsonObject_isRefused(String text) {
        assertThatThrownBy(() -> FlatJson.texts(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void texts_deepNesting_isRefusedWithoutStackOverflow() {
        assertThatThrownBy(() -> FlatJson.texts("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

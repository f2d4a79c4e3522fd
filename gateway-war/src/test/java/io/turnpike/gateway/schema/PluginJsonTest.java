package io.turnpike.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginJsonTest {

    @Test
    void text_ofWhatWasRead_readsAgainAsEqual() {
        for (String json : List.of(
                "[]",
                "{}",
                "null",
                "\"a\\u0000\\\"\"",
                "[1,2.5,-0,1000,1e-7,1e400,true,false,null]",
                "{\"a.b\":{\"$c\":[{}]}}")) {
            PluginConfiguration read = PluginJson.parse(json);
            assertThat(PluginJson.parse(PluginJson.text(read))).isEqualTo(read);
        }
    }

    @Test
    void text_numbers_areWrittenAsPeopleWriteThem() {
        assertThat(PluginJson.text(PluginJson.parse("[1000, 5.0, 0.10, 12e3]"))).isEqualTo("[1000,5,0.1,12000]");
        assertThat(PluginJson.text(PluginJson.parse("1e1000"))).isEqualTo("1E+1000");
    }

    @Test
    void parse_ofAnObject_isThePlainTree() {
        assertThat(PluginJson.parse("{\"a\":[true,\"x\"]}"))
                .isEqualTo(PluginConfiguration.of(Map.of("a", List.of(true, "x"))));
        assertThatThrownBy(() -> PluginJson.parse("{")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PluginJson.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void parse_everyOption_isTaken() {
        Options options = Options.parse(
                "UserService", "--gateway", "g", "--apikey", "k", "--port", "9", "--data", "f", "--buffered");

        assertThat(options.example()).isEqualTo(Example.UserService);
        assertThat(options.port()).isEqualTo(9);
        assertThat(options.values()).containsKeys("buffered", "data");
    }

    @Test
    void parse_badArguments_saysWhatIsWrong() {
        assertThatThrownBy(() -> Options.parse()).hasMessageContaining("service");
        assertThatThrownBy(() -> Options.parse("X")).hasMessageContaining("X");
        assertThatThrownBy(() -> Options.parse("UserService")).hasMessageContaining("--gateway");
        assertThatThrownBy(() -> Options.parse("UserService", "--gateway", "g")).hasMessageContaining("--apikey");
        assertThatThrownBy(() -> Options.parse("register", "UserService", "--gateway"))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> Options.parse("UserService", "--gateway", "g", "--apikey", "k", "--port", "70000"))
                .hasMessageContaining("70000");
        assertThatThrownBy(
                        () -> Options.parse("UserService", "--gateway", "g", "--apikey", "k", "--framed", "--buffered"))
                .hasMessageContaining("one of them");
    }

    @Test
    void registration_everyExample_carriesTheIdlThatIsServed() throws Exception {
        for (Example example : Example.values()) {
            try (var idl = Example.class.getResourceAsStream(example.name() + ".thrift")) {
                String text = new String(idl.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(example.registration()).contains("\"IdlContent\": \"" + text.replace("\n", "\\n") + "\"");
            }
        }
    }
}

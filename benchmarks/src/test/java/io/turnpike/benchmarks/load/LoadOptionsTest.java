package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadOptionsTest {

    private static LoadOptions parse(String... arguments) {
        return LoadOptions.parse(arguments, Set.of("--port"));
    }

    @Test
    void parse_allOptions_mapsEach() {
        LoadOptions options =
                parse("--port", "4200", "--connections", "50", "--rate", "1.5", "--warmup", "2", "--seconds", "0.5");

        assertThat(options.text("--port")).isEqualTo("4200");
        assertThat(options.connections()).isEqualTo(50);
        assertThat(options.rate()).isEqualTo(1.5);
        assertThat(options.warmupNanos()).isEqualTo(2_000_000_000L);
        assertThat(options.durationNanos()).isEqualTo(2_500_000_000L);
    }

    @Test
    void parse_nothing_isOneConnectionForASecondWithoutRate() {
        LoadOptions options = parse();

        assertThat(options.connections()).isEqualTo(1);
        assertThat(options.rate()).isZero();
        assertThat(options.durationNanos()).isEqualTo(1_000_000_000L);
    }

    @Test
    void parse_whatCannotBeUnderstood_saysWhatWasExpected() {
        assertThatThrownBy(() -> parse("--ports", "1")).hasMessageContaining("--ports: unknown (expected: ");
        assertThatThrownBy(() -> parse("--rate")).hasMessage("--rate needs a value");
        assertThatThrownBy(() -> parse("--rate", "much")).hasMessage("--rate: much (expected: a number)");
        assertThatThrownBy(() -> parse().text("--port")).hasMessage("--port is missing");
    }
}

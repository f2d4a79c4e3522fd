package io.turnpike.registryproxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.consul.ConsulOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxySettingsTest {

    private static final String SECRET = "0123456789abcdef";

    private static final ConsulOptions CONSUL = ConsulOptions.of(URI.create("http://127.0.0.1:8500"));

    private static ProxySettings read(Map<String, String> values) {
        return ProxySettings.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void read_onlyTheSecretAndConsul_hasDefaults() {
        assertThat(read(Map.of("clusterSecret", SECRET, "consulAddress", "127.0.0.1:8500")))
                .isEqualTo(new ProxySettings(
                        "127.0.0.1",
                        Optional.empty(),
                        4210,
                        CONSUL,
                        new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)),
                        SECRET));
    }

    @Test
    void read_everyKey_isTaken() {
        assertThat(read(Map.of(
                        "clusterSecret", SECRET,
                        "registryProxyAddress", " 0.0.0.0 ",
                        "registryProxyAdvertisedAddress", "proxy-1",
                        "registryProxyPort", "9000",
                        "consulAddress", "127.0.0.1:8500",
                        "timeToLift", "6",
                        "timeToDie", "12")))
                .isEqualTo(new ProxySettings(
                        "0.0.0.0",
                        Optional.of("proxy-1"),
                        9000,
                        CONSUL,
                        new HealthTimings(Duration.ofSeconds(6), Duration.ofSeconds(12)),
                        SECRET));
    }

    @Test
    void read_severalFaults_tellsOfAllWithoutTheSecret() {
        assertThatThrownBy(() -> read(Map.of(
                        "clusterSecret", "short",
                        "registryProxyPort", "70000",
                        "consulAddress", "a b",
                        "timeToLift", "x",
                        "timeToDie", "6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registryProxyPort: 70000 (expected: a whole number from 1 to 65535)")
                .hasMessageContaining("consulAddress: a b (expected: host:port")
                .hasMessageContaining("timeToLift: x")
                .hasMessageContaining("timeToDie: 6 (expected: >= timeToLift, 45)")
                .hasMessageContaining("clusterSecret: 5 characters (expected: at least 16)")
                .hasMessageNotContaining("short");
    }

    @Test
    void read_noSecret_saysWhichIsNeeded() {
        assertThatThrownBy(() -> read(Map.of("clusterSecret", " ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clusterSecret: not set")
                .hasMessageContaining("consulAddress: not set");
    }

    @Test
    void toString_secret_isNotShown() {
        assertThat(read(Map.of("clusterSecret", SECRET, "consulAddress", "127.0.0.1:8500"))
                        .toString())
                .doesNotContain(SECRET);
    }
}

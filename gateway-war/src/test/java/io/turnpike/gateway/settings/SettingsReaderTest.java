package io.turnpike.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.pull.PullSettings;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.ConsulOptions;
import io.turnpike.registry.consul.ConsulTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

    @Test
    void read_nothingSet_hasTheDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new GatewaySettings(
                        4200,
                        OptionalInt.empty(),
                        Optional.empty(),
                        true,
                        false,
                        Optional.empty(),
                        Path.of("data").toAbsolutePath(),
                        Optional.empty(),
                        WhenAllDead.FAIL,
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(90),
                        Optional.empty(),
                        "api_gateway_db",
                        "admin_services",
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(180),
                        true,
                        false,
                        List.of(),
                        List.of(),
                        10_485_760,
                        16_777_216,
                        16_777_216,
                        1_000_000,
                        64,
                        64,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        8192,
                        16_384,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        true,
                        0,
                        Set.of(),
                        Path.of("data/plugins").toAbsolutePath(),
                        PluginUpdates.LOOPBACK,
                        Optional.empty()));
    }

    @Test
    void read_everythingSet_mapsAllProperties() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("serverPort", "4300");
        values.put("adminPort", "4301");
        values.put("maskerKey", "k");
        values.put("masterKeyEnabled", "false");
        values.put("allowDefaultMasterKey", "true");
        values.put("clusterSecret", "0123456789abcdef");
        values.put("dataDirectory", "/var/x");
        values.put("consulAddress", "127.0.0.1:8500, https://consul.example");
        values.put("consulToken", "secret-token");
        values.put("consulDatacenter", "dc2");
        values.put("whenAllDead", "call");
        values.put("timeToLift", "6");
        values.put("timeToDie", "12");
        values.put("dbUrl", "mongodb://localhost:27017");
        values.put("dbName", "n");
        values.put("dbCollectionName", "c");
        values.put("dbPollMillis", "19");
        values.put("dbPingInterval", "1");
        values.put("dbFailedPingInterval", "2");
        values.put("dbMaxPingFailDuration", "3");
        values.put("registration", "master");
        values.put("connect", "registered");
        values.put("serverNetworks", "10.0.0.0/8, fd00::/8");
        values.put("trustedProxies", "10.0.0.1, fd00::/8");
        values.put("maxRequestBytes", "4");
        values.put("maxReplyBytes", "5");
        values.put("maxStringBytes", "15");
        values.put("maxContainerElements", "16");
        values.put("maxThriftDepth", "17");
        values.put("maxJsonDepth", "18");
        values.put("callTimeoutMillis", "7");
        values.put("connectTimeoutMillis", "8");
        values.put("maxConnectionsPerInstance", "9");
        values.put("maxPendingCalls", "10");
        values.put("connectionIdleSeconds", "11");
        values.put("clientTimeoutSeconds", "12");
        values.put("probeIntervalMillis", "13");
        values.put("dataPlane", "jaxrs");
        values.put("eventLoops", "14");
        values.put("disabledPlugins", "access, x-1");
        values.put("pluginDirectory", "/var/y");
        values.put("pluginUpdates", "open");
        values.put("pullSource", "/var/z");
        values.put("pullClusterId", "c1");
        values.put("pullIntervalSeconds", "20");

        assertThat(read(values))
                .isEqualTo(new GatewaySettings(
                        4300,
                        OptionalInt.of(4301),
                        Optional.of("k"),
                        false,
                        true,
                        Optional.of("0123456789abcdef"),
                        Path.of("/var/x").toAbsolutePath(),
                        Optional.of(new ConsulOptions(
                                List.of(URI.create("http://127.0.0.1:8500"), URI.create("https://consul.example:8501")),
                                Optional.of("secret-token"),
                                Optional.of("dc2"),
                                ConsulTls.DEFAULT)),
                        WhenAllDead.CALL,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(12),
                        Optional.of("mongodb://localhost:27017"),
                        "n",
                        "c",
                        Duration.ofMillis(19),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        false,
                        true,
                        List.of("10.0.0.0/8", "fd00::/8"),
                        List.of("10.0.0.1", "fd00::/8"),
                        4,
                        5,
                        15,
                        16,
                        17,
                        18,
                        Duration.ofMillis(7),
                        Duration.ofMillis(8),
                        9,
                        10,
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofMillis(13),
                        false,
                        14,
                        Set.of("access", "x-1"),
                        Path.of("/var/y").toAbsolutePath(),
                        PluginUpdates.OPEN,
                        PullSettings.read(
                                key -> Optional.ofNullable(values.get(key)),
                                Duration.ofSeconds(20),
                                new ArrayList<>())));
    }

    @Test
    void read_adminPortThatIsTheOther_isRefused() {
        assertThatThrownBy(() -> read(Map.of("adminPort", "4200")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .containsExactly("adminPort: 4200 (expected: another port than serverPort)"));
    }

    @Test
    void read_trustedProxiesThatAreNoBlocks_areRefusedEach() {
        assertThatThrownBy(() -> read(Map.of("trustedProxies", "10.1.0.0/8, 127.0.0.1, lan")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .satisfiesExactly(
                                        first -> assertThat(first)
                                                .startsWith("trustedProxies: \"10.1.0.0/8\" has bits beyond"),
                                        second -> assertThat(second)
                                                .startsWith("trustedProxies: \"lan\" is no block of addresses")));
    }

    @Test
    void read_severalBadValues_namesAllOfThemWithWhatWasExpected() {
        assertThatThrownBy(() -> read(Map.of(
                        "serverPort", "70000",
                        "timeToLift", "-3",
                        "dbUrl", "http://x",
                        "registration", "closed",
                        "masterKeyEnabled", "yes",
                        "serverNetworks", "nowhere")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .containsExactlyInAnyOrder(
                                        "serverPort: 70000 (expected: a whole number from 1 to 65535)",
                                        "timeToLift: -3 (expected: a whole number from 1 to 31536000)",
                                        "dbUrl: a text of 8 characters, not shown (expected: mongodb://… or mongodb+srv://…)",
                                        "registration: closed (expected: one of open, master)",
                                        "masterKeyEnabled: yes (expected: one of true, false)",
                                        "serverNetworks: nowhere (expected: CIDR blocks such as 10.0.0.0/8, with commas between"
                                                + " them)"));
    }

    @Test
    void read_badConsul_namesTheKeysAndNoToken() {
        assertThatThrownBy(() -> read(Map.of(
                        "consulAddress", "127.0.0.1:70000,ftp://x,h:0",
                        "consulToken", "tok\u00e9n",
                        "consulCaFile", "/nowhere/ca.pem",
                        "whenAllDead", "pray")))
                .isInstanceOfSatisfying(InvalidSettingsException.class, e -> {
                    assertThat(e.problems()).hasSize(6);
                    assertThat(e.getMessage())
                            .contains(
                                    "consulAddress: 127.0.0.1:70000 (expected: host:port or http(s)://host:port",
                                    "consulAddress: ftp://x (expected: ",
                                    "consulAddress: h:0 (expected: ",
                                    "consulToken: a text of 5 characters, not shown (expected: ",
                                    "consulCaFile: /nowhere/ca.pem cannot be read (expected: a PEM file)",
                                    "whenAllDead: pray (expected: one of fail, call)")
                            .doesNotContain("tok\u00e9n");
                });
        assertThatThrownBy(() -> read(Map.of("consulAddress", "h, http://i", "consulKeyFile", "/nowhere/key.pem")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .contains("consulKeyFile: /nowhere/key.pem is for TLS, and consulAddress has none"
                                        + " (expected: consulAddress https://… with it)"));
        assertThat(read(Map.of("consulAddress", "h", "consulToken", "sesame")).toString())
                .contains("http://h:8500")
                .doesNotContain("sesame");
    }

    @Test
    void read_badSettingsOfPlugins_areRefused() {
        assertThatThrownBy(() -> read(Map.of("disabledPlugins", "access,No Name", "pluginUpdates", "anybody")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "disabledPlugins: No Name (expected: names of plugins such as access, with commas"
                                                + " between them)",
                                        "pluginUpdates: anybody (expected: one of master, loopback, open)"));
    }

    @Test
    void read_onlyMaxReplyBytesSet_stringsMayBeAsLong() {
        assertThat(read(Map.of("maxReplyBytes", "1000")).maxStringBytes()).isEqualTo(1000);
    }

    @Test
    void read_deeperThanIsEverTranslated_isRefused() {
        assertThat(read(Map.of("maxThriftDepth", "512", "maxJsonDepth", "512")).maxJsonDepth())
                .isEqualTo(512);
        assertThatThrownBy(() -> read(Map.of("maxThriftDepth", "513", "maxJsonDepth", "0")))
                .hasMessageContaining("maxThriftDepth: 513 (expected: a whole number from 1 to 512)")
                .hasMessageContaining("maxJsonDepth: 0 (expected: a whole number from 1 to 512)");
    }

    @Test
    void read_timeToDieBelowTimeToLift_isRefused() {
        assertThatThrownBy(() -> read(Map.of("timeToLift", "20", "timeToDie", "10")))
                .hasMessageContaining("timeToDie: 10 s (expected: >= timeToLift, 20 s)");
    }

    @Test
    void read_problemsKnownBefore_toldTogetherWithItsOwn() {
        assertThatThrownBy(() -> new SettingsReader()
                        .read(
                                key -> key.equals("clusterSecret") ? Optional.of("hunter2") : Optional.empty(),
                                List.of("serverPort: x (expected: a port)")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "serverPort: x (expected: a port)",
                                        "clusterSecret: a text of 7 characters, not shown (expected: at least 16 characters)"));
    }

    private static GatewaySettings read(Map<String, String> values) {
        return new SettingsReader().read(key -> Optional.ofNullable(values.get(key)), List.of());
    }
}

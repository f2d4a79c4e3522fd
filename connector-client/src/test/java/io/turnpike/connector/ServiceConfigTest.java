package io.turnpike.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {

    /** Reference 000's file, comments included. */
    private static final String REFERENCE = """
            {
            "apikey": "master_api_key_uuid", //apikey to be used for server connection
            "ServiceName": "AssetManagement", //name of the service
            "dockerUrl": "0.0.0.0", //Address of gateway in docker
            "dockerPort": "8080", //Port of the gateway in docker
            "env": "Stage", //
            "serviceurl": "localhost", //Url of the server.
            "serverPort": "0", //Port to be used by server. Keep 0 for random port.
            "IsDockerised": false, //Change to true if docker is being used.
            "healthCheckFrequency": 15, //How frequently, in seconds, do you want to perform health checks?
            "gatewayAddress": "http://localhost:4200" //address of the gateway.
            }
            """;

    private static final String LEAST = "{\"apikey\":\"k\",\"ServiceName\":\"S\",\"gatewayAddress\":\"x:1\"%s}";

    @TempDir
    Path directory;

    @Test
    void read_referencesFile_mapsEveryKey() throws Exception {
        Path file = Files.writeString(directory.resolve("serviceConfig.json"), REFERENCE);
        ServiceConfig config = ServiceConfig.read(file);
        assertThat(config.apiKey()).isEqualTo("master_api_key_uuid");
        assertThat(config.serviceName()).isEqualTo("AssetManagement");
        assertThat(config.dockerUrl()).isEqualTo("0.0.0.0");
        assertThat(config.dockerPort()).isEqualTo(8080);
        assertThat(config.environment()).isEqualTo("Stage");
        assertThat(config.serviceUrl()).isEqualTo("localhost");
        assertThat(config.serverPort()).isZero();
        assertThat(config.dockerised()).isFalse();
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.gatewayAddresses()).containsExactly("http://localhost:4200");
        assertThat(config.listenAddress().getHostString()).isEqualTo("localhost");
        assertThat(config.listenAddress().getPort()).isZero();
        assertThat(config.advertisedPort(4711)).isEqualTo(4711);
        assertThat(config.toString()).doesNotContain("master_api_key_uuid");
    }

    @Test
    void parse_onlyWhatMustBeThere_hasDefaults() {
        ServiceConfig config = ServiceConfig.parse("\ufeff" + LEAST.formatted(""));
        assertThat(config)
                .isEqualTo(new ServiceConfig(
                        "k",
                        "S",
                        java.util.List.of("http://x:1"),
                        "localhost",
                        0,
                        Duration.ofSeconds(5),
                        false,
                        "0.0.0.0",
                        8080,
                        ""));
    }

    @Test
    void parse_dockerised_listensThereAndAdvertisesThePublishedPort() {
        String json =
                LEAST.formatted(",\"IsDockerised\":true,\"dockerPort\":9000,\"serviceurl\":\"h\",\"serverPort\":%d");
        ServiceConfig fixed = ServiceConfig.parse(json.formatted(7000));
        assertThat(fixed.listenAddress().getPort()).isEqualTo(9000);
        assertThat(fixed.advertisedPort(9000, name -> null)).isEqualTo(7000);
        assertThat(fixed.advertisedPort(9000, name -> name.equals("PORT") ? " 7001" : null))
                .isEqualTo(7001);
        assertThat(ServiceConfig.parse(json.formatted(0)).advertisedPort(9000, name -> null))
                .isEqualTo(9000);
        assertThatThrownBy(() -> fixed.advertisedPort(9000, name -> "http"))
                .hasMessage("PORT: http (expected: a whole number, 1 to 65535)");
    }

    @Test
    void parse_severalGatewaysOtherCaseAndComments_areTaken() {
        ServiceConfig config = ServiceConfig.parse("""
                /* a
                   file */ {"APIKEY": "k", "servicename": "S", // "apikey": "x"
                "gatewayaddress": " http://a:1 ,b:2,", "isDockerised": "True"/**/, "serverPort": 80/* */,
                "more": {"apikey": [1, "y"]}, "nothing": null}// end""");
        assertThat(config.apiKey()).isEqualTo("k");
        assertThat(config.gatewayAddresses()).containsExactly("http://a:1", "http://b:2");
        assertThat(config.dockerised()).isTrue();
        assertThat(config.serverPort()).isEqualTo(80);
    }

    @Test
    void parse_manyFaults_namesEach() {
        assertThatThrownBy(
                        () -> ServiceConfig.parse(
                                "{\"serverPort\":\"70000\",\"healthCheckFrequency\":0,\"IsDockerised\":1,\"gatewayAddress\":\"ftp://x\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apikey: missing")
                .hasMessageContaining("ServiceName: missing")
                .hasMessageContaining("ftp://x (expected: as http://localhost:4200)")
                .hasMessageContaining("serverPort: 70000 (expected: a whole number, 0 to 65535)")
                .hasMessageContaining("healthCheckFrequency: 0 (expected: a whole number, 1 to 86400)")
                .hasMessageContaining("IsDockerised: 1 (expected: true or false)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1:1",
                "[] | 1:1",
                "'{\n\"a\": tru }' | 2:6",
                "{\"a\":1} x | 1:9",
                "{\"a\":1 /* | 1:8",
                "{\"a\":1,} | 1:8"
            })
    void parse_noJson_saysWhere(String text, String place) {
        assertThatThrownBy(() -> ServiceConfig.parse(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(place);
    }

    @Test
    void client_fromTheFile_connectsAsItSays() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            ServiceConfig config = ServiceConfig.parse(REFERENCE.replace("http://localhost:4200", gateway.address()));
            try (GatewayClient client = config.client().build()) {
                assertThat(client.connectOnce(config.serviceUrl(), 9090)).isEqualTo("id-1");
            }
            assertThat(gateway.requests)
                    .containsExactly("POST /connect {\"ApiKey\":\"master_api_key_uuid\",\"ServiceName\":"
                            + "\"AssetManagement\",\"ServerAddress\":\"localhost\",\"ServerPort\":\"9090\"}");
        }
    }

    @Test
    void apiKey_replacedWhileItRuns_isSentFromThenOn() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            AtomicReference<String> key = new AtomicReference<>("old");
            try (GatewayClient client = GatewayClient.builder("first", "S", gateway.address())
                    .apiKey(key::get)
                    .build()) {
                client.updateHealth("id");
                key.set("new");
                client.updateHealth("id");
            }
            assertThat(gateway.requests.get(0)).contains("\"ApiKey\":\"old\"");
            assertThat(gateway.requests.get(1)).contains("\"ApiKey\":\"new\"");
        }
    }
}

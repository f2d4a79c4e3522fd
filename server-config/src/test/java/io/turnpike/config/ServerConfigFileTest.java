package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.config.ConfigProblem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigFileTest {

    /** The file of reference 000, comments and all. */
    private static final String REFERENCE = """
            {
            "serverPort": "4200", // Host port of the gateway
            "maskerKey": "master_api_key_uuid", // Specify any master api key
            "consulAddress": "127.0.0.1:8500", // Address of the consul service registry
            "timeToLift": 45, // Time in seconds before a service is declared unhealthy
            "timeToDie": 90, // Time in seconds before a service is removed
            "dbUrl": "mongodb://localhost:27017", // Url of the mongoDb
            "dbName": "api_gateway_db", // Name of the mongoDb database
            "dbCollectionName": "admin_services", // Name of the collections
            "dbPingInterval": 30, // How frequently gateway should ping
            "dbFailedPingInterval": 5, // How frequently if it has failed once or more
            "dbMaxPingFailDuration": 180 // After how many tries to stop the pinging
            }
            """;

    @TempDir
    Path directory;

    @Test
    void load_noFile_hasNoPropertiesAndNoProblems() {
        ServerConfigFile file = load(Map.of(), Map.of());

        assertThat(file.path()).isEmpty();
        assertThat(file.properties()).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void load_fileOfTheReference_isTakenAsItIs() throws IOException {
        write("serverconfig.json", REFERENCE);

        ServerConfigFile file = load(Map.of(), Map.of());

        assertThat(file.problems()).isEmpty();
        assertThat(file.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("serverPort", "4200"),
                        Map.entry("maskerKey", "master_api_key_uuid"),
                        Map.entry("consulAddress", "127.0.0.1:8500"),
                        Map.entry("timeToLift", "45"),
                        Map.entry("timeToDie", "90"),
                        Map.entry("dbUrl", "mongodb://localhost:27017"),
                        Map.entry("dbName", "api_gateway_db"),
                        Map.entry("dbCollectionName", "admin_services"),
                        Map.entry("dbPingInterval", "30"),
                        Map.entry("dbFailedPingInterval", "5"),
                        Map.entry("dbMaxPingFailDuration", "180")));
    }

    @Test
    void load_everyKey_isMapped() throws IOException {
        StringBuilder json = new StringBuilder("{");
        for (ConfigKey key : ConfigKey.values()) {
            String value = switch (key) {
                case MASTER_KEY_ENABLED, ALLOW_DEFAULT_MASTER_KEY -> "true";
                case REGISTRATION -> "\"master\"";
                case CONNECT -> "\"registered\"";
                case SERVER_NETWORKS, TRUSTED_PROXIES -> "[\"10.0.0.0/8\", \"::1/128\"]";
                case CONSUL_ADDRESS -> "[\"7\", \"https://[::1]:8501\"]";
                case WHEN_ALL_DEAD -> "\"call\"";
                case DATA_PLANE -> "\"jaxrs\"";
                case DISABLED_PLUGINS -> "[\"access\", \"traffic-split\"]";
                case PLUGIN_UPDATES -> "\"open\"";
                case DB_URL -> "\"mongodb+srv://h\"";
                case CLUSTER_SECRET -> "\"0123456789abcdef\"";
                case MASKER_KEY,
                        DATA_DIRECTORY,
                        PLUGIN_DIRECTORY,
                        CONSUL_TOKEN,
                        CONSUL_DATACENTER,
                        CONSUL_CA_FILE,
                        CONSUL_CERT_FILE,
                        CONSUL_KEY_FILE,
                        DB_NAME,
                        DB_COLLECTION_NAME,
                        PULL_SOURCE,
                        PULL_CLUSTER_ID,
                        PULL_TOKEN,
                        PULL_CA_FILE,
                        PULL_S3_ENDPOINT,
                        PULL_S3_REGION,
                        PULL_S3_ACCESS_KEY,
                        PULL_S3_SECRET_KEY,
                        REGISTRY_PROXY_ADDRESS,
                        REGISTRY_PROXY_ADVERTISED_ADDRESS -> "\"7\"";
                default -> "7";
            };
            json.append(json.length() == 1 ? "" : ",\n")
                    .append('"')
                    .append(key.key())
                    .append("\": ")
                    .append(value);
        }
        write("serverconfig.json", json.append('}').toString());

        ServerConfigFile file = load(Map.of(), Map.of());

        assertThat(file.problems()).isEmpty();
        assertThat(file.properties()).hasSize(ConfigKey.values().length).containsEntry("maskerKey", "7");
        assertThat(file.properties()).containsEntry("serverNetworks", "10.0.0.0/8,::1/128");
        assertThat(file.properties()).containsEntry("disabledPlugins", "access,traffic-split");
        assertThat(file.properties()).containsEntry("consulAddress", "7,https://[::1]:8501");
    }

    @Test
    void read_everyKeyOfAnotherType_isReportedByKey() throws IOException {
        for (ConfigKey key : ConfigKey.values()) {
            for (String wrong : List.of("-5.5", "[-5.5]", "[true]", "{}", "[[\"x\"]]")) {
                ServerConfigFile file =
                        ServerConfigFile.read(write("c.json", "{\"" + key.key() + "\": " + wrong + "}"));

                assertThat(messages(file))
                        .as("%s: %s", key.key(), wrong)
                        .singleElement()
                        .asString()
                        .startsWith("c.json:1: " + key.key() + ": ")
                        .endsWith(" (expected: " + key.type().expected() + ")");
                assertThat(file.hasErrors()).isTrue();
                assertThat(file.properties()).isEmpty();
            }
            boolean flag = key == ConfigKey.MASTER_KEY_ENABLED || key == ConfigKey.ALLOW_DEFAULT_MASTER_KEY;
            assertThat(ServerConfigFile.read(write("c.json", "{\"" + key.key() + "\": true}"))
                            .hasErrors())
                    .as("%s: true", key.key())
                    .isEqualTo(!flag);
        }
    }

    @Test
    void read_badConsulAddress_isReportedAndTokensAreNot() throws IOException {
        for (String wrong : List.of("\"x:0\"", "\"h:70000\"", "\"h:x\"", "[\"ok:1\", \"ftp://h\"]", "\"a b\"")) {
            ServerConfigFile file = ServerConfigFile.read(write("c.json", "{\"consulAddress\": " + wrong + "}"));
            assertThat(messages(file)).as(wrong).singleElement().asString().contains("consulAddress: ", "host:port");
        }
        ServerConfigFile file = ServerConfigFile.read(write("c.json", "{\"consulToken\": [\"sesame\"]}"));
        assertThat(messages(file))
                .singleElement()
                .asString()
                .contains("consulToken")
                .doesNotContain("sesame");
    }

    @Test
    void load_severalPlaces_takesThemInOrder() throws IOException {
        Path named = write("named.json", "{\"dbName\": \"property\"}");
        Path variable = write("variable.json", "{\"dbName\": \"variable\"}");
        write("data/serverconfig.json", "{\"dbName\": \"data\"}");
        write("other/serverconfig.json", "{\"dbName\": \"other\"}");
        write("serverconfig.json", "{\"dbName\": \"cwd\"}");
        Map<String, String> properties = Map.of("turnpike.config", named.toString());
        Map<String, String> environment =
                Map.of("TURNPIKE_CONFIG", variable.getFileName().toString());

        assertThat(load(properties, environment).properties()).containsEntry("dbName", "property");
        assertThat(load(Map.of(), environment).properties()).containsEntry("dbName", "variable");
        assertThat(load(Map.of(), Map.of()).properties()).containsEntry("dbName", "data");
        assertThat(load(Map.of("dataDirectory", "other"), Map.of()).properties())
                .containsEntry("dbName", "other");
        assertThat(load(Map.of(), Map.of("TURNPIKE_DATA", "other")).properties())
                .containsEntry("dbName", "other");
        assertThat(load(Map.of(), Map.of("TURNPIKE_DATA", "empty")).properties())
                .containsEntry("dbName", "cwd");
    }

    @Test
    void load_dataDirectoryInTheEnvironment_winsOverTheFile() throws IOException {
        write("serverconfig.json", "{\"dataDirectory\": \"/from/file\"}");

        assertThat(load(Map.of(), Map.of()).properties()).containsEntry("dataDirectory", "/from/file");
        assertThat(load(Map.of(), Map.of("TURNPIKE_DATA", "/from/env")).properties())
                .containsEntry("dataDirectory", "/from/env");
    }

    @Test
    void load_namedFileThatDoesNotExist_isAnErrorThatSaysWhoNamedIt() {
        ServerConfigFile file = load(Map.of("turnpike.config", "/no/such.json"), Map.of());

        assertThat(file.hasErrors()).isTrue();
        assertThat(file.problems())
                .extracting(ConfigProblem::message)
                .containsExactly("/no/such.json does not exist (named by --config or system property turnpike.config)");
    }

    @Test
    void read_unknownKey_warnsAndSuggestsTheNearest() throws IOException {
        ServerConfigFile file =
                ServerConfigFile.read(write("c.json", "{\n \"masterKey\": \"s3cret\",\n \"zzz\": {\"a\": [1]}}"));

        assertThat(file.hasErrors()).isFalse();
        assertThat(file.problems()).extracting(ConfigProblem::severity).containsOnly(Severity.WARNING);
        assertThat(messages(file))
                .containsExactly(
                        "c.json:2: masterKey: unknown key, ignored; did you mean maskerKey?",
                        "c.json:3: zzz: unknown key, ignored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"serverPort\": 0 | serverPort: 0 (expected: a whole number, 1 to 65535 (port))",
                "\"serverPort\": \"http\" | serverPort: \"http\" (expected: a whole number, 1 to 65535 (port))",
                "\"timeToLift\": -3 | timeToLift: -3 (expected: a whole number, 1 to 31536000 (seconds))",
                "\"timeToLift\": 1.5 | timeToLift: 1.5 (expected: a whole number, 1 to 31536000 (seconds))",
                "\"timeToDie\": 1e400 | timeToDie: 1e400 (expected: a whole number, 1 to 31536000 (seconds))",
                "\"timeToDie\": [9] | timeToDie: an array (expected: a whole number, 1 to 31536000 (seconds))",
                "\"timeToDie\": \"\" | timeToDie: \"\" (expected: a whole number, 1 to 31536000 (seconds))",
                "\"dataDirectory\": {\"a\": 1} | dataDirectory: an object (expected: text)",
                "\"dbName\": \"a.b\" | dbName: \"a.b\" (expected: 1 to 63 characters, none of /\\. \"$)",
                "\"dbCollectionName\": \"system.x\" | dbCollectionName: \"system.x\" (expected: a text with no $, not beginning with system.)",
                "\"clusterSecret\": \"too short\" | clusterSecret: a text, not shown (expected: a text of at least 16 characters)",
                "\"serverNetworks\": \"10.0.0.0/99\" | serverNetworks: \"10.0.0.0/99\" (expected: an array of texts, CIDR blocks such as 10.0.0.0/8)",
                "\"serverNetworks\": [\"10.0.0.0/8\", \"300.0.0.0/8\", 7] | serverNetworks: an array with \"300.0.0.0/8\", 7 (expected: an array of texts, CIDR blocks such as 10.0.0.0/8)",
                "\"serverNetworks\": \"lan\" | serverNetworks: \"lan\" (expected: an array of texts, CIDR blocks such as 10.0.0.0/8)",
                "\"masterKeyEnabled\": \"yes\" | masterKeyEnabled: \"yes\" (expected: true or false)",
                "\"registration\": \"closed\" | registration: \"closed\" (expected: \"open\" or \"master\")",
                "\"serverNetworks\": [[1]] | serverNetworks: an array (expected: an array of texts, CIDR blocks such as 10.0.0.0/8)",
                "\"dbName\": \"a\", \"dbName\": \"b\" | dbName: given more than once (expected: once)",
                "\"consulAddress\": [\"a:1\", \"b:x\"] | consulAddress: an array with \"b:x\" (expected: host:port or http(s)://host:port of a Consul agent, or an array of them)",
            })
    void read_wrongValue_isReportedByKeyWithWhatWasExpected(String member, String message) throws IOException {
        ServerConfigFile file = ServerConfigFile.read(write("c.json", "{" + member + "}"));

        assertThat(file.hasErrors()).isTrue();
        assertThat(messages(file)).containsExactly("c.json:1: " + message);
    }

    @Test
    void read_wrongSecret_isNotRepeated() throws IOException {
        ServerConfigFile file = ServerConfigFile.read(write(
                "c.json", "{\"dbUrl\": \"postgres://u:pw@h\", \"maskerKey\": [\"k\"], \"clusterSecret\": 12345}"));

        assertThat(messages(file))
                .containsExactly(
                        "c.json:1: dbUrl: a text, not shown (expected: a MongoDB connection string, mongodb://… or mongodb+srv://…)",
                        "c.json:1: maskerKey: an array (expected: text)",
                        "c.json:1: clusterSecret: a number (expected: a text of at least 16 characters)");
    }

    @Test
    void read_severalFaults_reportsAllAndKeepsTheRest() throws IOException {
        ServerConfigFile file = ServerConfigFile.read(
                write("c.json", "{\"timeToLift\": \"x\", \"connect\": 1, \"dbName\": \"kept\", \"maskerKey\": null}"));

        assertThat(file.problems()).hasSize(2);
        assertThat(file.properties()).containsOnlyKeys("dbName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"dbName\": \"\",, \"connect\": 2} | line 1, column 15",
                "{\"dbName\": \"\" | line 1, column 14: the file ends",
                "{\"dbName\": \"\"} x | line 1, column 16",
                "[1] | the file must hold one JSON object",
                "{\"dbName\": /* open | line 1, column 11: the file ends",
            })
    void read_malformedJson_saysWhere(String json, String place) throws IOException {
        ServerConfigFile file = ServerConfigFile.read(write("c.json", json));

        assertThat(file.hasErrors()).isTrue();
        assertThat(file.properties()).isEmpty();
        assertThat(messages(file))
                .singleElement()
                .asString()
                .startsWith("c.json: malformed JSON at ")
                .contains(place);
    }

    @Test
    void read_emptyFile_saysWhatToWrite() throws IOException {
        for (String nothing : List.of("", " \n", "// all defaults\n")) {
            ServerConfigFile file = ServerConfigFile.read(write("c.json", nothing));
            assertThat(file.hasErrors()).isTrue();
            assertThat(messages(file))
                    .containsExactly(
                            "c.json: nothing in it but space and comments (expected: one JSON object, {} for all defaults)");
        }
    }

    @Test
    void read_blankSecret_warnsThatItCountsAsNotSet() throws IOException {
        ServerConfigFile file = ServerConfigFile.read(write("c.json", "{\"maskerKey\": \"\",\n\"dbUrl\": \" \"}"));
        assertThat(file.hasErrors()).isFalse();
        assertThat(messages(file))
                .containsExactly(
                        "c.json:1: maskerKey: blank, which counts as not set",
                        "c.json:2: dbUrl: blank, which counts as not set");
    }

    @Test
    void read_malformedLaterLine_countsLinesThroughComments() throws IOException {
        ServerConfigFile file = ServerConfigFile.read(write("c.json", "{ // one\n/* two\nthree */ \"a\": ? }"));

        assertThat(messages(file)).singleElement().asString().contains("line 3, column 15");
    }

    @Test
    void read_byteOrderMark_isTaken() throws IOException {
        assertThat(ServerConfigFile.read(write("c.json", "\uFEFF{\"dbName\": \"x\"}"))
                        .properties())
                .containsEntry("dbName", "x");
    }

    @Test
    void read_notUtf8OrNoFile_isAnError() throws IOException {
        Path latin =
                Files.write(directory.resolve("l.json"), "{\"dbName\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(messages(ServerConfigFile.read(latin))).containsExactly("l.json is not UTF-8 text");
        assertThat(ServerConfigFile.read(directory).problems())
                .singleElement()
                .asString()
                .endsWith(" is not a file");
    }

    private List<String> messages(ServerConfigFile file) {
        return file.problems().stream()
                .map(problem -> problem.message().replace(directory + "/", ""))
                .toList();
    }

    private ServerConfigFile load(Map<String, String> properties, Map<String, String> environment) {
        return ServerConfigFile.load(new Surroundings(properties, environment, directory));
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}

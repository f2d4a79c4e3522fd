package io.turnpike.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.command.StubGateway.Asked;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    private static final String CONFIGURATION = """
            {"Owners":[{"OwnerName":"Ann","OwnerId":"a","Services":[
              {"ServiceName":"Zoo","IdlContent":"service Zoo {}\\n","Paths":[]},
              {"ServiceName":"Ant","IdlContent":"service Ant {\\n  void go(),  \\n}\\n","Paths":[]}]}]}""";
    private static final String FILE = """
            Owners:
              - OwnerId: a
                OwnerName: Ann
                Services:
                  - ServiceName: Ant
                    IdlContent: |
                      service Ant {
                        void go(),
                        oops
                      }
            """;
    private static final String NOTHING = "{\"DryRun\":true,\"Revision\":7,\"Changes\":[]}";
    private static final String CHANGES = """
            "Changes":[{"Change":"changed","Pointer":"/Owners/a/Services/Ant/IdlContent",
              "Before":"a\\nb\\nc\\nd\\ne\\n","After":"a\\nb\\nc\\nd\\nf\\n"},
             {"Change":"changed","Pointer":"/Owners/a/Services/Ant/Version","Before":"1","After":"2"},
             {"Change":"added","Pointer":"/Owners/b","After":{"OwnerId":"b","Services":[{"ServiceName":"Bee"}]}},
             {"Change":"removed","Pointer":"/Owners/c","Before":{"OwnerId":"c","Services":[]}}]""";
    private static final String TRIED = "{\"DryRun\":true,\"Revision\":7," + CHANGES + "}";
    private static final String MADE =
            "{\"Message\":\"m\",\"Revision\":8," + CHANGES + ",\"Keys\":[{\"OwnerId\":\"b\",\"API-Key\":\"new-key\"},"
                    + "{\"Consumer\":\"alice\",\"API-Key\":\"her-key\"}]}";
    private static final List<String> SHOWN = List.of(
            "~ /Owners/a/Services/Ant/IdlContent",
            "    ...",
            "      c",
            "      d",
            "    - e",
            "    + f",
            "~ /Owners/a/Services/Ant/Version: \"1\" -> \"2\"",
            "+ /Owners/b (an owner with Bee)",
            "- /Owners/c (an owner without services)");

    @TempDir
    Path directory;

    private InputStream in = InputStream.nullInputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private StubGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new StubGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int run(String action, Path file, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(action, file.toString(), "--gateway", gateway.url() + "/", "--apikey", "the-key"));
        arguments.addAll(List.of(more));
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, List<String> arguments) {
        out.reset();
        err.reset();
        return new ConfigCommand(
                        environment,
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("c.yaml"), FILE);
    }

    @Test
    void export_toYaml_writesBlocksInStableOrder() throws IOException {
        gateway.answers(7, CONFIGURATION).answers(7, CONFIGURATION);
        Path file = directory.resolve("c.yaml");

        assertThat(run("export", file)).as(err()).isEqualTo(ConfigCommand.DONE);

        assertThat(file).content().isEqualTo("""
                        # What is registered with a Turnpike gateway, without keys. See: ./turnpike config --help
                        Owners:
                          - OwnerName: Ann
                            OwnerId: a
                            Services:
                              - ServiceName: Ant
                                IdlContent: |
                                  service Ant {
                                    void go(),\s\s
                                  }
                                Paths: []
                              - ServiceName: Zoo
                                IdlContent: |
                                  service Zoo {}
                                Paths: []
                        """);
        assertThat(out()).containsExactly(file + " is written: 1 owner, 2 services, revision 7.");
        assertThat(gateway.asked()).containsExactly(new Asked("GET", "/admin/config", "the-key", null, ""));

        assertThat(run("export", file)).isEqualTo(ConfigCommand.DONE);
        assertThat(out()).containsExactly(file + " is as it was: 1 owner, 2 services, revision 7.");
    }

    @Test
    void export_overAnotherConfiguration_replacesItAlone() throws IOException {
        gateway.answers(7, CONFIGURATION).answers(7, CONFIGURATION);
        Path json = Files.writeString(directory.resolve("c.json"), "{\"Owners\":[]}");
        assertThat(run("export", json)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(json)
                .content()
                .startsWith("{\n")
                .contains("\"ServiceName\": \"Ant\"")
                .endsWith("}\n");

        Path settings = Files.writeString(directory.resolve("serverconfig.json"), "{\"serverPort\":4200}");
        assertThat(run("export", settings)).isEqualTo(ConfigCommand.FAILED);
        assertThat(settings).content().isEqualTo("{\"serverPort\":4200}");
        assertThat(err()).contains("serverconfig.json is there already and is no configuration");
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".new"));
    }

    @Test
    void export_whatHasNoConfiguration_leavesTheFile() throws IOException {
        Path file = file();
        gateway.refuses(503, "{\"status\":503,\"code\":\"not-ready\",\"detail\":\"It is still loading\"}");
        assertThat(run("export", file)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: the gateway is still starting: It is still loading.\n");
        gateway.answers(7, "{\"Nothing\":1}");
        assertThat(run("export", file)).isEqualTo(ConfigCommand.FAILED);
        assertThat(file).content().isEqualTo(FILE);
    }

    @Test
    void export_intoNoDirectory_saysSo() {
        gateway.answers(7, CONFIGURATION);
        assertThat(run("export", directory.resolve("none/c.yaml"))).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("it cannot be written: there is no directory " + directory.resolve("none"));
    }

    @Test
    void diff_differences_printsThemAndEndsWithOne() throws IOException {
        gateway.answers(7, TRIED);

        assertThat(run("diff", file())).as(err()).isEqualTo(ConfigCommand.DIFFERENT);

        List<String> expected = new ArrayList<>(SHOWN);
        expected.add("apply would make this of the configuration, revision 7.");
        assertThat(out()).isEqualTo(expected);
        Asked asked = gateway.asked().get(0);
        assertThat(asked.target()).isEqualTo("/admin/config?dryRun=true");
        assertThat(asked.ifMatch()).isNull();
        assertThat(asked.body()).contains("\"IdlContent\":\"service Ant {\\n  void go(),\\n  oops\\n}\\n\"");
    }

    @Test
    void export_pluginsAndConsumers_areWrittenAndCounted() throws IOException {
        String configuration =
                "{\"Owners\":[],\"Routes\":[],\"Plugins\":{\"Global\":{\"cors\":{},\"access\":[{\"api\":\"/\"}]},"
                        + "\"Services\":{\"Orders\":{\"cors\":null}}},\"Consumers\":{\"alice\":{}}}";
        gateway.answers(7, configuration).answers(7, NOTHING);
        Path file = directory.resolve("c.yaml");

        assertThat(run("export", file)).as(err()).isEqualTo(ConfigCommand.DONE);

        assertThat(out())
                .containsExactly(file + " is written: 0 owners, 0 services, 3 bound plugins, 1 consumer, revision 7.");
        assertThat(run("diff", file)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(gateway.asked().get(1).body())
                .as("what is written reads as what it was")
                .isEqualTo(configuration);
    }

    @Test
    void diff_noDifference_endsWithZero() throws IOException {
        gateway.answers(7, NOTHING);
        assertThat(run("diff", file())).isEqualTo(ConfigCommand.DONE);
        assertThat(out()).containsExactly("There is no difference, revision 7.");
    }

    @Test
    void apply_differences_isMadeOnTheRevisionThatWasTried() throws IOException {
        gateway.answers(7, TRIED).answers(8, MADE);

        assertThat(run("apply", file())).as(err()).isEqualTo(ConfigCommand.DONE);

        List<String> expected = new ArrayList<>(SHOWN);
        expected.addAll(List.of(
                directory.resolve("c.yaml") + " is applied, revision 8.",
                "New API keys, which are shown this once:",
                "  b: new-key",
                "  consumer alice: her-key"));
        assertThat(out()).isEqualTo(expected);
        assertThat(gateway.asked())
                .extracting(Asked::target)
                .containsExactly("/admin/config?dryRun=true", "/admin/config");
        assertThat(gateway.asked()).extracting(Asked::ifMatch).containsExactly(null, "\"7\"");
    }

    @Test
    void apply_noDifference_asksForNoChange() throws IOException {
        gateway.answers(7, NOTHING);
        assertThat(run("apply", file())).isEqualTo(ConfigCommand.DONE);
        assertThat(out()).containsExactly("Nothing had to be changed, revision 7.");
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void apply_somebodyWasFaster_changesNothingAndSaysSo() throws IOException {
        gateway.answers(7, TRIED)
                .answers(
                        412,
                        "application/problem+json",
                        "\"9\"",
                        "{\"detail\":\"d\",\"code\":\"precondition-failed\"}");
        assertThat(run("apply", file())).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("nothing was changed: the gateway is at revision 9 by now.", "diff");
        assertThat(out()).isEmpty();
    }

    @Test
    void apply_withRevision_isTriedAndMadeOnIt() throws IOException {
        gateway.answers(5, TRIED).answers(6, MADE);
        assertThat(run("apply", file(), "--revision", "5")).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(gateway.asked()).extracting(Asked::ifMatch).containsExactly("\"5\"", "\"5\"");
    }

    @Test
    void apply_whatTheGatewayRefuses_namesEachPlaceInTheFile() throws IOException {
        gateway.refuses(422, """
                {"detail":"There are 2 faults","code":"invalid-registration","errors":[
                 {"pointer":"/Owners/0/Services/0/IdlContent","detail":"unexpected oops","line":3,"column":3},
                 {"pointer":"/Owners/0/Services/0/Paths","detail":"Paths is missing"}]}""");
        Path file = file();
        assertThat(run("apply", file)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err())
                .contains(
                        "the gateway refuses " + file + " (status 422, invalid-registration); nothing was changed.\n",
                        file + ":9:1: /Owners/0/Services/0/IdlContent unexpected oops (line 3, column 3 of the IDL)\n",
                        file + ":5:9: /Owners/0/Services/0/Paths Paths is missing\n");
        assertThat(Files.readAllLines(file).get(8)).contains("oops");
    }

    @Test
    void diff_changedPaths_areALineEach() throws IOException {
        gateway.answers(7, """
                {"DryRun":true,"Changes":[
                 {"Change":"changed","Pointer":"/Owners/a/Services/Ant/Paths",
                  "Before":[{"MethodPath":"a"},{"MethodPath":"b"}],"After":[{"MethodPath":"a"},{"MethodPath":"c"}]},
                 {"Change":"added","Pointer":"/Owners/a/Services/Bee/Paths","After":[{"MethodPath":"x"},{"MethodPath":"y"}]},
                 {"Change":"changed","Pointer":"/Routes/r/Uris","Before":["/a"],"After":["/b","/c"]}]}""");
        assertThat(run("diff", file())).as(err()).isEqualTo(ConfigCommand.DIFFERENT);
        assertThat(out())
                .containsExactly(
                        "~ /Owners/a/Services/Ant/Paths",
                        "      {\"MethodPath\":\"a\"}",
                        "    - {\"MethodPath\":\"b\"}",
                        "    + {\"MethodPath\":\"c\"}",
                        "+ /Owners/a/Services/Bee/Paths:",
                        "    {\"MethodPath\":\"x\"}",
                        "    {\"MethodPath\":\"y\"}",
                        "~ /Routes/r/Uris: [\"/a\"] -> [\"/b\",\"/c\"]",
                        "apply would make this of the configuration, revision 7.");
    }

    @Test
    void diff_keysThatTheGatewayIgnores_areToldWithTheirPlace() throws IOException {
        gateway.answers(7, """
                {"DryRun":true,"Changes":[],"Warnings":[
                 {"Pointer":"/Owners/0/Services/0/IdlContent","Message":"ignored"},{"RouteId":"r","Message":"shadowed"}]}""");
        Path file = file();
        assertThat(run("diff", file)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(out())
                .startsWith("warning: " + file + ":6:21: /Owners/0/Services/0/IdlContent ignored", "warning: shadowed");
    }

    @Test
    void apply_nothingToChangeButKeysIgnored_tellsThem() throws IOException {
        gateway.answers(
                7, "{\"DryRun\":true,\"Changes\":[],\"Warnings\":[{\"Pointer\":\"/Owners/0\",\"Message\":\"m\"}]}");
        assertThat(run("apply", file())).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(out()).hasSize(2).first().asString().startsWith("warning: ").endsWith("/Owners/0 m");
    }

    @Test
    void export_overAFileOfItsOwnMode_keepsTheMode() throws IOException {
        gateway.answers(7, CONFIGURATION);
        Path file = file();
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, mode);
        assertThat(run("export", file)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(mode);
        assertThat(file).content().contains("ServiceName: Zoo");
    }

    @Test
    void run_dashForTheFile_isStandardInputAndOutput() throws IOException {
        gateway.answers(7, CONFIGURATION).answers(7, NOTHING).answers(7, NOTHING);
        List<String> options = List.of("--gateway=" + gateway.url(), "--apikey=the-key");
        assertThat(run("export", options)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(out()).contains("  - OwnerName: Ann").first().asString().startsWith("# What is registered");
        assertThat(err()).isEqualTo("1 owner, 2 services, revision 7." + System.lineSeparator());

        in = new ByteArrayInputStream(out.toByteArray());
        assertThat(run("diff", options)).as(err()).isEqualTo(ConfigCommand.DONE);
        in = new ByteArrayInputStream("\n {\"Owners\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThat(run("diff", options)).as(err()).isEqualTo(ConfigCommand.DONE);
        assertThat(gateway.asked().get(2).body()).isEqualTo("{\"Owners\":[]}");

        in = new ByteArrayInputStream("{\"Owners\":[}".getBytes(StandardCharsets.UTF_8));
        assertThat(run("apply", options)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: standard input:1:");
    }

    private int run(String action, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(action, "-"));
        arguments.addAll(options);
        return run(Map.of(), arguments);
    }

    @Test
    void run_gatewayThatIsStillStarting_saysSo() throws IOException {
        gateway.refuses(503, "{\"code\":\"not-ready\",\"detail\":\"It is still loading\"}");
        assertThat(run("apply", file())).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("the gateway is still starting: It is still loading.", "Nothing was changed.");
    }

    @Test
    void run_portWithoutAdminApi_namesTheAdminPort() throws IOException {
        gateway.refuses(
                404, "{\"code\":\"service-not-found\",\"detail\":\"No route or service takes /admin/config.\"}");
        assertThat(run("diff", file())).isEqualTo(ConfigCommand.FAILED);
        assertThat(err())
                .contains(
                        "the gateway refuses (status 404, service-not-found): No route or service takes /admin/config.\n",
                        "If adminPort is set there, --gateway must have that port");
    }

    @Test
    void run_brokenFile_saysWhereWithoutAskingTheGateway() throws IOException {
        Path json = Files.writeString(directory.resolve("c.json"), "{\n  \"Owners\": [\n    {]\n}");
        assertThat(run("diff", json)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: " + json + ":3:");

        Path twice = Files.writeString(directory.resolve("t.json"), "{\"Owners\": [],\n  \"Owners\": []}");
        assertThat(run("diff", twice)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err())
                .isEqualTo("turnpike: " + twice + ":2:3: the key \"Owners\" stands here again, after line 1\n");

        Path yaml = Files.writeString(directory.resolve("c.yaml"), "Owners:\n  - OwnerId: [a\n  - b: }\n");
        assertThat(run("apply", yaml)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: " + yaml + ":3:");

        Path merge = Files.writeString(directory.resolve("m.yaml"), "<<<<<<< HEAD\nOwners: []\n=======\n");
        assertThat(run("apply", merge)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: " + merge + ":");

        Path other = Files.writeString(directory.resolve("o.yml"), "Owner: []\n");
        assertThat(run("apply", other)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err())
                .contains("o.yml:1:1: this is no configuration (expected: an object whose Owners is an array)");

        Path latin = Files.write(directory.resolve("l.yaml"), new byte[] {'a', '\n', (byte) 0xe4, '\n'});
        assertThat(run("apply", latin)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("l.yaml:2: it is not UTF-8");

        assertThat(run("apply", directory.resolve("none.yaml"))).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("none.yaml: there is no such file");
        assertThat(run("apply", directory.resolve("c.txt"))).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("expected: a name that ends in .json, .yaml or .yml");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void run_keyThatIsRefused_saysWhichOneItTakesAndNeverTheKey() throws IOException {
        gateway.refuses(401, "{\"detail\":\"The API key is unknown\",\"code\":\"unauthorized\"}")
                .refuses(403, "{\"detail\":\"This takes the master key\",\"code\":\"forbidden\"}");
        assertThat(run("diff", file())).isEqualTo(ConfigCommand.FAILED);
        assertThat(err())
                .contains("does not take this key: The API key is unknown.", "master.key")
                .doesNotContain("the-key");
        assertThat(run("diff", file())).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("This takes the master key").doesNotContain("the-key");
    }

    @Test
    void run_keyInTheEnvironment_isTakenUnlessAnOptionHasOne() throws IOException {
        gateway.answers(7, NOTHING).answers(7, NOTHING);
        List<String> arguments = List.of("diff", file().toString(), "--gateway", gateway.url());
        assertThat(run(Map.of("APIKEY", "from-there"), arguments)).as(err()).isEqualTo(ConfigCommand.DONE);
        List<String> both = new ArrayList<>(arguments);
        both.addAll(List.of("--apikey", "from-here"));
        assertThat(run(Map.of("APIKEY", "from-there"), both)).isEqualTo(ConfigCommand.DONE);
        assertThat(gateway.asked()).extracting(Asked::key).containsExactly("from-there", "from-here");

        assertThat(run(Map.of(), arguments)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("the master key is missing", "--apikey KEY", "APIKEY");
    }

    @Test
    void run_noGatewayThere_saysSo() throws IOException {
        Path file = file();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        assertThat(run(Map.of("APIKEY", "k"), List.of("diff", file.toString(), "--gateway", url)))
                .isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).startsWith("turnpike: " + url + " cannot be reached: nobody listens there.");

        gateway.answers(404, "text/html", "", "<html>").answers(302, "", "", "");
        for (String seen : List.of("status 404, text/html.", "status 302.")) {
            assertThat(run("diff", file)).isEqualTo(ConfigCommand.FAILED);
            assertThat(err()).contains(gateway.url() + " does not answer as a gateway does: " + seen);
        }
        gateway.answers(200, "application/json", "", "{\"Changes\":[");
        assertThat(run("diff", file)).isEqualTo(ConfigCommand.FAILED);
        assertThat(err()).contains("malformed JSON");
    }

    @Test
    void run_argumentsThatCannotBeUnderstood_areRefused() {
        Map<List<String>, String> wrong = Map.of(
                List.of(), "expected: export, diff or apply",
                List.of("import"), "import: unknown (expected: export, diff or apply)",
                List.of("diff"), "config diff needs a FILE",
                List.of("diff", "a.yaml", "b.yaml"), "one file is taken",
                List.of("diff", "a.yaml"), "--gateway is missing",
                List.of("diff", "a.yaml", "--gateway"), "--gateway needs a value",
                List.of("diff", "a.yaml", "--gateway", "localhost:4200"),
                        "expected: a URL such as http://localhost:4200",
                List.of("diff", "a.yaml", "--revision=4"), "--revision is for apply alone",
                List.of("apply", "a.yaml", "--gateway", "http://h", "--apikey", "a b"), "--apikey has what no key has",
                List.of("apply", "a.yaml", "--gateway", "http://h", "--apikey", "k", "--revision", "x"),
                        "--revision: \"x\" (expected: a whole number");
        wrong.forEach((arguments, message) -> {
            assertThat(run(Map.of(), arguments)).as("%s", arguments).isEqualTo(ConfigCommand.FAILED);
            assertThat(err()).contains(message);
        });
    }
}

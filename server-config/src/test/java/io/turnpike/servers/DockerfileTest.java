package io.turnpike.servers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of the Dockerfiles without a container engine. */
class DockerfileTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> KNOWN =
            List.of("FROM", "USER", "RUN", "COPY", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD");

    private record Instruction(String name, String rest) {}

    @ParameterizedTest
    @CsvSource({
        "payara-micro, payara/micro:, payara.version",
        "payara-server, payara/server-full:, payara.version",
        "wildfly, quay.io/wildfly/wildfly:, wildfly.version"
    })
    void from_officialImage_hasTheVersionThatIsTested(String server, String image, String property) throws IOException {
        Matcher version =
                Pattern.compile("<" + property + ">(.*)</").matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(rests(server, "FROM")).containsExactly(image + version.group(1) + "-jdk17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payara-micro", "payara-server", "wildfly"})
    void instructions_all_areKnownAndEndUnprivilegedInExecForm(String server) throws IOException {
        List<Instruction> instructions = read(server);
        assertThat(instructions).extracting(Instruction::name).isSubsetOf(KNOWN);
        assertThat(rests(server, "USER")).last().isNotEqualTo("root");
        List<String> commands = new ArrayList<>(rests(server, "CMD"));
        commands.addAll(rests(server, "ENTRYPOINT"));
        rests(server, "HEALTHCHECK").forEach(check -> commands.add(check.replaceFirst("^.* CMD ", "")));
        assertThat(commands).hasSize(2).allSatisfy(command -> {
            try (JsonReader reader = Json.createReader(new StringReader(command))) {
                assertThat(reader.readArray()).isNotEmpty();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"payara-micro", "payara-server", "wildfly"})
    void copy_sources_areThereOrBuiltAndNotIgnored(String server) throws IOException {
        List<String> sent = Files.readAllLines(ROOT.resolve("deploy/docker/" + server + "/Dockerfile.dockerignore"));
        for (String copy : rests(server, "COPY")) {
            List<String> words = Arrays.stream(copy.split(" ", -1))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            for (String source : words.subList(0, words.size() - 1)) {
                assertThat(sent).contains("!" + source);
                int target = source.indexOf("/target/");
                if (target < 0) {
                    assertThat(ROOT.resolve(source)).exists();
                } else {
                    String name = source.substring(target + "/target/".length()).replaceFirst("\\.[a-z]+$", "");
                    String said = name.contains("*-")
                            ? "<classifier>" + name.substring(name.indexOf("*-") + 2) + "</classifier>"
                            : "<finalName>" + name + "</finalName>";
                    assertThat(ROOT.resolve(source.substring(0, target)).resolve("pom.xml"))
                            .content()
                            .contains(said);
                }
            }
        }
    }

    private static List<String> rests(String server, String name) throws IOException {
        return read(server).stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::rest)
                .toList();
    }

    private static List<Instruction> read(String server) throws IOException {
        String text = Files.readString(ROOT.resolve("deploy/docker/" + server + "/Dockerfile"));
        return text.replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .map(words -> new Instruction(words[0], words[1]))
                .toList();
    }
}

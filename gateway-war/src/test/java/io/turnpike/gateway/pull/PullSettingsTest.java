package io.turnpike.gateway.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullSettingsTest {

    private final List<String> problems = new ArrayList<>();

    private Optional<PullOptions> read(Map<String, String> values) {
        problems.clear();
        return PullSettings.read(key -> Optional.ofNullable(values.get(key)), Duration.ofSeconds(7), problems);
    }

    @Test
    void read_nothing_pullsNothing() {
        assertThat(read(Map.of("pullClusterId", "c1"))).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void read_sourceAlone_hasDefaults() {
        assertThat(read(Map.of("pullSource", "s3://bucket/a/b/", "pullClusterId", "c1")))
                .contains(new PullOptions(
                        "s3://bucket/a/b",
                        "c1",
                        Duration.ofSeconds(7),
                        Optional.empty(),
                        Optional.empty(),
                        new S3Options(Optional.empty(), "us-east-1", Optional.empty())));
        assertThat(problems).isEmpty();
    }

    @Test
    void read_everything_isMappedAndSecretsAreNotShown() {
        Map<String, String> values = new HashMap<>();
        values.put("pullSource", "s3://bucket");
        values.put("pullClusterId", "c1");
        values.put("pullS3Endpoint", "https://minio.example:9000/");
        values.put("pullS3Region", "eu-central-1");
        values.put("pullS3AccessKey", "access");
        values.put("pullS3SecretKey", "s3cret");
        PullOptions options = read(values).orElseThrow();
        assertThat(problems).isEmpty();
        assertThat(options.s3())
                .isEqualTo(new S3Options(
                        Optional.of(URI.create("https://minio.example:9000")),
                        "eu-central-1",
                        Optional.of(new S3Options.Keys("access", "s3cret"))));
        assertThat(options.describe()).isEqualTo("s3://bucket at https://minio.example:9000");
        assertThat(options + " " + options.s3()).doesNotContain("s3cret");
        assertThat(options.s3().address("bucket/c1/")).hasToString("https://minio.example:9000/bucket/c1/");
        values.remove("pullS3Endpoint");
        assertThat(read(values).orElseThrow().s3().address("bucket/c1/"))
                .hasToString("https://s3.eu-central-1.amazonaws.com/bucket/c1/");
        assertThat(read(Map.of("pullSource", "https://h/x", "pullClusterId", "c1", "pullToken", "t0ken"))
                        .orElseThrow()
                        .toString())
                .doesNotContain("t0ken");
    }

    @ParameterizedTest
    @CsvSource({
        "/var/conf/, /var/conf",
        "/var/../conf, /conf",
        "file:///var/conf, /var/conf",
        "https://host/, https://host",
        "https://host:8443/a/b, https://host:8443/a/b",
        "http://127.0.0.1:80/a, http://127.0.0.1:80/a",
        "http://[::1]:80/a, http://[::1]:80/a",
        "http://localhost/a, http://localhost/a",
        "s3://my.bucket-1/x_y, s3://my.bucket-1/x_y"
    })
    void read_sources_normalized(String text, String source) {
        assertThat(read(Map.of("pullSource", text, "pullClusterId", "c1")))
                .map(PullOptions::source)
                .contains(source);
    }

    @Test
    void read_relativeDirectory_isMadeAbsolute() {
        assertThat(read(Map.of("pullSource", "conf", "pullClusterId", "c1")))
                .map(PullOptions::source)
                .contains(Path.of("conf").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/conf",
                "http://127.0.0.1.example.org/conf",
                "https://user:hunter2@example.org/conf",
                "https://user:pa/hunter2@example.org/conf",
                "https://user:p@hunter2@example.org/conf",
                "https://user:p?hunter2@example.org/conf",
                "https://example.org/conf?hunter2=1",
                "https://example.org/conf#x",
                "https://example.org/a/../b",
                "https://",
                "https://exa mple.org/",
                "ftp://example.org/conf",
                "file://host/conf",
                "s3://",
                "s3://UPPER/x",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/a b"
            })
    void read_otherSources_areRefused(String text) {
        assertThat(read(Map.of("pullSource", text, "pullClusterId", "c1"))).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("pullSource: ")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "pullClusterId, ../x, pullClusterId: ../x (expected: ",
        "pullClusterId, ' ', pullClusterId: not set",
        "pullToken, t0ken, pullToken: set (expected: with an http(s) pullSource only)",
        "pullCaFile, /not/there, pullCaFile: /not/there cannot be used",
        "pullS3Endpoint, http://example.org, pullS3Endpoint: http://example.org (expected: https://host",
        "pullS3Endpoint, https://user:pa/hunter2@example.org, pullS3Endpoint: https://…@example.org (expected: https://host",
        "pullS3Endpoint, example.org, pullS3Endpoint: example.org (expected: https://host",
        "pullS3Region, EU, pullS3Region: EU (expected: ",
        "pullS3AccessKey, a, pullS3SecretKey: not set",
        "pullS3SecretKey, hunter2, pullS3AccessKey: not set",
        "pullS3SecretKey, 'hunter 2', 'pullS3SecretKey: a text of 8 characters, not shown'"
    })
    void read_badValues_areToldWithTheKey(String key, String value, String problem) {
        Map<String, String> values = new HashMap<>(Map.of("pullSource", "s3://bucket", "pullClusterId", "c1"));
        values.put(key, value);
        assertThat(read(values)).isEmpty();
        assertThat(problems).anyMatch(text -> text.startsWith(problem)).noneMatch(text -> text.contains("hunter"));
    }
}

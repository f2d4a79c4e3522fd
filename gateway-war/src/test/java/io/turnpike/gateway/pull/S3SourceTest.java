package io.turnpike.gateway.pull;

import static io.turnpike.gateway.pull.Bucket.OLD;
import static io.turnpike.gateway.pull.Bucket.OTHERS;
import static io.turnpike.gateway.pull.Bucket.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.TestLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pulled from S3, by a server that checks signatures. */
class S3SourceTest {

    @TempDir
    Path directory;

    private final Bound bound = new Bound();

    @AfterEach
    void forgetKeys() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeAll
    static void requireServer() {
        S3Server.require();
    }

    private ConfigurationPull pull(S3Server server, String source, S3Options.Keys keys) {
        return pull(server, source, Optional.of(keys));
    }

    private ConfigurationPull pull(S3Server server, String source, Optional<S3Options.Keys> keys) {
        PullOptions options = new PullOptions(
                source,
                Bucket.CLUSTER,
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty(),
                new S3Options(Optional.of(server.endpoint()), "us-east-1", keys));
        return new ConfigurationPull(
                options,
                options.open(),
                Bucket.check(),
                bound,
                directory.resolve("data"),
                1 << 16,
                () -> Instant.EPOCH,
                System::nanoTime);
    }

    @Test
    void step_signedAndNot_isTakenOrRefused() throws IOException {
        Path content = directory.resolve("content");
        new Bucket(content.resolve("conf/of~gateways")).publish(OLD, RULES, "v1+rc.2", OTHERS);
        String source = "s3://" + S3Server.BUCKET + "/conf/of~gateways";
        try (S3Server server = S3Server.start(directory, content);
                TestLog log = new TestLog()) {
            ConfigurationPull pull = pull(server, source, server.keys());
            pull.step();
            assertThat(pull.report().fault()).isEmpty();
            assertThat(bound.all).containsExactly(Bucket.both(RULES, OTHERS));
            pull.step();
            assertThat(pull.report().fault()).as("asked with its entity tag").isEmpty();

            ConfigurationPull elsewhere = pull(server, source + "/not-there", server.keys());
            elsewhere.step();
            assertThat(elsewhere.report().fault())
                    .isEqualTo("version.json: it is not there, the answer is 404 NoSuchKey (expected: 200)");

            String secret = server.keys().secretKey();
            System.setProperty("aws.accessKeyId", server.keys().accessKey());
            System.setProperty("aws.secretAccessKey", secret);
            ConfigurationPull found = pull(server, source, Optional.empty());
            found.step();
            assertThat(found.report().fault())
                    .as("by the keys that the SDK finds")
                    .isEmpty();
            found.stop();

            ConfigurationPull forged =
                    pull(server, source, new S3Options.Keys(server.keys().accessKey(), secret + "x"));
            forged.step();
            assertThat(forged.report().fault())
                    .isEqualTo("version.json: the answer is 403 SignatureDoesNotMatch (expected: 200)");
            ConfigurationPull stranger = pull(server, source, new S3Options.Keys("AKIAXXXXXXXXXXXXXXXX", secret));
            stranger.step();
            assertThat(stranger.report().fault()).startsWith("version.json: the answer is 403 InvalidAccessKeyId");
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(secret));
        }
    }
}

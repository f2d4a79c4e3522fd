package io.turnpike.gateway.pull;

import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.gateway.schema.TestPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A directory that is laid out as BloomGateway's command writes it, for the cluster {@value #CLUSTER}. */
record Bucket(Path base) {

    static final String CLUSTER = "c1";

    static final String OLD = "20160101.120000";
    static final String NEW = "20160101.120001";

    static final String RULES = "[{\"api\":\"/a\"}]";
    static final String OTHERS = "[{\"api\":\"/b\"}]";

    /** Checks the plugins {@code cors} and {@code access}, see {@link TestPlugin}. */
    static RuleCheck check() {
        return new RuleCheck(new PluginCheck(TestPlugin.catalogue(), new PluginQuestions()));
    }

    static PluginConfiguration rules(String json) {
        return PluginJson.parse(json);
    }

    static PullOptions options(String source) {
        return new PullOptions(
                source,
                CLUSTER,
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty(),
                new S3Options(Optional.empty(), "us-east-1", Optional.empty()));
    }

    Path cluster() {
        return base.resolve(CLUSTER);
    }

    Path rulesFile(String phase, String name, String version) {
        return cluster().resolve(new PulledModule(name, phase, version).path());
    }

    void putRules(String phase, String name, String version, String rules) {
        write(rulesFile(phase, name, version), rules);
    }

    /** As BloomGateway writes it. */
    void putVersions(String modules) {
        putVersionFile("{\"nginx_conf\": \"20160101.000000\", \"modules\": " + modules + "}");
    }

    void putVersionFile(String text) {
        write(cluster().resolve("version.json"), text);
    }

    /** The rules first and {@code version.json} last: the plugin access alone. */
    void publishAccess(String version, String rules) {
        putRules("access", "access", version, rules);
        putVersions("{\"access\": {\"access\": \"" + version + "\"}, \"error\": {}}");
    }

    /** The plugins access and cors. */
    void publish(String version, String access, String corsVersion, String cors) {
        putRules("access", "access", version, access);
        putRules("header_filter", "cors", corsVersion, cors);
        putVersions("{\"access\": {\"access\": \"" + version + "\"}, \"header_filter\": {\"cors\": \"" + corsVersion
                + "\"}}");
    }

    static Map<String, PluginConfiguration> access(String rules) {
        return Map.of("access", rules(rules));
    }

    static Map<String, PluginConfiguration> both(String access, String cors) {
        return Map.of("access", rules(access), "cors", rules(cors));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

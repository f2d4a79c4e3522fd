package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigSourceTest {

    @TempDir
    Path directory;

    private ServerConfigSource source;

    @BeforeEach
    void writeFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("serverconfig.json"),
                "{\"dbName\": \"file\", \"timeToLift\": \"6\", \"serverNetworks\": [\"10.0.0.0/8\", \"::1/128\"], \"masterKeyEnabled\": false}");
        source = new ServerConfigSource(ServerConfigFile.read(file));
    }

    @Test
    void getValue_environmentAndPropertiesFile_standAboveAndBelow() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        source,
                        new PropertiesConfigSource(Map.of("dbName", "environment"), "environment", 300),
                        new PropertiesConfigSource(
                                Map.of("dbName", "bundled", "timeToLift", "1", "timeToDie", "90"), "bundled", 100))
                .build();

        assertThat(config.getValue("dbName", String.class)).isEqualTo("environment");
        assertThat(config.getValue("timeToLift", Integer.class)).isEqualTo(6);
        assertThat(config.getValue("timeToDie", Integer.class)).isEqualTo(90);
    }

    @Test
    void getValue_convertedTypes_areThoseOfTheFile() {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(source).build();

        assertThat(config.getValue("masterKeyEnabled", Boolean.class)).isFalse();
        assertThat(config.getValues("serverNetworks", String.class)).isEqualTo(List.of("10.0.0.0/8", "::1/128"));
        assertThat(config.getOptionalValue("dbUrl", String.class)).isEmpty();
    }

    @Test
    void serviceLoader_findsTheSource() {
        assertThat(ServiceLoader.load(ConfigSource.class)).hasAtLeastOneElementOfType(ServerConfigSource.class);
    }
}

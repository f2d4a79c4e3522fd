package io.turnpike.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code serverconfig.json} as a source of MicroProfile Config, found by {@link java.util.ServiceLoader}. Above
 * {@code microprofile-config.properties} (100), below the environment (300) and system properties (400). It never fails:
 * what is wrong with the file is for the application to ask {@link ServerConfigFile#problems()} at its start. The file is
 * read once, when the configuration is made.
 */
public final class ServerConfigSource implements ConfigSource {

    /** Rank among the sources. */
    public static final int ORDINAL = 200;

    private final ServerConfigFile file;

    /** Reads the file that this process is meant to use. */
    public ServerConfigSource() {
        this(ServerConfigFile.load());
    }

    ServerConfigSource(ServerConfigFile file) {
        this.file = file;
    }

    @Override
    public Map<String, String> getProperties() {
        return file.properties();
    }

    @Override
    public Set<String> getPropertyNames() {
        return file.properties().keySet();
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        return file.properties().get(propertyName);
    }

    @Override
    public String getName() {
        return file.path().map(path -> ServerConfigFile.FILE_NAME + " " + path).orElse(ServerConfigFile.FILE_NAME);
    }
}

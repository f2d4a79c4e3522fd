package io.turnpike.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which version of the gateway this is. */
public final class BuildVersion {

    private static final String FILE = "version.properties";

    private BuildVersion() {}

    /** What the build has written into {@value #FILE}; "of unknown version" if somebody has taken that away. */
    public static String text() {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream(FILE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            properties.clear();
        }
        return properties.getProperty("version", "of unknown version");
    }
}

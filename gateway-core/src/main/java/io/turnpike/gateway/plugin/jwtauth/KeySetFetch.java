package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.concurrent.Callable;

/**
 * Brings a JSON Web Key Set by HTTP. By the JDK's older client, because the newer one has threads that outlive a
 * deployment on Java 17. It asks for the connection to be closed; where a server keeps it, the JDK closes it a few seconds later by a thread
 * that is its own and knows no class loader.
 */
final class KeySetFetch implements Callable<JWKSet> {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int MOST_BYTES = 512 << 10;

    private final URI uri;

    /** @param uri {@code http} or {@code https} */
    KeySetFetch(URI uri) {
        this.uri = uri;
    }

    @Override
    public JWKSet call() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
        connection.setRequestProperty("Connection", "close");
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(uri + " was answered by " + status + " (expected: 200)");
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new IOException(uri + " has more than " + MOST_BYTES + " bytes");
                }
                return JWKSet.parse(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (ParseException e) {
            throw new IOException(uri + " has no JSON Web Key Set: " + e.getMessage(), e);
        } finally {
            connection.disconnect();
        }
    }
}

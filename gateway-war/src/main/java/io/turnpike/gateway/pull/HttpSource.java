package io.turnpike.gateway.pull;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server, or S3, which is one. {@code version.json} is asked for again only if it has another entity tag. By the JDK's older client,
 * because the newer one has threads that outlive a deployment on Java 17; it asks for connections to be closed.
 *
 * <p>A deadline bounds bodies, to one read of {@value #READ_MILLIS} ms. It does not bound the head of an answer, which the client reads in one
 * go: each read of it waits so long at most, but a server that sends a byte now and then holds the thread until {@link #close}.
 */
final class HttpSource implements PullSource {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final int LARGEST_REASON = 2_048;

    /** What S3 says is the matter. */
    private static final Pattern S3_CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

    private final URI base;
    private final RequestCredentials credentials;
    private final Optional<SSLSocketFactory> sockets;

    /** The last {@code version.json} that had an entity tag, and that. */
    private byte[] versions = {};

    private @Nullable String tag;

    private volatile @Nullable HttpURLConnection running;
    private volatile boolean closed;

    /**
     * @param base the cluster's place, with a slash at the end
     * @param sockets for {@code https}; empty: Java's
     */
    HttpSource(URI base, RequestCredentials credentials, Optional<SSLSocketFactory> sockets) {
        this.base = base;
        this.credentials = credentials;
        this.sockets = sockets;
    }

    @Override
    public byte[] read(String path, int maxBytes, Deadline deadline) throws IOException {
        try {
            return get(path, maxBytes, deadline);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // A connection that another thread ends at a bad moment has lost parts of its own that it needs.
            if (closed) {
                throw new IOException(path + ": closed", e);
            }
            throw e;
        } finally {
            running = null;
        }
    }

    private byte[] get(String path, int maxBytes, Deadline deadline) throws IOException {
        deadline.require();
        // Amazon S3 takes a plus in a path for a blank. Nothing else in these paths needs to be escaped.
        URI uri = base.resolve(path.replace("+", "%2B"));
        String known = path.equals(VersionFile.NAME) ? tag : null;
        HttpURLConnection connection = prepared(uri, deadline);
        if (known != null) {
            connection.setRequestProperty("If-None-Match", known);
        }
        running = connection;
        if (closed) {
            throw new IOException("closed");
        }
        try {
            int status = status(connection);
            if (known != null && status == HttpURLConnection.HTTP_NOT_MODIFIED) {
                return versions;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(refusal(status, connection, deadline));
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] body = deadline.readAll(in, maxBytes);
                requireWhole(body, connection.getContentLengthLong());
                if (path.equals(VersionFile.NAME)) {
                    versions = body;
                    tag = connection.getHeaderField("ETag");
                }
                return body;
            }
        } finally {
            connection.disconnect();
        }
    }

    /** Where a connection is not kept, the JDK takes its end for the end of the body, however long that was to be. */
    private static void requireWhole(byte[] body, long announced) throws IOException {
        if (announced >= 0 && body.length != announced) {
            throw new IOException("the answer ends after " + body.length + " bytes (expected: " + announced + ")");
        }
    }

    private HttpURLConnection prepared(URI uri, Deadline deadline) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(deadline.millis(CONNECT_MILLIS));
        connection.setReadTimeout(deadline.millis(READ_MILLIS));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Connection", "close");
        for (Map.Entry<String, List<String>> field : credentials.fields(uri).entrySet()) {
            connection.setRequestProperty(field.getKey(), String.join(",", field.getValue()));
        }
        if (connection instanceof HttpsURLConnection secure) {
            sockets.ifPresent(secure::setSSLSocketFactory);
        }
        return connection;
    }

    private static int status(HttpURLConnection connection) throws IOException {
        try {
            return connection.getResponseCode();
        } catch (UnknownHostException e) {
            throw new IOException("no answer: the host name is not known", e);
        } catch (SSLHandshakeException e) {
            String message = String.valueOf(e.getMessage());
            boolean isUntrusted = message.startsWith("PKIX");
            throw new IOException(
                    "no answer: "
                            + (isUntrusted
                                    ? "no authority that is trusted has signed its certificate (setting: pullCaFile): "
                                    : "")
                            + message,
                    e);
        } catch (IOException e) {
            throw new IOException("no answer: " + e.getMessage(), e);
        }
    }

    private static String refusal(int status, HttpURLConnection connection, Deadline deadline) throws IOException {
        Optional<String> code = Optional.empty();
        InputStream body = connection.getErrorStream();
        if (body != null) {
            try (body) {
                Matcher found = S3_CODE.matcher(
                        new String(deadline.readSome(body, LARGEST_REASON), StandardCharsets.ISO_8859_1));
                code = found.find() ? Optional.of(found.group(1)) : code;
            }
        }
        return (status == HttpURLConnection.HTTP_NOT_FOUND ? "it is not there, " : "") + "the answer is " + status
                + code.map(text -> " " + text).orElse("") + " (expected: 200)";
    }

    /** The credentials' own connections end with their deadlines. */
    @Override
    public void close() {
        closed = true;
        HttpURLConnection connection = running;
        if (connection != null) {
            connection.disconnect();
        }
        credentials.close();
    }
}

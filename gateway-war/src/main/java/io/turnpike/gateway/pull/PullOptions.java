package io.turnpike.gateway.pull;

import io.turnpike.gateway.persistence.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * What is pulled, from where, and how often. Immutable.
 *
 * @param source an absolute path, {@code http(s)://host[:port]/path}, or {@code s3://bucket/prefix}; no slash at the end
 * @param clusterId whose configuration, of all that are at the source
 * @param interval between two looks
 * @param token sent to an HTTP source as {@code Authorization: Bearer}
 * @param caFile PEM file of those who may have signed the source's certificate; empty: those that Java trusts
 * @param s3 where S3 is, and who we are there
 */
public record PullOptions(
        String source,
        String clusterId,
        Duration interval,
        Optional<String> token,
        Optional<String> caFile,
        S3Options s3) {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final Pattern BUCKET =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._~-]+)*");
    private static final String S3 = "s3://";

    /**
     * The source that a text means.
     *
     * @return in the form that {@link #source} has
     * @throws IllegalArgumentException if it means none
     */
    static String source(String text) {
        String trimmed = text.replaceFirst("(?<=[^/:])/+$", "");
        if (trimmed.startsWith(S3)) {
            require(BUCKET.matcher(trimmed).matches() && !leadsElsewhere(trimmed));
            return trimmed;
        }
        if (trimmed.startsWith("http://") || trimmed.startsWith("https://")) {
            require(isSafeAddress(URI.create(trimmed)));
            return trimmed;
        }
        require(trimmed.startsWith("file:") || !trimmed.contains("://"));
        Path path = trimmed.startsWith("file:") ? Path.of(URI.create(trimmed)) : Path.of(trimmed);
        return path.toAbsolutePath().normalize().toString();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("no source");
        }
    }

    /** Whether rules may be fetched there: by TLS, or from this machine; anybody on the way could change them otherwise. */
    static boolean isSafeAddress(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && !leadsElsewhere(uri.getRawPath())
                && ("https".equals(uri.getScheme())
                        || LOOPBACK.matcher(uri.getHost()).matches());
    }

    private static boolean leadsElsewhere(String path) {
        return (path + '/').contains("/./") || (path + '/').contains("/../");
    }

    boolean isS3() {
        return source.startsWith(S3);
    }

    /** The source, for people: with the place of S3 if that is not Amazon's. Never has a secret. */
    public String describe() {
        return source + (isS3() ? s3.endpoint().map(uri -> " at " + uri).orElse("") : "");
    }

    /**
     * What reads the source, below the cluster's place. Connects to nothing.
     *
     * @throws IllegalStateException if the file of certificates cannot be used any more
     */
    PullSource open() {
        if (isS3()) {
            return new HttpSource(
                    s3.address(source.substring(S3.length()) + '/' + clusterId + '/'), s3.signer(), sockets());
        }
        if (source.startsWith("http")) {
            return new HttpSource(
                    URI.create(source + '/' + clusterId + '/'), RequestCredentials.bearer(token), sockets());
        }
        return new DirectorySource(Path.of(source, clusterId));
    }

    private Optional<SSLSocketFactory> sockets() {
        return caFile.map(file -> {
            try {
                return TrustedCertificates.context(file).getSocketFactory();
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("pullCaFile: " + file + " cannot be used: " + e, e);
            }
        });
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
        return "PullOptions[" + describe() + ", cluster " + clusterId + ", every " + interval.toSeconds() + " s, token "
                + (token.isPresent() ? "set" : "not set") + "]";
    }
}

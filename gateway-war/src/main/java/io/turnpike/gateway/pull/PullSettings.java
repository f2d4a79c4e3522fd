package io.turnpike.gateway.pull;

import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.persistence.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@link PullOptions} from settings; tells of everything that is wrong with them. For one thread. */
public final class PullSettings {

    private static final String EXPECTED_CLUSTER =
            "the cluster's directory below the source, 1 to 128 letters, digits, and . _ - after the first character";
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private final Function<String, Optional<String>> lookup;
    private final List<String> problems;

    private PullSettings(Function<String, Optional<String>> lookup, List<String> problems) {
        this.lookup = lookup;
        this.problems = problems;
    }

    /**
     * Reads {@code pullSource}, {@code pullClusterId}, {@code pullToken}, {@code pullCaFile}, {@code pullS3Endpoint}, {@code pullS3Region},
     * {@code pullS3AccessKey} and {@code pullS3SecretKey}. The file is looked into, the source is not.
     *
     * @param lookup what is configured for a key
     * @param interval between two looks
     * @param problems is given what is wrong, key first; never with a secret
     * @return empty if there is no {@code pullSource}, or something is wrong
     */
    public static Optional<PullOptions> read(
            Function<String, Optional<String>> lookup, Duration interval, List<String> problems) {
        return new PullSettings(lookup, problems).options(interval);
    }

    private Optional<PullOptions> options(Duration interval) {
        Optional<String> text = text("pullSource");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int before = problems.size();
        String source = source(text.get());
        Optional<String> cluster = valid("pullClusterId", CLUSTER.asMatchPredicate(), EXPECTED_CLUSTER);
        if (text("pullClusterId").isEmpty()) {
            problems.add("pullClusterId: not set (expected: " + EXPECTED_CLUSTER + ", as there is a pullSource)");
        }
        Optional<String> token = secret("pullToken");
        token.filter(unused -> !source.startsWith("http"))
                .ifPresent(unused -> problems.add("pullToken: set (expected: with an http(s) pullSource only)"));
        PullOptions options = new PullOptions(source, cluster.orElse(""), interval, token, caFile(), s3());
        return problems.size() > before ? Optional.empty() : Optional.of(options);
    }

    private String source(String text) {
        try {
            return PullOptions.source(text);
        } catch (RuntimeException e) {
            // What a file system or an address finds fault with comes as several exceptions.
            problems.add("pullSource: " + withoutUser(text)
                    + " (expected: a directory, file:///directory, https://host/path, s3://bucket/prefix, or http://… of"
                    + " this machine; without user, query and fragment)");
            return "";
        }
    }

    /** Whoever writes a password there must not find it in a log. */
    private static String withoutUser(String text) {
        return LogText.withoutUser(text).replaceFirst("\\?.*", "?…");
    }

    private Optional<String> caFile() {
        return text("pullCaFile").filter(file -> {
            try {
                TrustedCertificates.context(file);
                return true;
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                problems.add(
                        "pullCaFile: " + file + " cannot be used: " + e + " (expected: a PEM file of certificates)");
                return false;
            }
        });
    }

    private S3Options s3() {
        Optional<URI> endpoint = text("pullS3Endpoint").flatMap(text -> {
            try {
                URI uri = URI.create(text.replaceFirst("/+$", ""));
                if (uri.getScheme() != null && uri.getScheme().startsWith("http") && PullOptions.isSafeAddress(uri)) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException e) {
                // Told below, together with addresses of other kinds.
            }
            problems.add("pullS3Endpoint: " + withoutUser(text)
                    + " (expected: https://host[:port], or http://… of this machine)");
            return Optional.empty();
        });
        Optional<String> accessKey = secret("pullS3AccessKey");
        Optional<String> secretKey = secret("pullS3SecretKey");
        if (text("pullS3AccessKey").isPresent() != text("pullS3SecretKey").isPresent()) {
            problems.add((accessKey.isPresent() ? "pullS3SecretKey" : "pullS3AccessKey")
                    + ": not set (expected: pullS3AccessKey and pullS3SecretKey, or neither)");
        }
        return new S3Options(
                endpoint,
                valid("pullS3Region", REGION.asMatchPredicate(), "the name of a region such as eu-central-1")
                        .orElse("us-east-1"),
                accessKey.flatMap(access -> secretKey.map(secret -> new S3Options.Keys(access, secret))));
    }

    private Optional<String> text(String key) {
        return lookup.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<String> valid(String key, Predicate<String> valid, String expected) {
        return text(key).filter(value -> {
            if (!valid.test(value)) {
                problems.add(key + ": " + value + " (expected: " + expected + ")");
                return false;
            }
            return true;
        });
    }

    private Optional<String> secret(String key) {
        return text(key).filter(value -> {
            if (!PRINTABLE.matcher(value).matches()) {
                problems.add(key + ": a text of " + value.length()
                        + " characters, not shown (expected: printable ASCII without blanks)");
                return false;
            }
            return true;
        });
    }
}

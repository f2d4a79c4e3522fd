package io.turnpike.registry.consul;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Consul is and how to talk to it. Immutable.
 *
 * @param agents base addresses without a path, {@code http} or {@code https}; the first one that answers is used
 * @param token the ACL token; empty: none
 * @param datacenter whose instances are looked for; empty: the agent's own
 * @param tls for agents at {@code https} addresses
 */
public record ConsulOptions(List<URI> agents, Optional<String> token, Optional<String> datacenter, ConsulTls tls) {

    private static final String EXPECTED_ADDRESS =
            "host:port or http(s)://host:port of a Consul agent, or several of them with commas between";
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(https?)://)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?::([0-9]{1,5}))?/?");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,512}");
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ConsulOptions {
        if (agents.isEmpty()) {
            throw new IllegalArgumentException("agents: none (expected: one at least)");
        }
        agents = List.copyOf(agents);
    }

    /** Agents that need neither token nor certificates. */
    public static ConsulOptions of(URI... agents) {
        return new ConsulOptions(List.of(agents), Optional.empty(), Optional.empty(), ConsulTls.DEFAULT);
    }

    /**
     * Reads the keys {@code consulAddress}, {@code consulToken}, {@code consulDatacenter}, {@code consulCaFile}, {@code
     * consulCertFile} and {@code consulKeyFile}. Files are looked into, Consul is not asked.
     *
     * @param lookup what is configured for a key
     * @param problems is given what is wrong, key first; never with a token
     * @return empty if there is no {@code consulAddress}, or something is wrong
     */
    public static Optional<ConsulOptions> read(Function<String, Optional<String>> lookup, List<String> problems) {
        Function<String, Optional<String>> texts =
                key -> lookup.apply(key).map(String::strip).filter(text -> !text.isEmpty());
        Optional<String> addresses = texts.apply("consulAddress");
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        int before = problems.size();
        List<URI> agents = new ArrayList<>();
        Arrays.stream(addresses.get().split(",", -1))
                .map(String::strip)
                .forEach(text -> parse(text)
                        .ifPresentOrElse(
                                agents::add,
                                () -> problems.add(
                                        "consulAddress: " + text + " (expected: " + EXPECTED_ADDRESS + ")")));
        Optional<String> token = texts.apply("consulToken");
        token.filter(text -> !TOKEN.matcher(text).matches())
                .ifPresent(text -> problems.add("consulToken: a text of " + text.length()
                        + " characters, not shown (expected: 1 to 512 printable ASCII characters)"));
        Optional<String> datacenter = texts.apply("consulDatacenter");
        datacenter
                .filter(text -> !DATACENTER.matcher(text).matches())
                .ifPresent(text -> problems.add("consulDatacenter: " + text
                        + " (expected: the name of a datacenter, 1 to 64 letters, digits, - and _)"));
        ConsulTls tls = ConsulTls.DEFAULT;
        try {
            tls = new ConsulTls(
                    path(texts, "consulCaFile"), path(texts, "consulCertFile"), path(texts, "consulKeyFile"));
            tls.socketFactory();
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!agents.isEmpty() && agents.stream().noneMatch(agent -> "https".equals(agent.getScheme()))) {
            for (String key : List.of("consulCaFile", "consulCertFile", "consulKeyFile")) {
                texts.apply(key)
                        .ifPresent(file -> problems.add(key + ": " + file + " is for TLS, and consulAddress has none"
                                + " (expected: consulAddress https://… with it)"));
            }
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new ConsulOptions(agents, token, datacenter, tls));
    }

    private static Optional<Path> path(Function<String, Optional<String>> texts, String key) {
        return texts.apply(key).map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(key + ": " + text + " (expected: a path of a file)", e);
            }
        });
    }

    private static Optional<URI> parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return Optional.empty();
        }
        String scheme = address.group(1) == null ? "http" : address.group(1);
        int port =
                address.group(3) == null ? (scheme.equals("https") ? 8501 : 8500) : Integer.parseInt(address.group(3));
        if (port < 1 || port > 65_535) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(scheme + "://" + address.group(2) + ":" + port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The agents, for the log. */
    public String describe() {
        return String.join(", ", agents.stream().map(URI::toString).toList());
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "ConsulOptions[" + describe() + ", token " + (token.isPresent() ? "set" : "not set") + ", datacenter "
                + datacenter.orElse("of the agent") + ", " + tls + "]";
    }
}

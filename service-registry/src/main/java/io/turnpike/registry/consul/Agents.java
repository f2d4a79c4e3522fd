package io.turnpike.registry.consul;

import io.turnpike.registry.consul.ConsulHttp.Indexed;
import io.turnpike.registry.consul.ConsulHttp.Reader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;

/**
 * The agents that may be asked: the one that answered last, and when it does not answer, the next one. Safe for use by several
 * threads at once.
 */
final class Agents {

    private static final System.Logger LOG = System.getLogger(Agents.class.getName());

    private final ConsulHttp http;
    private final List<URI> all;
    private final AtomicReference<URI> current;

    Agents(ConsulHttp http, List<URI> all) {
        this.http = http;
        this.all = List.copyOf(all);
        this.current = new AtomicReference<>(all.get(0));
    }

    List<URI> all() {
        return all;
    }

    /** What one agent is asked for. */
    @FunctionalInterface
    private interface Request<T> {
        T send(URI agent) throws IOException;
    }

    /**
     * Reads something at the first agent that answers.
     *
     * @throws ConsulException if an agent has refused
     * @throws IOException if none has answered
     */
    <T> Indexed<T> get(String path, Duration patience, Reader<T> reader) throws IOException {
        return ask(agent -> http.get(agent, path, patience, reader));
    }

    /**
     * Writes something at the first agent that answers.
     *
     * @param isNo says which answers mean that there is no such thing at this agent
     * @return whether it was done; false if the answer was no
     * @throws IOException as {@link #get}
     */
    boolean put(String path, byte[] body, Duration patience, Predicate<ConsulException> isNo) throws IOException {
        return ask(agent -> {
            try {
                http.put(agent, path, body, patience);
                return true;
            } catch (ConsulException e) {
                if (isNo.test(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private <T> T ask(Request<T> request) throws IOException {
        URI first = Objects.requireNonNull(current.get());
        int start = all.indexOf(first);
        IOException failure = null;
        for (int i = 0; i < all.size(); i++) {
            URI agent = all.get((start + i) % all.size());
            try {
                T answer = request.send(agent);
                if (failure != null && current.compareAndSet(first, agent)) {
                    LOG.log(
                            Level.WARNING,
                            "Consul: " + first + " does not answer (" + reason(failure) + "), now using " + agent);
                    http.abandonReads();
                }
                return answer;
            } catch (AbandonedException e) {
                throw e;
            } catch (IOException e) {
                if (e instanceof ConsulException refusal && !refusal.isTemporary()) {
                    throw e;
                }
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new IOException("no agent") : failure;
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        if (e instanceof SSLHandshakeException && message != null && message.startsWith("PKIX")) {
            return "no authority that is trusted has signed its certificate (setting: consulCaFile): " + message;
        }
        return e instanceof ConsulException || message == null
                ? String.valueOf(message == null ? e.getClass().getSimpleName() : message)
                : e.getClass().getSimpleName() + ": " + message;
    }
}

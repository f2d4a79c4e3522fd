package io.turnpike.gateway.plugin.responsecache;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.BodyFilter;
import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers requests from the store, and stores answers. */
final class ResponseCacheHandler implements PluginHandler {

    private static final String ATTRIBUTE = "response-cache";

    /** From trusted proxies upstreams believe these, and make links of them. */
    private static final List<String> FORWARDED = List.of("X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix");

    private final AnswerStore store;
    private final Rules rules;
    private final List<String> headers;
    private final long mostBodyBytes;
    private final InstantSource time;

    /** @param headers names of fields of requests that answers differ by, whether or not they say so */
    ResponseCacheHandler(AnswerStore store, Rules rules, List<String> headers, long mostBodyBytes, InstantSource time) {
        this.store = store;
        this.rules = rules;
        this.headers = List.copyOf(headers);
        this.mostBodyBytes = mostBodyBytes;
        this.time = time;
    }

    /**
     * What is to be known of a request when its answer comes.
     *
     * @param isHit whether it was answered from the store
     */
    private record Asked(String key, List<HeaderField> fields, boolean isAuthorized, boolean isHit) {}

    /** An answer that is to be stored when its body is whole. */
    private record Pending(
            Asked asked,
            int status,
            List<HeaderField> fields,
            List<String> varyBy,
            long bornMillis,
            long lifeMillis,
            boolean isPublic) {}

    @Override
    public Decision access(PluginRequest request) {
        CacheControl control = CacheControl.of(request.headers());
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isRead || control.has("no-store") || request.header("Range") != null) {
            return Decision.proceed();
        }
        Asked asked = new Asked(
                key(request),
                request.headers(),
                request.header("Authorization") != null || !request.consumer().isEmpty(),
                false);
        request.attribute(ATTRIBUTE, asked);
        String pragma = request.header("Pragma");
        if (control.has("no-cache") || (pragma != null && pragma.contains("no-cache"))) {
            return Decision.proceed();
        }
        CompletableFuture<@Nullable Stored> found = store.get(asked.key())
                .thenCompose(stored -> stored != null && stored.isIndex()
                        ? store.get(variant(asked, stored.varyBy()))
                        : CompletableFuture.completedFuture(stored))
                .toCompletableFuture();
        return found.isDone()
                ? decide(request, asked, control, found.join())
                : Decision.later(found.thenApply(stored -> decide(request, asked, control, stored)));
    }

    private Decision decide(PluginRequest request, Asked asked, CacheControl control, @Nullable Stored stored) {
        long now = time.millis();
        if (stored == null
                || stored.isIndex()
                || now >= stored.endMillis()
                || (asked.isAuthorized() && !stored.isPublic())) {
            return Decision.proceed();
        }
        OptionalLong oldest = control.seconds("max-age");
        if (oldest.isPresent() && stored.ageSeconds(now) > oldest.getAsLong()) {
            return Decision.proceed();
        }
        request.attribute(ATTRIBUTE, new Asked(asked.key(), List.of(), asked.isAuthorized(), true));
        return Decision.answer(stored.response(now));
    }

    @Override
    public void headerFilter(PluginRequest request, ResponseHead head) {
        if (!(request.attribute(ATTRIBUTE) instanceof Asked asked)) {
            return;
        }
        if (!asked.isHit() && request.method().equals("GET")) {
            Instant now = time.instant();
            long life = rules.lifeMillis(head, asked.isAuthorized(), now);
            if (life > 0) {
                request.attribute(
                        ATTRIBUTE,
                        new Pending(
                                asked,
                                head.status(),
                                Rules.kept(head),
                                List.copyOf(Rules.varyBy(head)),
                                now.toEpochMilli() - Rules.age(head) * 1000,
                                life,
                                Rules.isPublic(CacheControl.of(head.headers()))));
            }
        }
        head.setHeader("X-Cache", asked.isHit() ? "HIT" : "MISS");
    }

    @Override
    public @Nullable BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
        return request.attribute(ATTRIBUTE) instanceof Pending pending ? new Copy(pending) : null;
    }

    @Override
    public void close() {
        store.close();
    }

    /** Scheme and host in lower case, path, query, configured fields and what upstreams make links of; as a hash, so that it has one length. */
    private String key(PluginRequest request) {
        StringBuilder key = new StringBuilder(200)
                .append(request.scheme())
                .append(' ')
                .append(request.host().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(request.path())
                .append('?')
                .append(request.query());
        values(key, headers, request.headers());
        values(key, FORWARDED, request.headers());
        return Consumers.hash(key.toString());
    }

    private static String variant(Asked asked, Collection<String> names) {
        StringBuilder key = new StringBuilder(asked.key());
        values(key, names, asked.fields());
        return Consumers.hash(key.toString());
    }

    private static void values(StringBuilder key, Collection<String> names, List<HeaderField> fields) {
        for (String name : names) {
            List<String> values = new ArrayList<>();
            for (HeaderField field : fields) {
                if (field.is(name)) {
                    values.add(field.value());
                }
            }
            key.append('\n').append(name).append(values.isEmpty() ? "" : ":" + String.join(",", values));
        }
    }

    /** Hands the body on, and stores it when it is whole, unless it is too long. */
    private final class Copy implements BodyFilter {

        private final Pending pending;
        private @Nullable ByteArrayOutputStream body = new ByteArrayOutputStream();

        Copy(Pending pending) {
            this.pending = pending;
        }

        @Override
        public byte[] piece(byte[] bytes) {
            ByteArrayOutputStream kept = body;
            if (kept != null) {
                if (kept.size() + (long) bytes.length > mostBodyBytes) {
                    body = null;
                } else {
                    kept.writeBytes(bytes);
                }
            }
            return bytes;
        }

        @Override
        public byte[] end() {
            ByteArrayOutputStream kept = body;
            if (kept != null) {
                put(kept.toByteArray());
            }
            return new byte[0];
        }

        @Override
        public boolean keepsLength() {
            return true;
        }

        private void put(byte[] bytes) {
            long end = time.millis() + pending.lifeMillis();
            Asked asked = pending.asked();
            String key = asked.key();
            if (!pending.varyBy().isEmpty()) {
                store.put(key, Stored.index(pending.varyBy(), end), pending.lifeMillis());
                key = variant(asked, pending.varyBy());
            }
            store.put(
                    key,
                    new Stored(
                            List.of(),
                            pending.status(),
                            pending.bornMillis(),
                            end,
                            pending.isPublic(),
                            pending.fields(),
                            bytes),
                    pending.lifeMillis());
        }
    }
}

package io.turnpike.gateway.plugin.responsecache;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.ResponseHead;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which answers a shared cache may keep, and how long (RFC 9111, sections 3 and 4.2). Immutable.
 *
 * @param ttlSeconds how long answers are fresh that do not say it; 0: they are not kept
 * @param statuses that may be kept
 */
record Rules(long ttlSeconds, Set<Integer> statuses) {

    /** Of one connection, of one answer, or what the gateway says anew of each answer. */
    private static final Set<String> NOT_KEPT = Set.of(
            "age",
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "ratelimit",
            "ratelimit-policy",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-cache");

    Rules {
        statuses = Set.copyOf(statuses);
    }

    /** How long an answer stays fresh from now, in milliseconds; 0 if it is not to be kept. */
    long lifeMillis(ResponseHead head, boolean isAuthorized, Instant now) {
        CacheControl control = CacheControl.of(head.headers());
        if (!statuses.contains(head.status())
                || control.has("no-store")
                || control.has("private")
                || control.has("no-cache")
                || head.header("Set-Cookie") != null
                || varyBy(head).contains("*")
                || (isAuthorized && !isPublic(control))) {
            return 0;
        }
        long life = lifetime(control, head, now) - age(head);
        return Math.max(0, life) * 1000;
    }

    /** Whether it may answer whoever asks (RFC 9111, section 3.5). */
    static boolean isPublic(CacheControl control) {
        return control.has("public") || control.has("s-maxage") || control.has("must-revalidate");
    }

    /** Seconds that it has spent in caches before this one. */
    static long age(ResponseHead head) {
        String age = head.header("Age");
        return age == null ? 0 : CacheControl.seconds0(age.strip());
    }

    /** Names in {@code Vary}, in lower case and in their order. */
    static Set<String> varyBy(ResponseHead head) {
        Set<String> names = new TreeSet<>();
        for (HeaderField field : head.headers()) {
            if (field.is("Vary")) {
                for (String name : field.value().split(",", -1)) {
                    if (!name.isBlank()) {
                        names.add(name.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return names;
    }

    /** The fields that are kept. */
    static List<HeaderField> kept(ResponseHead head) {
        return head.headers().stream()
                .filter(field -> !NOT_KEPT.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private long lifetime(CacheControl control, ResponseHead head, Instant now) {
        OptionalLong said = control.seconds("s-maxage");
        if (said.isEmpty()) {
            said = control.seconds("max-age");
        }
        if (said.isPresent()) {
            return said.getAsLong();
        }
        String expires = head.header("Expires");
        if (expires == null) {
            return ttlSeconds;
        }
        String date = head.header("Date");
        Instant from = date == null ? now : instant(date, now);
        return instant(expires, from).getEpochSecond() - from.getEpochSecond();
    }

    private static Instant instant(String date, Instant otherwise) {
        try {
            return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}

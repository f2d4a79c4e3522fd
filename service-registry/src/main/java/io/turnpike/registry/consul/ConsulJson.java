package io.turnpike.registry.consul;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.consul.CatalogEntry.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Consul's answers, token by token; what is not needed is passed over. Stateless, safe for use by several threads at once.
 */
final class ConsulJson {

    private static final String NODE_ALIVE = "serfHealth";
    private static final String MAINTENANCE_OF_SERVICE = "_service_maintenance:";
    private static final String MAINTENANCE_OF_NODE = "_node_maintenance";

    private final Registration registration;

    ConsulJson(Registration registration) {
        this.registration = registration;
    }

    /** Reads one value. */
    @FunctionalInterface
    private interface Element<T> {
        T read(JsonReader json) throws IOException;
    }

    /** Takes one member of an object: reads or skips its value. */
    @FunctionalInterface
    private interface Member {
        void take(String name, JsonReader json) throws IOException;
    }

    /** {@code /v1/health/state/any}. */
    List<CheckLine> checks(InputStream body) throws IOException {
        return whole(body, json -> list(json, ConsulJson::check));
    }

    /** {@code /v1/catalog/services}: the names of those that have instances with our mark. */
    Set<String> markedServices(InputStream body) throws IOException {
        Set<String> marked = new HashSet<>();
        return whole(body, json -> {
            object(json, (name, value) -> {
                if (list(value, JsonReader::nextString).contains(Registration.MARK)) {
                    marked.add(name);
                }
            });
            return marked;
        });
    }

    /**
     * {@code /v1/health/service/…}: the instances with our mark.
     *
     * @param serviceName the exact name; Consul does not tell upper from lower case
     */
    List<CatalogEntry> instances(InputStream body, String serviceName) throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        return whole(body, json -> {
            for (Listed listed : list(json, ConsulJson::listed)) {
                if (listed.name.equals(serviceName) && listed.tags.contains(Registration.MARK)) {
                    entry(listed, entries);
                }
            }
            return entries;
        });
    }

    /** {@code /v1/status/leader}: empty if there is none. */
    String leader(InputStream body) throws IOException {
        return whole(body, JsonReader::nextString);
    }

    private void entry(Listed listed, List<CatalogEntry> into) {
        if (listed.port < 1 || listed.port > 65_535) {
            return;
        }
        String address = listed.address.isEmpty() ? listed.nodeAddress : listed.address;
        ServiceInstance instance =
                registration.instance(listed.name, listed.id, address, listed.port, listed.weight, listed.meta);
        boolean checked =
                listed.checks.stream().anyMatch(check -> !check.serviceName().isEmpty());
        into.add(new CatalogEntry(listed.node, listed.id, instance, verdict(listed), checked));
    }

    private static Verdict verdict(Listed listed) {
        Verdict worst = Verdict.ALIVE;
        for (CheckLine check : listed.checks) {
            Verdict verdict = Verdict.ALIVE;
            if (check.status().equals("critical") || check.status().equals("maintenance")) {
                String id = check.checkId();
                if (id.equals(MAINTENANCE_OF_NODE) || id.startsWith(MAINTENANCE_OF_SERVICE)) {
                    verdict = Verdict.MAINTENANCE;
                } else if (id.equals(NODE_ALIVE) || id.equals(Registration.checkId(listed.id))) {
                    verdict = Verdict.SILENT;
                } else {
                    verdict = Verdict.ILL;
                }
            }
            worst = verdict.compareTo(worst) > 0 ? verdict : worst;
        }
        return worst;
    }

    /** What {@code /v1/health/service} says of one instance. */
    private static final class Listed {
        private String node = "";
        private String nodeAddress = "";
        private String id = "";
        private String name = "";
        private String address = "";
        private int port;
        private int weight = 1;
        private List<String> tags = List.of();
        private Map<String, String> meta = Map.of();
        private List<CheckLine> checks = List.of();
    }

    private static Listed listed(JsonReader json) throws IOException {
        Listed listed = new Listed();
        object(json, (part, value) -> {
            switch (part) {
                case "Node" -> node(listed, value);
                case "Service" -> service(listed, value);
                case "Checks" -> listed.checks = list(value, ConsulJson::check);
                default -> value.skipValue();
            }
        });
        return listed;
    }

    private static void node(Listed listed, JsonReader json) throws IOException {
        object(json, (name, value) -> {
            switch (name) {
                case "Node" -> listed.node = text(value);
                case "Address" -> listed.nodeAddress = text(value);
                default -> value.skipValue();
            }
        });
    }

    private static void service(Listed listed, JsonReader json) throws IOException {
        object(json, (name, value) -> {
            switch (name) {
                case "ID" -> listed.id = text(value);
                case "Service" -> listed.name = text(value);
                case "Address" -> listed.address = text(value);
                case "Port" -> listed.port = value.nextInt();
                case "Tags" -> listed.tags = list(value, ConsulJson::text);
                case "Meta" -> listed.meta = texts(value);
                case "Weights" ->
                    object(value, (kind, number) -> {
                        if (kind.equals("Passing")) {
                            listed.weight = number.nextInt();
                        } else {
                            number.skipValue();
                        }
                    });
                default -> value.skipValue();
            }
        });
    }

    private static CheckLine check(JsonReader json) throws IOException {
        String[] texts = {"", "", "", ""};
        long[] modifyIndex = {0};
        object(json, (name, value) -> {
            switch (name) {
                case "Node" -> texts[0] = text(value);
                case "CheckID" -> texts[1] = text(value);
                case "ServiceName" -> texts[2] = text(value);
                case "Status" -> texts[3] = text(value);
                case "ModifyIndex" -> modifyIndex[0] = value.nextLong();
                default -> value.skipValue();
            }
        });
        return new CheckLine(texts[0], texts[1], texts[2], texts[3], modifyIndex[0]);
    }

    private static Map<String, String> texts(JsonReader json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        object(json, (name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(JsonReader json) throws IOException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return "";
        }
        return json.nextString();
    }

    /** Go writes an empty list or map as {@code null} at times. */
    private static <T> List<T> list(JsonReader json, Element<T> element) throws IOException {
        List<T> list = new ArrayList<>();
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return list;
        }
        json.beginArray();
        while (json.hasNext()) {
            list.add(element.read(json));
        }
        json.endArray();
        return list;
    }

    private static void object(JsonReader json, Member member) throws IOException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            member.take(json.nextName(), json);
        }
        json.endObject();
    }

    /** @throws ConsulException if it is not the JSON that was expected */
    private static <T> T whole(InputStream body, Element<T> element) throws IOException {
        // Not closed here: who has opened the answer reads it to its end and closes it.
        JsonReader json = new JsonReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        try {
            return element.read(json);
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new ConsulException(0, "an answer that is not what Consul answers: " + e.getMessage());
        }
    }
}

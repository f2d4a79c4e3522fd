package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.NearestName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where in a route each key stands, for messages about one that somebody has put in another place. */
final class RouteKeys {

    /** The keys of each object by its pointer; of an element of an array that of the array. */
    private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("", RouteReader.ROUTE_KEYS);
        KEYS.put("/Conditions", ConditionReader.KEYS);
        KEYS.put("/Upstream", RouteReader.UPSTREAM_KEYS);
        KEYS.put("/Upstream/Thrift", RouteReader.THRIFT_KEYS);
        KEYS.put("/Upstream/Http", HttpTargetReader.KEYS);
        KEYS.put("/Upstream/Http/Nodes", HttpTargetReader.NODE_KEYS);
        KEYS.put("/Upstream/Http/Tls", HttpTargetReader.TLS_KEYS);
        KEYS.put("/Upstream/Http/Failover", HttpTargetReader.FAILOVER_KEYS);
        KEYS.put("/Upstream/Http/Probe", HttpTargetReader.PROBE_KEYS);
    }

    private RouteKeys() {}

    /**
     * The key that is most likely meant and its place, or places: {@code "Verify in /Upstream/Http/Tls"}; the empty text if there is none.
     *
     * @param key as it is written, {@code verify} or {@code Tls.verify}
     * @param here the keys of the object in which it is written
     */
    static String elsewhere(String key, List<String> here) {
        int dot = key.lastIndexOf('.');
        String name = key.substring(dot + 1);
        String parent = dot < 0 ? "" : key.substring(key.lastIndexOf('.', dot - 1) + 1, dot);
        List<String> others = KEYS.values().stream()
                .flatMap(Collection::stream)
                .distinct()
                .filter(known -> dot >= 0 || !here.contains(known))
                .toList();
        Optional<String> meant =
                others.stream().filter(name::equalsIgnoreCase).findFirst().or(() -> NearestName.of(name, others));
        return meant.map(known -> known + " in " + String.join(" or ", places(known, parent)))
                .orElse("");
    }

    private static List<String> places(String known, String parent) {
        List<String> all = KEYS.entrySet().stream()
                .filter(object -> object.getValue().contains(known))
                .map(object -> object.getKey().isEmpty() ? "the route itself" : object.getKey())
                .toList();
        List<String> ofParent = all.stream()
                .filter(place -> place.substring(place.lastIndexOf('/') + 1).equalsIgnoreCase(parent))
                .toList();
        return ofParent.isEmpty() ? all : ofParent;
    }
}

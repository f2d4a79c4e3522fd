package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Resolves the paths of a service against its IDL. There are three sources; where two of them claim the same path and verb,
 * the first wins: the entries of {@code Paths}, the {@code api.get} … annotations of the IDL, and the entry {@code *}. Within
 * {@code Paths} the same path and verb twice is a fault, and so it is within the annotations.
 */
final class ServicePaths {

    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");
    private static final Set<String> DEFAULT_VERBS = Set.of("GET", "POST");

    /** So many names a message lists, of methods or exceptions that would do. */
    private static final int MOST_NAMES = 20;

    /** So many faults are told of a service; whoever mends them is told of the others. */
    private static final int MOST_FAULTS = 100;

    /** By annotation of a method: the verbs of its path. */
    static final Map<String, Set<String>> ANNOTATIONS = annotations();

    private final ServiceSchema schema;
    private final List<PathBinding> bindings = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    /** Verb and shape of every binding so far, and where it stems from. */
    private final Map<String, String> taken = new HashMap<>();

    private ServicePaths(ServiceSchema schema) {
        this.schema = schema;
    }

    /**
     * What was found.
     *
     * @param bindings the paths that can be used
     * @param faults why the others cannot
     */
    record Resolved(List<PathBinding> bindings, List<Fault> faults) {}

    static Resolved resolve(List<PathMapping> paths, ServiceSchema schema) {
        ServicePaths resolver = new ServicePaths(schema);
        for (int i = 0; i < paths.size() && resolver.goesOn(); i++) {
            if (!paths.get(i).methodPath().equals("*")) {
                resolver.mapped(paths.get(i), "/Paths/" + i);
            }
        }
        for (MethodSchema method : schema.methods().values()) {
            if (resolver.goesOn()) {
                resolver.annotated(method);
            }
        }
        for (int i = 0; i < paths.size() && resolver.goesOn(); i++) {
            if (paths.get(i).methodPath().equals("*")) {
                resolver.everyMethod(paths.get(i), "/Paths/" + i);
            }
        }
        return new Resolved(
                List.copyOf(resolver.bindings),
                List.copyOf(resolver.faults.subList(0, Math.min(MOST_FAULTS, resolver.faults.size()))));
    }

    private boolean goesOn() {
        return faults.size() < MOST_FAULTS;
    }

    private static Map<String, Set<String>> annotations() {
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        verbs.put("api.get", Set.of("GET"));
        verbs.put("api.post", Set.of("POST"));
        verbs.put("api.put", Set.of("PUT"));
        verbs.put("api.delete", Set.of("DELETE"));
        verbs.put("api.patch", Set.of("PATCH"));
        verbs.put("api.any", VERBS);
        return verbs;
    }

    private void mapped(PathMapping mapping, String pointer) {
        int before = faults.size();
        Set<String> verbs = verbs(mapping, pointer);
        MethodSchema method = schema.method(mapping.exposedMethod());
        if (method == null) {
            faults.add(unknownMethod(mapping.exposedMethod(), pointer));
        }
        PathPattern pattern = null;
        try {
            pattern = PathPattern.parse(mapping.methodPath());
        } catch (IllegalArgumentException e) {
            faults.add(Fault.at(pointer + "/MethodPath", "MethodPath: " + e.getMessage()));
        }
        if (pattern == null || method == null) {
            return;
        }
        List<String> fields = fields(pattern, method, pointer + "/MethodPath");
        exceptionStatus(mapping, List.of(method), pointer);
        for (String verb : new TreeSet<>(verbs)) {
            String earlier = taken.putIfAbsent(key(verb, pattern), pointer);
            if (earlier != null) {
                faults.add(Fault.at(
                        pointer + "/MethodPath",
                        verb + " " + pattern + " takes the same requests as " + earlier
                                + " (expected: each path and verb once)"));
            }
        }
        if (faults.size() == before) {
            bindings.add(new PathBinding(pattern, verbs, method, fields, mapping.exceptionStatus()));
        }
    }

    private void annotated(MethodSchema method) {
        ANNOTATIONS.forEach((annotation, verbs) -> {
            String path = method.annotations().get(annotation);
            if (path != null) {
                annotated(method, annotation, new TreeSet<>(verbs), path);
            }
        });
    }

    private void annotated(MethodSchema method, String annotation, Set<String> verbs, String path) {
        PathPattern pattern;
        try {
            pattern = PathPattern.parseAnnotation(path);
        } catch (IllegalArgumentException e) {
            faults.add(Fault.at("/IdlContent", annotation + " of method " + method.name() + ": " + e.getMessage()));
            return;
        }
        String where = "/IdlContent " + method.name() + " " + annotation;
        int before = faults.size();
        List<String> fields = fields(pattern, method, "/IdlContent");
        boolean usable = faults.size() == before;
        for (String verb : verbs) {
            String earlier = taken.putIfAbsent(key(verb, pattern), where);
            if (earlier != null && earlier.startsWith("/IdlContent")) {
                faults.add(
                        Fault.at(
                                "/IdlContent",
                                annotation + " of method " + method.name() + ": " + verb + " " + pattern
                                        + " takes the same requests as an annotation before it (expected: each path and verb once)"));
            }
            if (earlier == null && usable) {
                bindings.add(new PathBinding(pattern, Set.of(verb), method, fields, Map.of()));
            }
        }
    }

    private void everyMethod(PathMapping mapping, String pointer) {
        Set<String> verbs = verbs(mapping, pointer);
        exceptionStatus(mapping, schema.methods().values(), pointer);
        for (MethodSchema method : schema.methods().values()) {
            PathPattern pattern = PathPattern.parse(method.name());
            Set<String> free = new TreeSet<>();
            for (String verb : verbs) {
                if (taken.putIfAbsent(key(verb, pattern), pointer) == null) {
                    free.add(verb);
                }
            }
            if (!free.isEmpty()) {
                bindings.add(new PathBinding(pattern, free, method, List.of(), mapping.exceptionStatus()));
            }
        }
    }

    private Set<String> verbs(PathMapping mapping, String pointer) {
        if (mapping.verbs().isEmpty()) {
            return DEFAULT_VERBS;
        }
        Set<String> known = new TreeSet<>(mapping.verbs());
        if (!VERBS.containsAll(known)) {
            known.removeAll(VERBS);
            faults.add(Fault.at(
                    pointer + "/Verb",
                    "Verb: " + String.join(", ", known) + " (expected: one of "
                            + String.join(", ", new TreeSet<>(VERBS)) + ")"));
        }
        return mapping.verbs();
    }

    private void exceptionStatus(PathMapping mapping, Collection<MethodSchema> methods, String pointer) {
        if (mapping.exceptionStatus().isEmpty()) {
            return;
        }
        Set<String> thrown = new TreeSet<>();
        methods.forEach(method ->
                method.exceptions().forEach(field -> thrown.add(field.type().idlName())));
        for (String name : new TreeSet<>(mapping.exceptionStatus().keySet())) {
            if (!thrown.contains(name)) {
                faults.add(Fault.at(
                        pointer + "/ExceptionStatus/" + name.replace("~", "~0").replace("/", "~1"),
                        "ExceptionStatus: " + name + " is no exception that the method declares (expected: "
                                + (thrown.isEmpty() ? "none, it declares none" : "one of " + some(thrown))
                                + ")"));
            }
        }
    }

    private List<String> fields(PathPattern pattern, MethodSchema method, String pointer) {
        List<String> fields = new ArrayList<>();
        for (String name : pattern.names()) {
            Optional<String> field = RequestFields.find(method, name);
            if (field.isEmpty()) {
                faults.add(Fault.at(
                        pointer,
                        "The template " + name + " of " + pattern + " is no field of the request of " + method.name()
                                + " that a text can fill"));
            } else if (fields.contains(field.get())) {
                faults.add(Fault.at(
                        pointer, "The template " + name + " stands twice in " + pattern + " (expected: once)"));
            } else {
                fields.add(field.get());
            }
        }
        return fields;
    }

    private Fault unknownMethod(String name, String pointer) {
        return new Fault(
                pointer + "/ExposedMethod",
                "The IDL's service " + schema.name() + " has no method \"" + name + "\" (expected: one of "
                        + some(schema.methods().keySet()) + ")"
                        + NearestName.question(name, schema.methods().keySet()),
                "a method of the IDL",
                0,
                0);
    }

    /** Names for a message, not all of thousands. */
    private static String some(Set<String> names) {
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private static String key(String verb, PathPattern pattern) {
        return verb + ' ' + pattern.shape();
    }
}

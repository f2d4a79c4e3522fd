package io.turnpike.gateway.schema;

import dev.harrel.jsonschema.Error;
import io.turnpike.gateway.exchange.Fault;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes faults of what the schema library has found: one for each thing that somebody has to mend. Of alternatives ({@code anyOf}, {@code
 * oneOf}) the one counts that was most likely meant: the one whose type, constants and choices fit.
 */
final class SchemaFaults {

    private static final Set<String> ALTERNATIVES = Set.of("anyOf", "oneOf");
    private static final Set<String> CHOICES = Set.of("const", "enum");

    private final SchemaPlaces places;
    private final SchemaSentences sentences;

    SchemaFaults(JsonValue schema, JsonValue value) {
        this.places = new SchemaPlaces(schema, value);
        this.sentences = new SchemaSentences(places);
    }

    List<Fault> of(List<Error> errors) {
        return List.copyOf(
                new LinkedHashSet<>(faults(errors.stream().map(SchemaError::of).toList())));
    }

    private List<Fault> faults(List<SchemaError> errors) {
        List<Fault> faults = new ArrayList<>();
        for (SchemaError error : errors) {
            if (errors.stream().anyMatch(outer -> isAlternatives(outer) && error.within(outer))) {
                continue;
            }
            List<SchemaError> inner = errors.stream()
                    .filter(each -> each.within(error) || each.follows(error))
                    .toList();
            if (isAlternatives(error)) {
                faults.addAll(alternatives(error, inner));
            } else if (inner.isEmpty()) {
                faults.addAll(sentences.of(error));
            }
        }
        return faults;
    }

    private static boolean isAlternatives(SchemaError error) {
        return ALTERNATIVES.contains(error.keyword());
    }

    private List<Fault> alternatives(SchemaError error, List<SchemaError> inner) {
        Map<String, List<SchemaError>> branches =
                new TreeMap<>(inner.stream().collect(Collectors.groupingBy(each -> each.branch(error))));
        int all = places.schema(error).get(error.keyword()) instanceof JsonArray array ? array.size() : 0;
        if (branches.size() < all) {
            return List.of(several(error, branches.keySet()));
        }
        List<SchemaError> types = inner.stream()
                .filter(each ->
                        each.place().equals(error.place()) && each.keyword().equals("type"))
                .toList();
        if (types.size() == all) {
            return List.of(sentences.types(error, types));
        }
        if (inner.stream().allMatch(each -> isMissing(error, each))) {
            return List.of(sentences.neither(error, keys(error, branch -> true)));
        }
        List<List<SchemaError>> meant = branches.values().stream()
                .filter(branch -> mayBeMeant(error, branch))
                .toList();
        if (meant.size() == 1) {
            return faults(meant.get(0));
        }
        return List.of(sentences.none(
                error,
                (meant.isEmpty() ? branches.values() : meant)
                        .stream()
                                .map(branch -> faults(branch).get(0).detail())
                                .distinct()
                                .toList()));
    }

    private static boolean isMissing(SchemaError outer, SchemaError error) {
        return error.place().equals(outer.place()) && error.keyword().equals("required");
    }

    private static boolean mayBeMeant(SchemaError outer, List<SchemaError> branch) {
        return branch.stream()
                .noneMatch(error -> error.place().equals(outer.place())
                        ? error.keyword().equals("type") || CHOICES.contains(error.keyword())
                        : CHOICES.contains(error.keyword()) && error.isMemberOf(outer.place()));
    }

    /** @param failed the numbers of the alternatives that do not fit; the others do */
    private Fault several(SchemaError error, Set<String> failed) {
        List<String> keys = keys(error, branch -> !failed.contains(branch));
        return keys.size() > 1 ? sentences.both(error, keys) : sentences.several(error);
    }

    /** The keys that some of the alternatives ask for. */
    private List<String> keys(SchemaError error, Predicate<String> branches) {
        Set<String> keys = new LinkedHashSet<>();
        if (places.schema(error).get(error.keyword()) instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (branches.test(Integer.toString(i))
                        && array.get(i) instanceof JsonObject branch
                        && branch.get("required") instanceof JsonArray required) {
                    required.getValuesAs(JsonString.class).forEach(key -> keys.add(key.getString()));
                }
            }
        }
        return List.copyOf(keys);
    }
}

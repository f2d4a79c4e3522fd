package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.plugin.chain.KnownPlugin;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Says which configurations of plugins name consumers that there are not. That is no fault: one may be made later. Objects with {@code Message},
 * and {@code RouteId} where it is a route's plugin. Safe for use by several threads at once.
 */
final class ConsumerDoubts {

    private static final System.Logger LOGGER = System.getLogger(ConsumerDoubts.class.getName());

    /** So many names are told of one configuration. */
    private static final int MOST_TOLD = 5;

    private final PluginCatalogue catalogue;
    private final PluginQuestions questions;

    /** @param questions by which plugins tell whom they name */
    ConsumerDoubts(PluginCatalogue catalogue, PluginQuestions questions) {
        this.catalogue = catalogue;
        this.questions = questions;
    }

    /** The warnings that there are, and those of what a change has touched, or would. */
    JsonArray addedTo(JsonArray warnings, Outcome outcome) {
        Change change = outcome.change();
        List<RouteDefinition> routes = new ArrayList<>();
        change.routes().changed().forEach(route -> routes.add(route.definition()));
        JsonArrayBuilder all = Json.createArrayBuilder(warnings);
        of(change.entries().changed(), routes, consumersAfter(outcome)).forEach(all::add);
        return all.build();
    }

    /** Those of the whole configuration as it is after a change, or would be. */
    List<JsonObject> afterAll(Outcome outcome) {
        return of(
                entriesAfter(outcome).all(),
                outcome.before().routes().with(outcome.change().routes()).definitions(),
                consumersAfter(outcome));
    }

    private static Set<String> consumersAfter(Outcome outcome) {
        return entriesAfter(outcome).consumers().stream().map(Consumer::name).collect(Collectors.toSet());
    }

    private static EntryList entriesAfter(Outcome outcome) {
        return outcome.before().entries().with(outcome.change().entries(), outcome.current());
    }

    private List<JsonObject> of(Collection<Entry> entries, Collection<RouteDefinition> routes, Set<String> consumers) {
        List<JsonObject> doubts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof PluginBinding bound) {
                Set<String> missing = missing(bound.plugin(), bound.configuration(), consumers);
                if (!missing.isEmpty()) {
                    doubts.add(message(bound.plugin(), bound.binding().toString(), missing, consumers)
                            .build());
                }
            }
        }
        for (RouteDefinition route : routes) {
            for (Map.Entry<String, PluginConfiguration> bound : route.plugins().entrySet()) {
                Set<String> missing = missing(bound.getKey(), bound.getValue(), consumers);
                if (!missing.isEmpty()) {
                    doubts.add(message(bound.getKey(), "the route " + route.id(), missing, consumers)
                            .add("RouteId", route.id())
                            .build());
                }
            }
        }
        return doubts;
    }

    private Set<String> missing(String name, PluginConfiguration configuration, Set<String> consumers) {
        KnownPlugin plugin = catalogue.plugin(name).orElse(null);
        if (plugin == null || configuration.isNull()) {
            return Set.of();
        }
        try {
            Set<String> missing = new TreeSet<>(questions.ask(plugin, () -> plugin.consumers(configuration)));
            missing.removeAll(consumers);
            return missing;
        } catch (TimeoutException e) {
            LOGGER.log(Level.WARNING, "The plugin " + name + ", asked which consumers it names, " + e.getMessage());
            return Set.of();
        } catch (Exception | Error e) {
            LOGGER.log(Level.WARNING, "The plugin " + name + " does not tell which consumers it names", e);
            return Set.of();
        }
    }

    private static JsonObjectBuilder message(String plugin, String to, Set<String> missing, Set<String> consumers) {
        String told = missing.stream()
                .limit(MOST_TOLD)
                .map(name -> JsonFields.shortened(name)
                        + NearestName.of(name, consumers)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return Json.createObjectBuilder()
                .add(
                        "Message",
                        "The plugin " + plugin + " of " + to + " names "
                                + (missing.size() == 1
                                        ? "a consumer that there is not: "
                                        : "consumers that there are not: ")
                                + told
                                + (missing.size() > MOST_TOLD ? " and " + (missing.size() - MOST_TOLD) + " more" : ""));
    }
}

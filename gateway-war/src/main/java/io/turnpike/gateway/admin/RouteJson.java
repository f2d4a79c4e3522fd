package io.turnpike.gateway.admin;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Routes as JSON, in the form that {@link RouteReader} reads: what is read from it is equal, and equal routes give equal texts. What asks
 * nothing is left out, but for the priority. Numbers to compare with are texts.
 */
final class RouteJson {

    private RouteJson() {}

    /** A route, its keys in the order of the documentation. */
    static JsonObject of(RouteDefinition route) {
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("RouteId", route.id()).add("Priority", route.priority());
        json.add("Uris", texts(route.uris()));
        if (!route.hosts().isEmpty()) {
            json.add("Hosts", texts(route.hosts()));
        }
        if (!route.verbs().isEmpty()) {
            json.add("Verbs", texts(route.verbs().stream().sorted().toList()));
        }
        if (!route.clients().isEmpty()) {
            json.add("Clients", texts(route.clients()));
        }
        if (!route.conditions().isEmpty()) {
            JsonArrayBuilder conditions = Json.createArrayBuilder();
            route.conditions().forEach(condition -> conditions.add(condition(condition)));
            json.add("Conditions", conditions);
        }
        json.add("Upstream", upstream(route.target()));
        if (!route.plugins().isEmpty()) {
            json.add("Plugins", plugins(route.plugins()));
        }
        return json.build();
    }

    /** Routes in the order of their ids, so that the same ones are the same text. */
    static JsonArray byId(Collection<CheckedRoute> routes) {
        return definitionsById(routes.stream().map(CheckedRoute::definition).toList());
    }

    /** The same of routes that need not be what a route may be today. */
    static JsonArray definitionsById(Collection<RouteDefinition> routes) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        routes.stream().sorted(Comparator.comparing(RouteDefinition::id)).forEach(route -> array.add(of(route)));
        return array.build();
    }

    /**
     * What is to be said of routes that are never reached, an object for each: {@code RouteId} (of a service's path {@code Path}),
     * {@code ShadowedBy}, {@code Host} and {@code Uri} of the place, {@code Everywhere}, {@code Message}.
     */
    static JsonArray warnings(Collection<ShadowedRoute> shadowed) {
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        for (ShadowedRoute each : shadowed) {
            warnings.add(Json.createObjectBuilder()
                    .add(each.ofService() ? "Path" : "RouteId", each.id())
                    .add("ShadowedBy", each.shadowedBy())
                    .add("Host", each.host())
                    .add("Uri", each.path())
                    .add("Everywhere", each.everywhere())
                    .add("Message", each.message()));
        }
        return warnings.build();
    }

    /** Configurations by the plugins' names, in the order of the names. */
    static JsonObjectBuilder plugins(Map<String, PluginConfiguration> plugins) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        new TreeMap<>(plugins).forEach((name, configuration) -> json.add(name, PluginJson.json(configuration)));
        return json;
    }

    private static JsonObjectBuilder condition(ConditionDefinition condition) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add(condition.source().key(), condition.name())
                .add("Operator", condition.operator().key());
        if (condition.operator().most() > 1) {
            json.add("Values", texts(condition.values()));
        } else if (condition.operator().most() == 1) {
            json.add("Value", condition.values().get(0));
        }
        return json;
    }

    private static JsonObjectBuilder upstream(RouteTarget target) {
        if (target instanceof ThriftTarget thrift) {
            return Json.createObjectBuilder()
                    .add(
                            "Thrift",
                            Json.createObjectBuilder()
                                    .add("Service", thrift.service())
                                    .add("Method", thrift.method()));
        }
        if (target instanceof HttpTarget http) {
            return Json.createObjectBuilder().add("Http", HttpTargetJson.of(http));
        }
        if (target instanceof UnusableTarget unusable) {
            return Json.createObjectBuilder().add("Unusable", unusable.reason());
        }
        throw new IllegalArgumentException("unknown target " + target);
    }

    /** Texts as an array, in their order. */
    static JsonArrayBuilder texts(Collection<String> texts) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        texts.forEach(array::add);
        return array;
    }
}

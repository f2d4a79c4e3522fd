package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.HttpRouteSample;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class RouteDocumentsTest {

    private final List<String> oddities = new ArrayList<>();

    @Test
    void read_whatWasWritten_isTheRoute() {
        Document document = RouteDocuments.write(everything());

        Optional<CheckedRoute> back = read(Document.parse(document.toJson()));

        assertThat(back.orElseThrow().definition()).isEqualTo(everything());
        assertThat(RouteDocuments.write(back.orElseThrow().definition())).isEqualTo(document);
        assertThat(document.toJson())
                .contains("\"conditions\": [{\"source\": \"header\", \"name\": \"X\", \"operator\": \"");
        assertThat(oddities).isEmpty();
    }

    @Test
    void read_pluginsThatWereWritten_areTheRoutes() {
        RouteDefinition plain = everything();
        RouteDefinition route = new RouteDefinition(
                plain.id(),
                plain.priority(),
                plain.uris(),
                plain.hosts(),
                plain.verbs(),
                plain.clients(),
                plain.conditions(),
                plain.target(),
                Map.of(
                        "cors", PluginConfiguration.of(Map.of("a.b", List.of("$x", 1.5, true))),
                        "off", PluginConfiguration.of(null)));
        Document document = RouteDocuments.write(route);

        assertThat(document.toJson()).contains("{\"name\": \"off\", \"configuration\": \"null\"}");
        assertThat(read(Document.parse(document.toJson())).orElseThrow().definition())
                .isEqualTo(route);
        assertThat(oddities).isEmpty();
        for (Object bad : List.of("x", List.of("cors"), List.of(new Document("name", "cors")))) {
            requireUnusable(new Document(document).append("plugins", bad), List.of("plugins"));
        }
        Document broken = new Document("name", "cors").append("configuration", "{");
        requireUnusable(new Document(document).append("plugins", List.of(broken)), List.of("plugins"));
    }

    @Test
    void read_anyFieldMissingOrOfAnotherType_givesNoRoute() {
        for (String path : List.of(
                "routeid",
                "priority",
                "uris",
                "hosts",
                "verbs",
                "clients",
                "conditions",
                "upstream",
                "upstream.thrift",
                "upstream.thrift.service",
                "upstream.thrift.method")) {
            for (Object value : Arrays.asList(null, 1.5, new Document(), List.of(1), "x")) {
                Document document =
                        Document.parse(RouteDocuments.write(everything()).toJson());
                Document parent = document;
                for (String field = path; ; field = field.substring(field.indexOf('.') + 1)) {
                    if (field.indexOf('.') < 0) {
                        parent.put(field, value);
                        break;
                    }
                    parent = parent.get(field.substring(0, field.indexOf('.')), Document.class);
                }
                boolean stillText =
                        value instanceof String && (path.endsWith("id") || path.matches(".*(service|method)"));
                oddities.clear();

                boolean placed = !path.matches("routeid|uris|hosts");
                Optional<CheckedRoute> read = read(document);
                assertThat(read.isPresent()).as("%s: %s", path, value).isEqualTo(stillText || placed);
                assertThat(read.filter(RouteDocumentsTest::leads).isPresent())
                        .as("%s: %s", path, value)
                        .isEqualTo(stillText);
                assertThat(oddities.size()).as("%s: %s", path, value).isEqualTo(stillText ? 0 : 1);
            }
        }
    }

    @Test
    void read_httpNodesThatWereWritten_areTheRoute() {
        for (RouteDefinition route : List.of(HttpRouteSample.everything(), HttpRouteSample.service())) {
            Document document = RouteDocuments.write(route);

            Optional<CheckedRoute> back = read(Document.parse(document.toJson()));

            assertThat(back.orElseThrow().definition()).isEqualTo(route);
            assertThat(RouteDocuments.write(back.orElseThrow().definition())).isEqualTo(document);
        }
        assertThat(oddities).isEmpty();
    }

    @Test
    void read_httpFieldMissingUnknownOrOfAnotherType_leadsNowhere() {
        for (List<String> path : List.of(
                List.of("nodes"),
                List.of("service"),
                List.of("connecttimeoutmillis"),
                List.of("idletimeoutmillis"),
                List.of("failover"),
                List.of("failover", "on"),
                List.of("failover", "tries"),
                List.of("tls", "verify"),
                List.of("probe", "kind"),
                List.of("probe", "path"),
                List.of("probe", "statuses"),
                List.of("probe", "intervalmillis"),
                List.of("probe", "timeoutmillis"),
                List.of("probe", "unhealthy"),
                List.of("probe", "healthy"))) {
            Document document = http();
            parent(document, path).remove(path.get(path.size() - 1));
            requireUnusable(document, path);
        }
        for (List<String> path : List.of(
                List.of("nodes"),
                List.of("tls"),
                List.of("path"),
                List.of("host"),
                List.of("probe"),
                List.of("tls", "servername"),
                List.of("tls", "cacertificates"),
                List.of("failover", "timeoutmillis"))) {
            Document document = http();
            parent(document, path).put(path.get(path.size() - 1), true);
            requireUnusable(document, path);
        }
        for (List<String> path :
                List.of(List.of("odd"), List.of("tls", "odd"), List.of("failover", "odd"), List.of("probe", "odd"))) {
            Document document = http();
            parent(document, path).put("odd", 1);
            requireUnusable(document, path);
        }
        Document both = http();
        both.get("upstream", Document.class)
                .append("thrift", new Document("service", "Orders").append("method", "read"));
        requireUnusable(both, List.of("both"));
    }

    private void requireUnusable(Document document, List<String> path) {
        oddities.clear();
        assertThat(read(document).orElseThrow().definition().target())
                .as("%s", path)
                .isInstanceOf(UnusableTarget.class);
        assertThat(oddities).as("%s", path).hasSize(1);
    }

    private static Document http() {
        return Document.parse(RouteDocuments.write(HttpRouteSample.everything()).toJson());
    }

    private static Document parent(Document route, List<String> path) {
        Document http = route.getEmbedded(List.of("upstream", "http"), Document.class);
        return path.size() == 1 ? http : http.get(path.get(0), Document.class);
    }

    @Test
    void read_conditionThatIsNotKnown_givesNoRouteAndSaysWhich() {
        Document document = Document.parse(RouteDocuments.write(everything()).toJson());
        document.getList("conditions", Document.class).get(0).put("operator", "startsWith");

        assertThat(read(document).filter(RouteDocumentsTest::leads)).isEmpty();
        assertThat(oddities).containsExactly("r: its field operator is missing or not of the type that it has to have");
    }

    @Test
    void read_fieldThatIsNotKnown_givesNoRouteThatLeadsAnywhere() {
        for (String path : List.of("", "conditions.0", "upstream", "upstream.thrift")) {
            Document document =
                    Document.parse(RouteDocuments.write(everything()).toJson());
            Document parent = switch (path) {
                case "" -> document;
                case "conditions.0" ->
                    document.getList("conditions", Document.class).get(0);
                case "upstream" -> document.get("upstream", Document.class);
                default -> document.getEmbedded(List.of("upstream", "thrift"), Document.class);
            };
            parent.put("negate", true);
            oddities.clear();
            assertThat(read(document).filter(RouteDocumentsTest::leads))
                    .as(path)
                    .isEmpty();
            assertThat(oddities)
                    .singleElement()
                    .asString()
                    .startsWith("r: its field negate is unknown (expected: one of ");
        }
    }

    @Test
    void read_routeThatCannotBeUsed_takesAllRequestsOfItsPlacesBeforeOthers() {
        Document document = RouteDocuments.write(everything()).append("clients", List.of("nowhere"));

        CheckedRoute refusing = read(document).orElseThrow();

        assertThat(refusing.paths()).hasSize(2);
        assertThat(refusing.hosts()).hasToString("[*.example.com]");
        assertThat(refusing.rule().priority()).isEqualTo(-3);
        assertThat(refusing.rule().unconditional()).isTrue();
        CheckedRoute same =
                read(RouteDocuments.write(everything()).append("routeid", "a")).orElseThrow();
        assertThat(refusing.rule()).isLessThan(same.rule());
        assertThat(read(document.append("priority", "high"))
                        .orElseThrow()
                        .rule()
                        .priority())
                .isEqualTo(RouteCompiler.MAX_PRIORITY);
    }

    @Test
    void read_wholeNumbersOfAnyType_areThePriority() {
        for (Object priority : List.of(5, 5L, 5.0, 5f)) {
            assertThat(read(RouteDocuments.write(everything()).append("priority", priority))
                            .orElseThrow()
                            .definition()
                            .priority())
                    .isEqualTo(5);
        }
        assertThat(oddities).isEmpty();
    }

    @Test
    void read_routeThatDoesNotCompile_givesNoneAndSaysWhy() {
        assertThat(read(RouteDocuments.write(everything()).append("uris", List.of("no-slash"))))
                .isEmpty();
        assertThat(oddities)
                .singleElement()
                .asString()
                .startsWith("the route r cannot be used: ")
                .contains("does not begin with a slash");
    }

    private Optional<CheckedRoute> read(Document document) {
        try {
            return Optional.of(RouteDocuments.read(document, (id, reason) -> oddities.add(id + ": " + reason)));
        } catch (UnreadableRevisionException e) {
            oddities.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean leads(CheckedRoute route) {
        return route.definition().target() instanceof ThriftTarget;
    }

    private static RouteDefinition everything() {
        List<ConditionDefinition> conditions = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            List<String> values = operator.most() == 0 ? List.of() : List.of("12");
            conditions.add(new ConditionDefinition(ValueSource.HEADER, "X", operator, values));
        }
        conditions.add(new ConditionDefinition(ValueSource.COOKIE, "c", Operator.IN, List.of("b", "a")));
        conditions.add(new ConditionDefinition(ValueSource.QUERY, "q", Operator.PRESENT, List.of()));
        return new RouteDefinition(
                "r",
                -3,
                List.of("/a/{ID}", "/b/*"),
                List.of("*.example.com"),
                Set.of("PUT", "GET"),
                List.of("10.0.0.0/8"),
                conditions,
                new ThriftTarget("Orders", "read"));
    }
}

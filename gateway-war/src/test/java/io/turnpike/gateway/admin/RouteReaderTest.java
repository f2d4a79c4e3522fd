package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RouteReaderTest {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final String UPSTREAM = "'Upstream':{'Thrift':{'Service':'Orders','Method':'read'}}";

    private final FaultList faults = new FaultList();

    @Test
    void read_everyKey_isTheRoute() {
        RouteDefinition route = read("""
                {'RouteId':'orders','Priority':-10,'Uris':['/orders/{ID}','/shop/*'],'Hosts':['*.example.com'],'Verbs':['get','POST'],
                 'Clients':['10.0.0.0/8','::1'],
                 'Conditions':[{'Header':'X-Version','Operator':'equals','Value':'2'},
                               {'Query':'size','Operator':'notIn','Values':['s','m']},
                               {'Cookie':'beta','Operator':'present'},
                               {'Query':'n','Operator':'greaterOrEqual','Value':1.50e1}],
                 'Upstream':{'Thrift':{'Service':'Orders','Method':'read'}}}""").orElseThrow().definition();

        assertThat(route)
                .isEqualTo(new RouteDefinition(
                        "orders",
                        -10,
                        List.of("/orders/{ID}", "/shop/*"),
                        List.of("*.example.com"),
                        Set.of("GET", "POST"),
                        List.of("10.0.0.0/8", "::1"),
                        List.of(
                                new ConditionDefinition(ValueSource.HEADER, "X-Version", Operator.EQUALS, List.of("2")),
                                new ConditionDefinition(ValueSource.QUERY, "size", Operator.NOT_IN, List.of("s", "m")),
                                new ConditionDefinition(ValueSource.COOKIE, "beta", Operator.PRESENT, List.of()),
                                new ConditionDefinition(
                                        ValueSource.QUERY, "n", Operator.GREATER_OR_EQUAL, List.of("15.0"))),
                        new ThriftTarget("Orders", "read")));
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void read_onlyWhatMustBeThere_asksNothingElse() {
        RouteDefinition route = read("{'RouteId':'r','Uris':['/'],'Hosts':null," + UPSTREAM + "}")
                .orElseThrow()
                .definition();

        assertThat(route.priority()).isZero();
        assertThat(route.hosts()).isEmpty();
        assertThat(route.verbs()).isEmpty();
        assertThat(RouteJson.of(route))
                .hasToString(("{'RouteId':'r','Priority':0,'Uris':['/']," + UPSTREAM + "}").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Hosts      | Hosts is empty, and no host would fit (expected: at least one; leave it out for all)
                    Verbs      | Verbs is empty, and no verb would fit (expected: at least one; leave it out for all)
                    Clients    | Clients is empty, and no client would fit (expected: at least one; leave it out for all)
                    Conditions | Conditions is empty (expected: at least one; leave it out for none)
                    Uris       | Uris is empty (expected: at least one path)
                    """)
    void read_emptyList_isNotTakenForAll(String key, String detail) {
        String uris = key.equals("Uris") ? "" : "'Uris':['/a'],";
        assertThat(read("{'RouteId':'r'," + uris + "'" + key + "':[]," + UPSTREAM + "}"))
                .isEmpty();

        assertThat(faults.faults()).containsExactly(Fault.at('/' + key, detail));
        assertThat(faults.kind(0)).isEqualTo(GatewayError.INVALID_ROUTE);
    }

    @Test
    void read_nullInPlaceOfAList_isAsIfItWereNotThere() {
        RouteDefinition route =
                read("{'RouteId':'r','Uris':['/a'],'Hosts':null,'Verbs':null,'Clients':null,'Conditions':null,"
                                + UPSTREAM + "}")
                        .orElseThrow()
                        .definition();

        assertThat(RouteJson.of(route)).containsOnlyKeys("RouteId", "Priority", "Uris", "Upstream");
    }

    @Test
    void read_nothingThatMustBeThere_namesAllOfIt() {
        assertThat(read("{}")).isEmpty();

        assertThat(pointers()).containsExactlyInAnyOrder("/RouteId", "/Uris", "/Upstream");
        assertThat(details("/Uris")).contains("is missing (expected: an array of paths");
    }

    @Test
    void read_wrongTypes_areNamedWithTheirPointers() {
        assertThat(read("""
                {'RouteId':7,'Priority':'high','Uris':'/a','Hosts':[1,'a.org'],'Verbs':[null,'GET'],'Clients':{},
                 'Conditions':['x',{'Header':'X','Operator':'in','Values':['1',2]},{'Header':5,'Operator':true,'Value':1}],
                 'Upstream':{'Thrift':'Orders.read'}}""")).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder(
                        "/RouteId",
                        "/Priority",
                        "/Uris",
                        "/Hosts/0",
                        "/Verbs/0",
                        "/Clients",
                        "/Conditions/0",
                        "/Conditions/1/Values/1",
                        "/Conditions/2/Header",
                        "/Conditions/2/Operator",
                        "/Upstream/Thrift");
        assertThat(details("/Verbs/0"))
                .isEqualTo("The element is null (expected: one of DELETE, GET, PATCH, POST, PUT)");
        assertThat(details("/Priority"))
                .isEqualTo("Priority is a text (expected: a whole number from -1000000 to 1000000)");
        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.INVALID_REQUEST));
    }

    @Test
    void read_unknownKeys_areFaultsAtEveryDepth() {
        assertThat(read("""
                {'RouteId':'r','Uris':['/a'],'Verb':['GET'],'a/b~c':1,
                 'Conditions':[{'Header':'X','Operator':'present','Valeu':'1'}],
                 'Upstream':{'Thrift':{'Service':'Orders','Method':'read','Timeout':1},'Https':{}}}""")).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder(
                        "/Verb", "/a~1b~0c", "/Conditions/0/Valeu", "/Upstream/Thrift/Timeout", "/Upstream/Https");
        assertThat(details("/Verb")).isEqualTo("The key is Verb (expected: Verbs)");
        assertThat(details("/a~1b~0c")).contains("RouteId, Priority, Uris, Hosts, Verbs");
    }

    @Test
    void read_rightShapeWrongMeaning_namesAllAsTheRouteThatCannotBeUsed() {
        assertThat(read("""
                {'RouteId':'a/b','Uris':['/ok','/a//b','no-slash'],'Hosts':['a..b'],'Verbs':['GET','FETCH','get'],
                 'Clients':['10.0.0.1/8','10.0.0.0/33','fd00::/8','localhost'],
                 'Conditions':[{'Header':'X','Operator':'matches','Value':'(a'},
                               {'Query':'n','Operator':'less','Value':'many'},
                               {'Query':'n','Operator':'less','Value':1e999999999},
                               {'Query':'n','Operator':'eqals','Value':'1'},
                               {'Header':'X Y','Operator':'present'}],
                 'Upstream':{'Thrift':{'Service':'Orders','Method':'read'}}}""")).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder(
                        "/RouteId",
                        "/Uris/1",
                        "/Uris/2",
                        "/Hosts/0",
                        "/Verbs/1",
                        "/Verbs/2",
                        "/Clients/0",
                        "/Clients/1",
                        "/Clients/3",
                        "/Conditions/0/Value",
                        "/Conditions/1/Value",
                        "/Conditions/2/Value",
                        "/Conditions/3/Operator",
                        "/Conditions/4/Header");
        assertThat(details("/Conditions/0/Value")).contains("does not compile").contains("expected: RE2 syntax");
        assertThat(details("/Conditions/3/Operator"))
                .contains("equals, notEquals, in")
                .contains("equals?");
        assertThat(details("/Clients/0")).contains("bits beyond its prefix length");
        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.INVALID_ROUTE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Operator':'present'}                                       | /Conditions/0        | nothing to look at
                    {'Header':'X','Query':'q','Operator':'present'}              | /Conditions/0        | Header and Query
                    {'Header':'X'}                                               | /Conditions/0/Operator | is missing (expected: one of equals, notEquals,
                    {'Header':'X','Operator':5}                                  | /Conditions/0/Operator | is a number (expected: one of equals, notEquals,
                    {'Header':'X','Operator':'equals'}                           | /Conditions/0/Value  | is missing
                    {'Header':'X','Operator':'equals','Value':2}                 | /Conditions/0/Value  | expected: a text
                    {'Header':'X','Operator':'equals','Value':'1','Values':[]}   | /Conditions/0/Values | expected: Value
                    {'Header':'X','Operator':'in','Value':'1'}                   | /Conditions/0/Value  | expected: Values
                    {'Header':'X','Operator':'in','Values':[]}                   | /Conditions/0/Values | 1 to 1000
                    {'Header':'X','Operator':'absent','Value':'1'}               | /Conditions/0/Value  | neither
                    {'Header':'X','Operator':'less','Value':true}                | /Conditions/0/Value  | expected: a text
                    {'Header':'','Operator':'present'}                           | /Conditions/0/Header | is blank
                    """)
    void read_conditionThatIsNone_saysWhatIsExpected(String condition, String pointer, String detail) {
        assertThat(read("{'RouteId':'r','Uris':['/a'],'Conditions':[" + condition + "]," + UPSTREAM + "}"))
                .isEmpty();

        assertThat(pointers()).contains(pointer);
        assertThat(details(pointer)).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({"1000001", "-1000001", "1.5", "1e400", "99999999999999999999"})
    void read_priorityOutOfRange_saysTheRange(String priority) {
        assertThat(read("{'RouteId':'r','Priority':" + priority + ",'Uris':['/a']," + UPSTREAM + "}"))
                .isEmpty();

        assertThat(pointers()).containsExactly("/Priority");
        assertThat(details("/Priority")).contains("-1000000 to 1000000");
    }

    @Test
    void read_idOfTheUrl_isTakenAndMustNotBeAnother() {
        String rest = "'Uris':['/a']," + UPSTREAM + "}";

        assertThat(route("{" + rest, Optional.of("r")).orElseThrow().rule().id())
                .isEqualTo("r");
        assertThat(new RouteReader(faults, Requests.PLUGINS).read(json("{'RouteId':'r'," + rest), "", Optional.of("r")))
                .isPresent();
        assertThat(faults.isEmpty()).isTrue();

        assertThat(route("{'RouteId':'q'," + rest, Optional.of("r"))).isEmpty();
        assertThat(pointers()).containsExactly("/RouteId");
        assertThat(faults.kind(0)).isEqualTo(GatewayError.CONFLICT);
    }

    @Test
    void readAll_severalRoutes_readsTheGoodOnesAndNamesAllFaults() {
        String good = "{'RouteId':'r1','Uris':['/a']," + UPSTREAM + "}";
        List<CheckedRoute> routes = new RouteReader(faults, Requests.PLUGINS)
                .readAll(
                        json("[" + good + ",5," + good + ",{'RouteId':'r2','Uris':[]," + UPSTREAM + "},"
                                + good.replace("r1", "r3") + "]"),
                        "/Routes",
                        RouteList.NONE);

        assertThat(routes).extracting(route -> route.rule().id()).containsExactly("r1", "r3");
        assertThat(pointers()).containsExactly("/Routes/1", "/Routes/2/RouteId", "/Routes/3/Uris");
    }

    @Test
    void read_conditionWithAFault_isCheckedForOthersToo() {
        read("""
                {'RouteId':'r','Uris':['/a'],'Conditions':[
                  {'Header':'bad name','Operator':'matches','Value':'(','Flag':true},
                  {'Cookie':'','Operator':'less','Value':'x'},
                  {'Query':'q','Header':'h','Operator':'less','Value':'x'},
                  {'Header':'bad name','Operator':'is'},
                  {'Query':'q','Operator':'equals'}],%s}""".formatted(UPSTREAM));

        assertThat(faults.faults())
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/Conditions/0/Flag",
                        "/Conditions/0/Header",
                        "/Conditions/0/Value",
                        "/Conditions/1/Cookie",
                        "/Conditions/1/Value",
                        "/Conditions/2",
                        "/Conditions/2/Value",
                        "/Conditions/3/Header",
                        "/Conditions/3/Operator",
                        "/Conditions/4/Value");
    }

    @ParameterizedTest
    @CsvSource({"/admin/x", "/health", "/%61dmin", "/console/*", "/metrics"})
    void read_pathOfTheGateway_isRefused(String uri) {
        assertThat(read("{'RouteId':'r','Uris':['/a','" + uri + "']," + UPSTREAM + "}"))
                .isEmpty();
        assertThat(faults.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/Uris/1");
            assertThat(fault.detail()).contains("is the gateway's own");
        });
    }

    @Test
    void readAll_hundredThousandsWithFaults_stopsAfterSome() {
        JsonArrayBuilder routes = BUILDERS.createArrayBuilder();
        for (int i = 0; i < RouteReader.MOST_ROUTES; i++) {
            routes.add(JsonValue.EMPTY_JSON_OBJECT);
        }
        RouteReader reader = new RouteReader(faults, Requests.PLUGINS);

        assertThat(reader.readAll(routes.build(), "/Routes", RouteList.NONE)).isEmpty();
        assertThat(faults.faults()).hasSize(FaultList.MOST);
        assertThat(reader.definitions()).as("the work stops, too").hasSizeLessThan(FaultList.MOST);
        assertThatThrownBy(faults::throwIfAny).hasMessageContaining("1000 faults or more");
    }

    @Test
    void readAll_moreThanThereMayBe_isOneFault() {
        JsonArrayBuilder routes = BUILDERS.createArrayBuilder();
        for (int i = 0; i <= RouteReader.MOST_ROUTES; i++) {
            routes.add(JsonValue.EMPTY_JSON_OBJECT);
        }

        assertThat(new RouteReader(faults, Requests.PLUGINS).readAll(routes.build(), "/Routes", RouteList.NONE))
                .isEmpty();
        assertThat(faults.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("250001 routes", "250000 at most"));
    }

    @Test
    void touches_pointersBesideAndBelow_areToldApart() {
        faults.shape("/a/1/b", "x");
        faults.shape("/a/10", "x");
        faults.shape("/a-b", "x");

        assertThat(List.of("", "/a", "/a/1", "/a/1/b", "/a/10", "/a-b")).allMatch(faults::touches);
        assertThat(List.of("/a/1/", "/a/1/b/c", "/a/100", "/b", "/a/1/bb", "/a-"))
                .noneMatch(faults::touches);
    }

    @Test
    void readAll_noArray_saysSo() {
        assertThat(new RouteReader(faults, Requests.PLUGINS).readAll(json("{}"), "", RouteList.NONE))
                .isEmpty();

        assertThat(faults.faults().get(0).detail()).isEqualTo("The body is an object (expected: an array of routes)");
    }

    @ParameterizedTest
    @EnumSource
    void of_everyOperator_comesBack(Operator operator) {
        List<String> values = operator.most() == 0 ? List.of() : List.of("12.50");
        RouteDefinition route = new RouteDefinition(
                "r",
                3,
                List.of("/a/%2A", "/b*"),
                List.of("A.org", "[2001:db8::1]"),
                Set.of("PUT", "GET", "DELETE"),
                List.of("::1"),
                List.of(
                        new ConditionDefinition(ValueSource.QUERY, "a \"b\"", operator, values),
                        new ConditionDefinition(ValueSource.HEADER, "X", operator, values)),
                new ThriftTarget("S", "m"));

        RouteDefinition back = read(RouteJson.of(route).toString().replace("'", "\\u0027"))
                .orElseThrow(() -> new AssertionError(faults.faults()))
                .definition();

        assertThat(back).isEqualTo(route);
        assertThat(RouteJson.of(back)).hasToString(RouteJson.of(route).toString());
    }

    @Test
    void warnings_shadowedRoutes_nameBothIds() {
        assertThat(RouteJson.warnings(List.of(
                                new ShadowedRoute("late", false, "*", "/a", "early", true),
                                new ShadowedRoute("/S/a", true, "*", "/S/a", "early", true)))
                        .toString())
                .startsWith(
                        "[{\"RouteId\":\"late\",\"ShadowedBy\":\"early\",\"Host\":\"*\",\"Uri\":\"/a\",\"Everywhere\":true,"
                                + "\"Message\":\"The route late is never reached at /a: early comes first")
                .contains("{\"Path\":\"/S/a\",\"ShadowedBy\":\"early\"");
    }

    @Test
    void read_everyValueInEveryPlace_isTakenOrNamed() {
        String whole = """
                {'RouteId':'r','Priority':1,'Uris':['/a'],'Hosts':['a.org'],'Verbs':['GET'],'Clients':['::1'],
                 'Conditions':[{'Header':'X','Operator':'in','Values':['1']}],'Upstream':{'Thrift':{'Service':'S','Method':'m'}}}""";
        List<String> values =
                List.of("null", "true", "0", "-1e99", "''", "'x'", "[]", "[[]]", "{}", "{'x':{}}", "[null]");
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            Map<String, JsonValue> keys = new TreeMap<>(json(whole).asJsonObject());
            for (int n = random.nextInt(3); n >= 0; n--) {
                String key = new ArrayList<>(keys.keySet()).get(random.nextInt(keys.size()));
                String value = values.get(random.nextInt(values.size()));
                keys.put(key, json(random.nextBoolean() ? value : "[" + value + "," + value + "]"));
            }
            FaultList found = new FaultList();
            JsonValue body = BUILDERS.createObjectBuilder(Map.copyOf(keys)).build();
            Optional<CheckedRoute> route = new RouteReader(found, Requests.PLUGINS).read(body, "", Optional.empty());

            assertThat(route.isPresent()).as(body.toString()).isEqualTo(found.isEmpty());
            assertThat(found.faults())
                    .as(body.toString())
                    .allMatch(fault -> fault.detail().contains("(expected"));
        }
    }

    private Optional<CheckedRoute> read(String text) {
        return route(text, Optional.empty());
    }

    private Optional<CheckedRoute> route(String text, Optional<String> named) {
        return new RouteReader(faults, Requests.PLUGINS).read(json(text), "", named);
    }

    private static JsonValue json(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readValue();
        }
    }

    private List<String> pointers() {
        return faults.faults().stream().map(Fault::pointer).toList();
    }

    private String details(String pointer) {
        return faults.faults().stream()
                .filter(fault -> fault.pointer().equals(pointer))
                .map(Fault::detail)
                .findFirst()
                .orElse("nothing at " + pointer);
    }
}

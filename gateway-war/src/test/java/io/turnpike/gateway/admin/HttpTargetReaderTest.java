package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.HttpRouteSample;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTargetReaderTest {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final String NODES = "'Nodes':[{'Address':'10.0.0.5:8080'}]";

    private final FaultList faults = new FaultList();

    @Test
    void read_everyKey_isTheTarget() {
        String json = """
                {'Nodes':[{'Address':'10.0.0.5:8080','Weight':2},{'Address':'10.0.0.6:8080','Weight':0}],
                 'Tls':{'ServerName':'catalogue.internal','CaCertificates':'@','Verify':false},
                 'Path':'/v2/{ID}/*','Host':'catalogue.internal','ConnectTimeoutMillis':1500,'IdleTimeoutMillis':30000,
                 'Failover':{'On':['timeout','error','http_502'],'Tries':0,'TimeoutMillis':7},
                 'Probe':{'Kind':'https','Path':'/health','Statuses':[404,'200-399'],'IntervalMillis':1000,'TimeoutMillis':500,
                          'Unhealthy':1,'Healthy':4}}""".replace("@", HttpRouteSample.PEM.replace("\n", "\\n"));

        assertThat(read(json).orElseThrow(() -> new AssertionError(faults.faults())))
                .isEqualTo(HttpRouteSample.everything().target());
    }

    @Test
    void read_onlyWhatMustBeThere_hasTheDefaultsAndIsWrittenWithout() {
        HttpTarget target =
                (HttpTarget) read("{'Service':'Catalogue','Tls':null}").orElseThrow();

        assertThat(target).isEqualTo(HttpRouteSample.service().target());
        assertThat(HttpTargetJson.of(target).build()).hasToString("{\"Service\":\"Catalogue\"}");
        HttpTarget probed = (HttpTarget) read("{'Service':'Catalogue','Tls':{},'Failover':{},'Probe':{'Kind':'tcp'}}")
                .orElseThrow();
        assertThat(probed.tls()).contains(new HttpTarget.Tls(Optional.empty(), Optional.empty(), true));
        assertThat(probed.failover()).isEqualTo(HttpTarget.Failover.DEFAULT);
        assertThat(probed.probe().orElseThrow().interval()).isEqualTo(HttpTarget.Probe.INTERVAL);
        assertThat(HttpTargetJson.of(probed).build())
                .hasToString("{\"Service\":\"Catalogue\",\"Tls\":{},\"Probe\":{\"Kind\":\"tcp\"}}");
    }

    @Test
    void of_routes_comeBack() {
        for (RouteDefinition route : List.of(HttpRouteSample.everything(), HttpRouteSample.service())) {
            CheckedRoute back = new RouteReader(faults, Requests.PLUGINS)
                    .read(RouteJson.of(route), "", Optional.empty())
                    .orElseThrow(() -> new AssertionError(faults.faults()));

            assertThat(back.definition()).isEqualTo(route);
            assertThat(RouteJson.of(back.definition())).isEqualTo(RouteJson.of(route));
        }
    }

    @Test
    void read_emptyFailover_staysEmpty() {
        HttpTarget never =
                (HttpTarget) read("{" + NODES + ",'Failover':{'On':[]}}").orElseThrow();

        assertThat(never.failover().on()).isEmpty();
        assertThat(HttpTargetJson.of(never).build().getJsonObject("Failover")).hasToString("{\"On\":[]}");
    }

    @Test
    void read_wrongTypesAndRanges_areNamedWithTheirPointers() {
        assertThat(read("""
                {'Nodes':[5,{'Weight':1.5},{'Address':'a:1','Weight':1001}],'Service':7,
                 'Tls':{'ServerName':' ','CaCertificates':[],'Verify':'no'},'Path':1,'Host':{},'ConnectTimeoutMillis':0,
                 'IdleTimeoutMillis':'long','Failover':{'On':'error','Tries':101,'TimeoutMillis':3600001},
                 'Probe':{'Path':{},'Statuses':[true],'IntervalMillis':99,'TimeoutMillis':0,'Unhealthy':0,'Healthy':101}}""")).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder(
                        "/Nodes/0",
                        "/Nodes/1/Address",
                        "/Nodes/1/Weight",
                        "/Nodes/2/Weight",
                        "/Service",
                        "/Tls/ServerName",
                        "/Tls/CaCertificates",
                        "/Tls/Verify",
                        "/Path",
                        "/Host",
                        "/ConnectTimeoutMillis",
                        "/IdleTimeoutMillis",
                        "/Failover/On",
                        "/Failover/Tries",
                        "/Failover/TimeoutMillis",
                        "/Probe/Kind",
                        "/Probe/Path",
                        "/Probe/Statuses/0",
                        "/Probe/IntervalMillis",
                        "/Probe/TimeoutMillis",
                        "/Probe/Unhealthy",
                        "/Probe/Healthy");
        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.INVALID_REQUEST));
    }

    @Test
    void read_unknownKeys_areFaultsAtEveryDepth() {
        assertThat(read("""
                {'Nodes':[{'Address':'a:1','Zone':1}],'Retries':2,'Tls':{'Cipher':'x'},'Failover':{'on':[]},'Probe':{'Kind':'tcp','Port':1}}""")).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder("/Nodes/0/Zone", "/Retries", "/Tls/Cipher", "/Failover/on", "/Probe/Port");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Nodes':[]}                                   | /Nodes            | (expected: 1 to 100 nodes)
                    {'Tls':{}}                                     | ''                | neither Nodes nor Service
                    {'Nodes':[{'Address':'a'}]}                    | /Nodes/0/Address  | has no port
                    {@,'Failover':{'On':['error','error']}}        | /Failover/On/1    | stands twice
                    {@,'Failover':{'On':['timeout','Error']}}      | /Failover/On/1    | http_400 to http_599
                    {@,'Failover':{'On':[5]}}                      | /Failover/On/0    | is a number (expected: one of error, timeout
                    {@,'Probe':{}}                                 | /Probe/Kind       | Kind is missing (expected: one of tcp, http, https)
                    {@,'Probe':{'Kind':' '}}                       | /Probe/Kind       | Kind is blank (expected: one of tcp, http, https)
                    {@,'Probe':{'Kind':true}}                      | /Probe/Kind       | Kind is true (expected: one of tcp, http, https)
                    {@,'Probe':{'Kind':'HTTP'}}                    | /Probe/Kind       | Kind is HTTP (expected: one of tcp, http, https)
                    {@,'Probe':{'Kind':'http','Statuses':[]}}      | /Probe/Statuses   | leave it out for 200-399
                    {@,'Probe':{'Kind':'tcp','Path':'/'}}          | /Probe/Path       | by tcp
                    {@,'Probe':{'Kind':'tcp','Statuses':[]}}       | /Probe/Statuses   | by tcp
                    {@,'Probe':{'Kind':'http','Path':'x'}}         | /Probe/Path       | is no path
                    {@,'Path':'/{Id}'}                             | /Path             | {Id} is no template of
                    """)
    void read_rightShapeWrongMeaning_saysWhatIsExpected(String json, String pointer, String detail) {
        assertThat(read(json.replace("@", NODES))).isEmpty();

        assertThat(pointers()).containsExactly(pointer);
        assertThat(faults.faults().get(0).detail()).contains(detail).contains("(expected: ");
    }

    /** Faults of one kind do not hide those of another beside them, also where one is of a whole list. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Nodes':[],'Service':'S'}                                              | /Nodes, ''
                    {'Nodes':[{'Address':'bad host:99999','Weight':'x'}]}                   | /Nodes/0/Address, /Nodes/0/Weight
                    {'Nodes':[{'Address':'a:1','Weight':0,'Zone':1}]}                       | /Nodes/0/Zone, /Nodes
                    {'Service':'S','Nodes':[{'Address':'a:1','Weight':1.5}]}                | '', /Nodes/0/Weight
                    {'Nodes':[{'Address':'a b:1'},5],'Host':'a b','Tls':{'Verify':1}}       | /Nodes/0/Address, /Nodes/1, /Host, /Tls/Verify
                    {'Nodes':[{'Address':'a:1'}],'Probe':{'Kind':'tcp','Path':5}}           | /Probe/Path
                    """)
    void read_faultsOfSeveralKinds_areAllTold(String json, String pointers) {
        assertThat(read(json)).isEmpty();

        assertThat(pointers())
                .containsExactlyInAnyOrder(pointers.replace("''", "").split(", ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://a:80    | is a URL (expected: host:port
                    a b:99999      | "a b" is no host (expected: a name or an IP address, IPv6 in brackets); the port is "99999" (expected: 1 to 65535)
                    *.a:80         | "*.a" is no host (expected: a name or an IP address, IPv6 in brackets)
                    """)
    void read_wrongAddress_saysAllThatIsWrong(String address, String detail) {
        read("{'Nodes':[{'Address':'" + address + "'}]}");

        assertThat(faults.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains(detail));
    }

    /** What people write instead of a key, and what they are told: a key in the table stands in this object, or after "in" where. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Nodez':[]}              | The key is Nodez (expected: Nodes)
                    {'Ndoes':[]}              | The key is Ndoes (expected: Nodes)
                    {'nodes':[]}              | The key is nodes (expected: Nodes)
                    {'Timeout':1}             | The key Timeout is unknown
                    {'Upstreams':{}}          | ; did you mean Upstream in the route itself?
                    {'Hosts':[]}              | ; did you mean Host, or Hosts in the route itself?
                    {'http':{}}               | ; did you mean Http in /Upstream?
                    {'Verify':true}           | ; did you mean Verify in /Upstream/Http/Tls?
                    {'Tls.verify':true}       | ; did you mean Verify in /Upstream/Http/Tls?
                    {'Probe.kind':'tcp'}      | ; did you mean Kind in /Upstream/Http/Probe?
                    {'Probe.Path':'/'}        | ; did you mean Path in /Upstream/Http/Probe?
                    {'Failover.on':[]}        | ; did you mean On in /Upstream/Http/Failover?
                    {'Http.Failover.On':[]}   | ; did you mean On in /Upstream/Http/Failover?
                    {'Retries':1}             | ; did you mean Tries in /Upstream/Http/Failover?
                    {'Failover':{'Path':1}}   | ; did you mean Path in /Upstream/Http or /Upstream/Http/Probe?
                    {'Zz':1}                  | The key Zz is unknown (expected: one of Nodes,
                    """)
    void read_wrongKey_isToldWithTheOneThatIsMeant(String json, String detail) {
        assertThat(read(json)).isEmpty();

        assertThat(faults.faults())
                .anySatisfy(fault -> assertThat(fault.detail())
                        .contains(detail)
                        .matches(text -> detail.startsWith(";") == text.contains("did you mean")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                      | neither Thrift nor Http
                    {'Thrift':{'Service':'S','Method':'m'},'Http':{'Service':'S'}}          | both Thrift and Http
                    """)
    void read_notJustOneTarget_isAFault(String upstream, String detail) {
        new RouteReader(faults, Requests.PLUGINS)
                .read(json("{'RouteId':'r','Uris':['/a'],'Upstream':" + upstream + "}"), "", Optional.empty());

        assertThat(faults.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/Upstream");
            assertThat(fault.detail()).contains(detail);
        });
    }

    @Test
    void read_everyValueInEveryPlace_isTakenOrNamed() {
        JsonObject whole = RouteJson.of(HttpRouteSample.everything());
        List<String> values =
                List.of("null", "true", "0", "-1e99", "''", "'x'", "[]", "{}", "{'x':{}}", "[null]", "[{}]");
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            Map<String, JsonValue> http =
                    new TreeMap<>(whole.getJsonObject("Upstream").getJsonObject("Http"));
            for (int n = random.nextInt(3); n >= 0; n--) {
                String key = new ArrayList<>(http.keySet()).get(random.nextInt(http.size()));
                JsonValue value = json(values.get(random.nextInt(values.size())));
                boolean within = http.get(key) instanceof JsonObject members && !members.isEmpty();
                http.put(
                        key,
                        within && random.nextBoolean() ? changed(http.get(key).asJsonObject(), value, random) : value);
            }
            JsonObject body = BUILDERS.createObjectBuilder(whole)
                    .add("Upstream", BUILDERS.createObjectBuilder(Map.of("Http", object(http))))
                    .build();
            FaultList found = new FaultList();
            Optional<CheckedRoute> route = new RouteReader(found, Requests.PLUGINS).read(body, "", Optional.empty());

            assertThat(route.isPresent()).as(body.toString()).isEqualTo(found.isEmpty());
            assertThat(found.faults())
                    .as(body.toString())
                    .allMatch(fault -> fault.detail().contains("(expected"));
        }
    }

    private static JsonObject changed(JsonObject object, JsonValue value, Random random) {
        List<String> keys = new ArrayList<>(object.keySet());
        return BUILDERS.createObjectBuilder(object)
                .add(keys.get(random.nextInt(keys.size())), value)
                .build();
    }

    private static JsonObject object(Map<String, JsonValue> members) {
        return BUILDERS.createObjectBuilder(Map.copyOf(members)).build();
    }

    private Optional<RouteTarget> read(String http) {
        String route = "{'RouteId':'r','Uris':['/catalogue/{ID}/*'],'Upstream':{'Http':" + http + "}}";
        return new RouteReader(faults, Requests.PLUGINS)
                .read(json(route), "", Optional.empty())
                .map(checked -> checked.definition().target());
    }

    /** Relative to the target. */
    private List<String> pointers() {
        return faults.faults().stream()
                .map(Fault::pointer)
                .map(pointer -> pointer.replaceFirst("^/Upstream/Http", ""))
                .toList();
    }

    private static JsonValue json(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readValue();
        }
    }
}

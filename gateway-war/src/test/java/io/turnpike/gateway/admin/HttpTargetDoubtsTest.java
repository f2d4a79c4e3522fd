package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.routing.ServiceDefinition;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTargetDoubtsTest {

    private static final String IDL = "struct Asset { 1: string ID }\nservice Assets { Asset echo(1: Asset asset) }";

    private final HttpTargetDoubts doubts = new HttpTargetDoubts(
            NodeAddress.parse("127.0.0.1:4200")::equals, NodeAddress.parse("127.0.0.1:4201")::equals);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'Probe':{'Kind':'https'}           | nodes are probed by HTTPS and called by HTTP, as there is no Tls
                    'Tls':{},'Probe':{'Kind':'http'}   | nodes are probed by HTTP and called by HTTPS, as there is Tls
                    'Tls':{},'Probe':{'Kind':'https'}  | ''
                    'Tls':{},'Probe':{'Kind':'tcp'}    | ''
                    'Probe':{'Kind':'http'}            | ''
                    'Tls':{}                           | ''
                    """)
    void addedTo_probeAndTls_shouldGoTogether(String more, String doubt) throws Exception {
        assertSaid(of("{'Nodes':[{'Address':'10.0.0.5:80'}]," + more + "}", Optional.empty()), doubt);
    }

    @Test
    void addedTo_nodeIsThisGateway_isToldAfterWhatIsThere() throws Exception {
        JsonArray there = Requests.json("[{\"Message\":\"before\"}]").asJsonArray();
        List<CheckedRoute> routes =
                List.of(route("{'Nodes':[{'Address':'10.0.0.5:80'},{'Address':'127.0.0.1:4200'}]}"));

        JsonArray all = doubts.addedTo(there, routes, name -> Optional.empty());

        assertThat(all).hasSize(2);
        assertThat(all.get(0)).isEqualTo(there.get(0));
        assertThat(all.getJsonObject(1).getString("RouteId")).isEqualTo("r");
        assertThat(all.getJsonObject(1).getString("Message"))
                .startsWith("The route r: the node 127.0.0.1:4200 is this gateway; ");
    }

    @Test
    void addedTo_nodeIsTheAdminPort_saysWhatIsThere() throws Exception {
        assertSaid(
                of("{'Nodes':[{'Address':'127.0.0.1:4201'}]}", Optional.empty()),
                "the node 127.0.0.1:4201 is the admin port of this gateway: who may use the route reaches the admin API,"
                        + " and calls are answered by 404 there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    AUTO | true  | the service Assets is registered with an IDL, so its servers speak Thrift, and here they are called by HTTP
                    HTTP | true  | ''
                    AUTO | false | ''
                    """)
    void addedTo_serviceOfThrift_isTold(Framing framing, boolean idl, String doubt) throws Exception {
        assertSaid(of("{'Service':'Assets'}", Optional.of(service(framing, idl ? IDL : ""))), doubt);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4200,true",
        "127.9.9.9:4201,true",
        "[::1]:4200,true",
        "localhost:4200,true",
        "0.0.0.0:4200,true",
        "192.0.2.1:4200,true",
        "192.0.2.2:4200,false",
        "127.0.0.1:4202,false",
        "gateway.internal:4200,false"
    })
    void ownAddresses_areThoseOfThisMachineAtItsPorts(String address, boolean own) throws Exception {
        InetAddress ofInterface = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        OwnAddresses addresses = new OwnAddresses(Set.of(4200, 4201), () -> List.of(ofInterface));

        assertThat(addresses.test(NodeAddress.parse(address))).isEqualTo(own);
    }

    private static CompiledService service(Framing framing, String idl) throws Exception {
        return new ServiceCompiler()
                .compile(new ServiceDefinition(
                        "Assets",
                        "john",
                        idl,
                        Map.of(),
                        List.of(),
                        Dialect.of(framing),
                        Optional.empty(),
                        ServiceOptions.DEFAULTS));
    }

    private JsonArray of(String http, Optional<CompiledService> service) throws Exception {
        return doubts.addedTo(JsonValue.EMPTY_JSON_ARRAY, List.of(route(http)), name -> service);
    }

    private static void assertSaid(JsonArray warnings, String doubt) {
        assertThat(warnings).hasSize(doubt.isEmpty() ? 0 : 1);
        assertThat(warnings)
                .allSatisfy(warning ->
                        assertThat(warning.asJsonObject().getString("Message")).isEqualTo("The route r: " + doubt));
    }

    private static CheckedRoute route(String http) throws Exception {
        FaultList faults = new FaultList();
        String json = "{'RouteId':'r','Uris':['/a'],'Upstream':{'Http':" + http + "}}";
        return new RouteReader(faults, Requests.PLUGINS)
                .read(Requests.json(json.replace('\'', '"')), "", Optional.empty())
                .orElseThrow(() -> new AssertionError(faults.faults()));
    }
}

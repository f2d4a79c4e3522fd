package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationReaderTest {

    private static final String PLAIN = "\"ServiceName\":\"S\",\"IdlContent\":\" \"";

    @Test
    void read_registrationOfTheReference_isTakenAsItIs() throws Exception {
        RegistrationRequest request = Requests.registration(
                "[" + Requests.owner("UserName", Requests.service("AssetManagement", Requests.ASSETS_IDL)) + "]");
        assertThat(request.faults().isEmpty()).isTrue();
        assertThat(request.owners()).singleElement().satisfies(owner -> {
            assertThat(owner.ownerId()).isEqualTo("UserName");
            assertThat(owner.ownerName()).isEqualTo("Name");
            RegisteredService service = owner.registeredServices().get(0);
            assertThat(service.serviceName()).isEqualTo("AssetManagement");
            assertThat(service.idlContent()).startsWith("namespace Go asset.management\n\nstruct");
            assertThat(service.paths().get(0).methodPath()).isEqualTo("getAsset");
            assertThat(service.paths().get(0).verb()).isEqualTo(Optional.empty());
            assertThat(service.registeredServers().get(0).port()).isEqualTo(8000);
        });
    }

    @Test
    void read_loneOwner_pointersBeginAtIt() throws Exception {
        assertThat(Requests.registration(Requests.owner("a")).owners()).hasSize(1);
        assertThat(faults("{\"Services\":[]}")).containsExactly("400 /OwnerId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "true", "null", "[]"})
    void read_otherShape_is400AtTheWholeBody(String body) throws Exception {
        assertThat(faults(body)).containsExactly("400 ");
    }

    @Test
    void read_emptyOwner_namesAllThatIsMissing() throws Exception {
        assertThat(faults("[{}]")).containsExactly("400 /0/OwnerId", "400 /0/Services");
        assertThat(faults("[7]")).containsExactly("400 /0");
        assertThat(faults("[" + Requests.owner("a", "{}") + "]"))
                .containsExactly("400 /0/Services/0/ServiceName", "400 /0/Services/0/IdlContent");
    }

    @Test
    void read_keyWithATypingError_isAFaultThatNamesTheKnownOne() throws Exception {
        assertThat(Requests.registration("{\"OwnerId\":\"a\",\"Sevices\":[],\"Other\":1}")
                        .faults()
                        .faults())
                .extracting(Fault::detail)
                .containsExactly(
                        "The key is Sevices (expected: Services)",
                        "Services is missing (expected: an array, which may be empty)");
        String service = "{" + PLAIN + ",\"Pathes\":[],\"Protokol\":\"compact\",\"TimeoutMilis\":5,\"Colour\":1}";
        assertThat(Requests.registration(Requests.owner("a", service)).faults().faults())
                .extracting(Fault::detail)
                .containsExactly(
                        "The key is Pathes (expected: Paths)",
                        "The key is Protokol (expected: Protocol)",
                        "The key is TimeoutMilis (expected: TimeoutMillis)");
    }

    @ParameterizedTest
    @CsvSource({
        "\"\",400",
        "\" \",400",
        "null,400",
        "7,400",
        "\"a/b\",422",
        "\"..\",422",
        "\" a\",422",
        "\"a?b\",422",
        "\"a%2fb\",422",
        "\"a\\tb\",422",
        "\"\\ud800\",422"
    })
    void read_badOwnerId_isFoundAtIt(String id, int status) throws Exception {
        assertThat(faults("[{\"OwnerId\":" + id + ",\"Services\":[]}]")).containsExactly(status + " /0/OwnerId");
    }

    @Test
    void read_nameWithSpacesAndOtherScripts_isTaken() throws Exception {
        assertThat(faults(Requests.owner("Zoë 太郎", Requests.service("Service One", " "))))
                .isEmpty();
    }

    @Test
    void read_nameThatIsTooLong_is422() throws Exception {
        assertThat(faults(Requests.owner("x".repeat(128)))).isEmpty();
        assertThat(faults(Requests.owner("x".repeat(129)))).containsExactly("422 /OwnerId");
    }

    @Test
    void read_everyReservedServiceName_is422() throws Exception {
        for (String name : Names.RESERVED) {
            assertThat(faults(Requests.owner("a", Requests.service(name, " "))))
                    .containsExactly("422 /Services/0/ServiceName");
        }
    }

    @Test
    void read_sameNameTwice_is409() throws Exception {
        assertThat(faults("[" + Requests.owner("a") + "," + Requests.owner("a") + "]"))
                .containsExactly("409 /1/OwnerId");
        assertThat(faults("[" + Requests.owner("a", Requests.service("S", " ")) + ","
                        + Requests.owner("b", Requests.service("S", " ")) + "]"))
                .containsExactly("409 /1/Services/0/ServiceName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"OwnerName\":7|400 /OwnerName",
                "\"ownerName\":\"x\"|400 /ownerName",
                "\"services\":[]|400 /services",
                "\"Surprise\":1|",
            })
    void read_ownerField_isCheckedAtIt(String field, String expected) throws Exception {
        List<String> found = faults("{\"OwnerId\":\"a\",\"Services\":[]," + field + "}");
        assertThat(String.join(";", found)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ServiceId\":1|400 /Services/0/ServiceId",
                "\"Version\":1.0|400 /Services/0/Version",
                "\"ServiceDescription\":[]|400 /Services/0/ServiceDescription",
                "\"ServerCount\":\"2\"|400 /Services/0/ServerCount",
                "\"ServerCount\":-1|400 /Services/0/ServerCount",
                "\"ServerCount\":1.5|400 /Services/0/ServerCount",
                "\"ServerCount\":1e999999999|400 /Services/0/ServerCount",
                "\"Paths\":{}|400 /Services/0/Paths",
                "\"Paths\":[7]|400 /Services/0/Paths/0",
                "\"Paths\":[{}]|400 /Services/0/Paths/0/MethodPath;400 /Services/0/Paths/0/ExposedMethod",
                "\"Paths\":[{\"MethodPath\":\"*\"}]|",
                "\"Paths\":[{\"MethodPath\":\"p\",\"ExposedMethod\":\"m\",\"Verb\":\"TRACE\"}]|422 /Services/0/Paths/0/Verb",
                "\"Paths\":[{\"MethodPath\":\"p\",\"ExposedMethod\":\"m\",\"Verb\":\"get\"}]|",
                "\"RegisteredServers\":[{\"ServerUrl\":\"h\"}]|400 /Services/0/RegisteredServers/0/Port",
                "\"RegisteredServers\":[{\"ServerUrl\":\"h\",\"Port\":65536}]|400 /Services/0/RegisteredServers/0/Port",
                "\"RegisteredServers\":[{\"Port\":1}]|400 /Services/0/RegisteredServers/0/ServerUrl",
                "\"Transport\":\"http\"|",
                "\"Transport\":\"ttheader\"|",
                "\"Transport\":\"HTTP\"|422 /Services/0/Transport",
                "\"Protocol\":\"compact\"|",
                "\"Protocol\":\"json\"|422 /Services/0/Protocol",
                "\"MultiplexedName\":\"A.B c\"|",
                "\"MultiplexedName\":\"\"|422 /Services/0/MultiplexedName",
                "\"MultiplexedName\":\" \"|422 /Services/0/MultiplexedName",
                "\"MultiplexedName\":\"a:b\"|422 /Services/0/MultiplexedName",
                "\"MultiplexedName\":\"a\\nb\"|422 /Services/0/MultiplexedName",
                "\"MultiplexedName\":1|400 /Services/0/MultiplexedName",
                "\"Transport\":\"http\",\"HttpPath\":\"/a/b?c=d\"|",
                "\"Transport\":\"http\",\"HttpPath\":\"a\"|422 /Services/0/HttpPath",
                "\"Transport\":\"http\",\"HttpPath\":\"/a b\"|422 /Services/0/HttpPath",
                "\"Transport\":\"http\",\"HttpPath\":\"/a\\r\\nX: y\"|422 /Services/0/HttpPath",
                "\"HttpPath\":\"/a\"|422 /Services/0/HttpPath",
                "\"TimeoutMillis\":0|400 /Services/0/TimeoutMillis",
                "\"Options\":{\"Int64AsText\":true,\"EnumAsNumber\":false,\"NonFiniteAsNull\":null}|",
                "\"Options\":{\"Int64AsText\":1,\"int64AsText\":true}|400 /Services/0/Options/int64AsText;400 /Services/0/Options/Int64AsText",
                "\"Options\":[]|400 /Services/0/Options",
                "\"Paths\":[{\"MethodPath\":\"p\",\"ExposedMethod\":\"m\",\"ExceptionStatus\":{\"E\":404}}]|",
                "\"Paths\":[{\"MethodPath\":\"p\",\"ExposedMethod\":\"m\",\"ExceptionStatus\":{\"E\":600,\"F\":\"404\",\"G\":null}}]|400 /Services/0/Paths/0/ExceptionStatus/E;400 /Services/0/Paths/0/ExceptionStatus/F;400 /Services/0/Paths/0/ExceptionStatus/G",
                "\"IdlIncludes\":{\"a/b.thrift\":1}|400 /Services/0/IdlIncludes/a~1b.thrift",
                "\"IdlIncludes\":[]|400 /Services/0/IdlIncludes",
            })
    void read_serviceField_isCheckedAtIt(String field, String expected) throws Exception {
        List<String> found = faults(Requests.owner("a", "{" + PLAIN + "," + field + "}"));
        assertThat(String.join(";", found)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void read_optionsAndExceptionStatus_areTakenOver() throws Exception {
        RegistrationRequest request = Requests.registration(Requests.owner(
                "a",
                "{" + PLAIN + ",\"Options\":{\"RejectUnknownFields\":true,\"EnumAsNumber\":true},\"Paths\":["
                        + "{\"MethodPath\":\"p\",\"ExposedMethod\":\"m\",\"ExceptionStatus\":{\"E\":404}}]}",
                "{\"ServiceName\":\"T\",\"IdlContent\":\" \"}"));

        List<RegisteredService> services = request.owners().get(0).registeredServices();
        assertThat(services.get(0).options()).isEqualTo(new ServiceOptions(true, false, false, true));
        assertThat(services.get(0).paths().get(0).exceptionStatus()).containsExactly(Map.entry("E", 404));
        assertThat(services.get(0).definition("a").options())
                .isEqualTo(services.get(0).options());
        assertThat(services.get(1).options()).isEqualTo(ServiceOptions.DEFAULTS);
    }

    @Test
    void read_nameOrPathThatIsTooLong_is422() throws Exception {
        String service = "{" + PLAIN + ",\"Transport\":\"http\",\"MultiplexedName\":\"%s\",\"HttpPath\":\"/%s\"}";
        assertThat(faults(Requests.owner("a", service.formatted("m".repeat(255), "p".repeat(1023)))))
                .isEmpty();
        assertThat(faults(Requests.owner("a", service.formatted("m".repeat(256), "p".repeat(1024)))))
                .containsExactly("422 /Services/0/MultiplexedName", "422 /Services/0/HttpPath");
    }

    @Test
    void read_dialect_isInTheDefinition() throws Exception {
        String service = "{" + PLAIN + ",\"Transport\":\"http\",\"Protocol\":\"compact\",\"MultiplexedName\":\"m\","
                + "\"HttpPath\":\"/p\"}";
        assertThat(Requests.registration(Requests.owner("a", service))
                        .owners()
                        .get(0)
                        .services()
                        .get(0)
                        .service()
                        .definition("a")
                        .dialect())
                .isEqualTo(new Dialect(Framing.HTTP, ThriftProtocol.COMPACT, Optional.of("m"), "/p"));
    }

    @Test
    void read_faultsOfSeveralKinds_areAllFoundAndTheMostFundamentalCounts() throws Exception {
        RegistrationRequest request = Requests.registration("[" + Requests.owner("a", Requests.service("ping", " "))
                + ",{\"OwnerId\":\"a\",\"OwnerName\":1,\"Services\":[]}]");
        GatewayException problem = Problems.of(request.faults()::throwIfAny);
        assertThat(problem.error().status()).isEqualTo(400);
        assertThat(Problems.pointers(problem))
                .containsExactly("/0/Services/0/ServiceName", "/1/OwnerId", "/1/OwnerName");
    }

    /** Each fault as the status that it alone would have, and its pointer. */
    private static List<String> faults(String body) throws Exception {
        FaultList faults = Requests.registration(body).faults();
        return IntStream.range(0, faults.faults().size())
                .mapToObj(i ->
                        faults.kind(i).status() + " " + faults.faults().get(i).pointer())
                .toList();
    }
}

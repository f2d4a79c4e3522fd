package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServicePathsTest {

    private static final ServiceSchema SCHEMA =
            Schemas.service(Schemas.method("queryAsset", Map.of()), Schemas.method("insertAsset", Map.of()));

    @Test
    void resolve_pathsWithAndWithoutSlashAndVerb_bindsThem() {
        assertThat(resolve(SCHEMA, path("getAsset", "queryAsset"), path("/new/{ID}", "insertAsset", "POST")))
                .extracting(PathBinding::toString)
                .containsExactly("GET,POST getAsset -> queryAsset", "POST new/{ID} -> insertAsset");
    }

    @Test
    void resolve_samePathWithOtherVerb_isFine() {
        assertThat(resolve(SCHEMA, path("asset", "queryAsset", "GET"), path("asset", "insertAsset", "POST")))
                .hasSize(2);
    }

    @Test
    void resolve_samePathAndVerbOrShapeTwice_isAFault() {
        assertThat(faults(
                        path("asset", "queryAsset"),
                        path("/asset/", "insertAsset", "POST"),
                        path("a/{ID}", "queryAsset"),
                        path("a/{Name}", "insertAsset")))
                .extracting(Fault::pointer)
                .containsExactly("/Paths/1/MethodPath", "/Paths/3/MethodPath", "/Paths/3/MethodPath");
    }

    @Test
    void resolve_severalFaults_findsAllInOneGo() {
        List<Fault> faults = faults(
                path("x", "queryAset"),
                path("a//b", "queryAsset"),
                path("a/{b", "nothingLikeIt"),
                path("y/{Unknown}", "queryAsset"),
                path("z", "queryAsset", "FETCH"));

        assertThat(faults)
                .extracting(Fault::pointer)
                .containsExactly(
                        "/Paths/0/ExposedMethod",
                        "/Paths/1/MethodPath",
                        "/Paths/2/ExposedMethod",
                        "/Paths/2/MethodPath",
                        "/Paths/3/MethodPath",
                        "/Paths/4/Verb");
        assertThat(faults.get(0).detail()).contains("queryAsset, insertAsset").endsWith("did you mean queryAsset?");
        assertThat(faults.get(2).detail()).doesNotContain("did you mean");
    }

    @Test
    void resolve_star_exposesEveryMethodAndLeavesExplicitPathsTheirPlace() {
        assertThat(resolve(SCHEMA, path("*", ""), path("queryAsset", "insertAsset", "POST")))
                .extracting(PathBinding::toString)
                .containsExactly(
                        "POST queryAsset -> insertAsset",
                        "GET queryAsset -> queryAsset",
                        "GET,POST insertAsset -> insertAsset");
    }

    @Test
    void resolve_exceptionStatus_isThatOfTheBindingOrAFault() {
        MethodSchema plain = Schemas.method("queryAsset", Map.of());
        StructSchema gone = StructSchema.of("Gone", StructSchema.Kind.EXCEPTION, List.of());
        MethodSchema throwing = new MethodSchema(
                "find",
                plain.arguments(),
                plain.returnType(),
                List.of(FieldSchema.of(1, "gone", Requiredness.DEFAULT, gone)),
                false,
                Map.of(),
                "");
        ServiceSchema schema = Schemas.service(plain, throwing);
        Set<String> get = Set.of("GET");

        assertThat(resolve(
                        schema,
                        new PathMapping("*", "", get, Map.of("Gone", 410)),
                        new PathMapping("f", "find", get, Map.of("Gone", 404))))
                .extracting(binding -> binding + " " + binding.exceptionStatus())
                .containsExactly(
                        "GET f -> find {Gone=404}",
                        "GET queryAsset -> queryAsset {Gone=410}",
                        "GET find -> find {Gone=410}");
        assertThat(ServicePaths.resolve(
                                List.of(
                                        new PathMapping("q", "queryAsset", get, Map.of("Gone", 410)),
                                        new PathMapping("f", "find", get, Map.of("gone", 410))),
                                schema)
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/Paths/0/ExceptionStatus/Gone", "/Paths/1/ExceptionStatus/gone");
    }

    @Test
    void resolve_apiAny_takesEveryVerb() {
        assertThat(resolve(Schemas.service(Schemas.method("queryAsset", Map.of("api.any", "/a")))))
                .flatExtracting(PathBinding::verbs)
                .containsExactlyInAnyOrder("GET", "POST", "PUT", "DELETE", "PATCH");
    }

    @Test
    void resolve_annotations_routeBelowTheService() {
        ServiceSchema schema = Schemas.service(
                Schemas.method("queryAsset", Map.of("api.get", "/assets/:ID")),
                Schemas.method("insertAsset", Map.of("api.post", "/assets", "api.put", "/assets/:ID")));

        assertThat(resolve(schema))
                .extracting(PathBinding::toString)
                .containsExactly(
                        "GET assets/{ID} -> queryAsset",
                        "POST assets -> insertAsset",
                        "PUT assets/{ID} -> insertAsset");
    }

    @Test
    void resolve_annotationAlreadyMapped_theMappingWins() {
        ServiceSchema schema = Schemas.service(
                Schemas.method("queryAsset", Map.of("api.get", "/a")), Schemas.method("insertAsset", Map.of()));

        assertThat(resolve(schema, path("a", "insertAsset", "GET")))
                .extracting(PathBinding::toString)
                .containsExactly("GET a -> insertAsset");
    }

    @Test
    void resolve_annotationsThatClash_areAFaultOfTheIdl() {
        ServiceSchema schema = Schemas.service(
                Schemas.method("queryAsset", Map.of("api.get", "/a")),
                Schemas.method("insertAsset", Map.of("api.get", "/a")));

        assertThat(ServicePaths.resolve(List.of(), schema).faults())
                .extracting(Fault::pointer)
                .containsExactly("/IdlContent");
    }

    @Test
    void resolve_templateOfNestedField_fillsIt() {
        assertThat(resolve(SCHEMA, path("a/{Inner.Key}/{ID}", "queryAsset"))
                        .get(0)
                        .fields())
                .containsExactly("Inner.Key", "ID");
        assertThat(faults(path("a/{Inner}", "queryAsset"))).hasSize(1);
        assertThat(faults(path("a/{ID}/{ID}", "queryAsset"))).hasSize(1);
    }

    private static List<PathBinding> resolve(ServiceSchema schema, PathMapping... paths) {
        ServicePaths.Resolved resolved = ServicePaths.resolve(List.of(paths), schema);
        assertThat(resolved.faults()).isEmpty();
        return resolved.bindings();
    }

    private static List<Fault> faults(PathMapping... paths) {
        return ServicePaths.resolve(List.of(paths), SCHEMA).faults();
    }

    private static PathMapping path(String path, String method, String... verbs) {
        return new PathMapping(path, method, Set.of(verbs));
    }
}

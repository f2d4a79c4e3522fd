package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationDiffTest {

    private static final String FULL = "{\"ServiceId\":\"7\",\"ServiceName\":\"Full\",\"IdlContent\":\"service Full"
            + " { void ping() }\",\"IdlIncludes\":{\"a.thrift\":\"struct A {}\"},\"Version\":\"2\",\"ServiceDescription\":\"d\","
            + "\"ServerCount\":3,\"Paths\":[{\"ExposedMethod\":\"ping\",\"MethodPath\":\"p\",\"Verb\":\"PUT\","
            + "\"ExceptionStatus\":{\"Gone\":410}},{\"ExposedMethod\":\"\",\"MethodPath\":\"*\"}],\"RegisteredServers\":["
            + "{\"ServerUrl\":\"http://localhost:1\",\"Port\":1}],\"Transport\":\"http\",\"Protocol\":\"compact\","
            + "\"MultiplexedName\":\"m\",\"HttpPath\":\"/t\",\"TimeoutMillis\":5,\"Options\":{\"RejectUnknownFields\":true,"
            + "\"Int64AsText\":false,\"NonFiniteAsNull\":true,\"EnumAsNumber\":false}}";

    private static Owner owner(String id, String... services) throws Exception {
        var entry = Requests.registration(Requests.owner(id, services)).owners().get(0);
        return new Owner(entry.ownerName(), id, ApiKeys.hash(id), false, entry.registeredServices());
    }

    private static List<String> told(List<Owner> before, List<Owner> after) {
        return ConfigurationDiff.between(
                        new Contents(before, List.of(), List.of()), new Contents(after, List.of(), List.of()))
                .stream()
                .map(difference -> difference.kind() + " " + difference.pointer()
                        + difference.before().map(value -> " " + value).orElse("")
                        + difference.after().map(value -> " -> " + value).orElse(""))
                .toList();
    }

    @Test
    void write_everythingThatCanBeRegistered_isReadBackTheSame() throws Exception {
        Owner owner = owner("a", FULL, Requests.service("S", " "));
        JsonObject written = RegistrationJson.owner(owner).build();
        RegistrationRequest read = RegistrationReader.read(written);
        assertThat(read.faults().faults()).isEmpty();
        assertThat(read.owners().get(0).registeredServices()).isEqualTo(owner.services());
        assertThat(read.owners().get(0).ownerName()).isEqualTo(owner.ownerName());
        assertThat(written.toString()).doesNotContain(owner.apiKeyHash());
    }

    @Test
    void between_same_isNothingWhateverTheOrder() throws Exception {
        Owner owner = owner("a", FULL, Requests.service("S", "x"));
        List<io.turnpike.gateway.admin.model.RegisteredService> turned = new ArrayList<>(owner.services());
        Collections.reverse(turned);
        Owner other = owner.withServices(turned);
        assertThat(told(List.of(owner, owner("b")), List.of(owner("b"), other))).isEmpty();
        assertThat(ConfigurationDiff.sameRegistration(owner, other)).isTrue();
        assertThat(ConfigurationDiff.sameRegistration(owner, owner("a", FULL))).isFalse();
    }

    @Test
    void between_ownersAddedAndRemoved_showsThemWhole() throws Exception {
        assertThat(told(List.of(owner("old")), List.of(owner("n/~w"))))
                .containsExactly(
                        "ADDED /Owners/n~1~0w -> {\"OwnerName\":\"Name\",\"OwnerId\":\"n/~w\",\"Services\":[]}",
                        "REMOVED /Owners/old {\"OwnerName\":\"Name\",\"OwnerId\":\"old\",\"Services\":[]}");
    }

    @Test
    void between_membersOfServices_areToldOneByOne() throws Exception {
        Owner before = owner("a", FULL, Requests.service("Gone", " "));
        Owner after = owner(
                "a",
                FULL.replace("\"Version\":\"2\"", "\"Version\":\"3\"")
                        .replace("\"TimeoutMillis\":5,", "")
                        .replace("struct A {}", "struct B {}")
                        .replace("\"Int64AsText\":false", "\"Int64AsText\":true")
                        .replace("\"p\"", "\"q\""),
                Requests.service("New", " "));
        assertThat(told(List.of(before), List.of(after)))
                .hasSize(7)
                .contains(
                        "CHANGED /Owners/a/Services/Full/IdlIncludes/a.thrift \"struct A {}\" -> \"struct B {}\"",
                        "CHANGED /Owners/a/Services/Full/Options/Int64AsText false -> true",
                        "REMOVED /Owners/a/Services/Full/TimeoutMillis 5",
                        "CHANGED /Owners/a/Services/Full/Version \"2\" -> \"3\"")
                .anyMatch(line -> line.startsWith("CHANGED /Owners/a/Services/Full/Paths [{"))
                .anyMatch(line -> line.startsWith("REMOVED /Owners/a/Services/Gone {\"ServiceId\""))
                .anyMatch(line -> line.startsWith("ADDED /Owners/a/Services/New -> {\"ServiceId\""));
    }

    @Test
    void between_keys_tellsThatAndNotWhich() throws Exception {
        Owner owner = owner("a");
        Owner none = owner.withOnlyKey("");
        assertThat(told(List.of(owner), List.of(owner.withOnlyKey(ApiKeys.hash("x")))))
                .containsExactly("CHANGED /Owners/a/Key");
        assertThat(told(List.of(owner), List.of(none))).containsExactly("REMOVED /Owners/a/Key");
        assertThat(told(List.of(none), List.of(owner))).containsExactly("ADDED /Owners/a/Key");
        assertThat(ConfigurationDiff.sameRegistration(owner, none)).isTrue();
    }

    /** As only an old database can have it. */
    @Test
    void between_nameTwice_comparesOneWithOne() throws Exception {
        Owner one = owner("a", Requests.service("S", "x"));
        Owner twice = one.withServices(List.of(
                one.services().get(0),
                owner("a", Requests.service("S", "y")).services().get(0)));
        assertThat(told(List.of(one), List.of(twice)))
                .singleElement()
                .asString()
                .startsWith("ADDED /Owners/a/Services/S#2 -> ");
        assertThat(told(List.of(twice), List.of(twice))).isEmpty();
    }
}

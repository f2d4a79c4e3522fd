package io.turnpike.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.LogLines;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PluginCheckTest {

    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");
    private static final Binding ROUTE = new Binding(Scope.ROUTE, "r");

    private final TestPlugin rules = new TestPlugin("rules", TestPlugin.RULES, Phase.ACCESS);
    private final PluginCheck check = TestPlugin.check(rules);

    private List<String> faults(String json) {
        return told(check.faults("rules", PluginJson.value(json), GLOBAL));
    }

    private static List<String> told(List<Fault> faults) {
        return faults.stream()
                .map(fault -> fault.pointer() + ": " + fault.detail())
                .toList();
    }

    private static List<String> by(String schema, String json) {
        TestPlugin plugin = new TestPlugin("p", schema, Phase.LOG);
        return told(TestPlugin.check(plugin).misfits(plugin, PluginJson.value(json)));
    }

    @Test
    void faults_whatThePluginTakes_areNoneAndTheTrialIsClosed() {
        assertThat(faults("[{\"api\":\"/a\"},{\"api\":\"/b\",\"endpoint\":\"a.example.com:80\"}]"))
                .isEmpty();
        assertThat(rules.events).containsExactly("configured GLOBAL ", "closed");
    }

    @Test
    void faults_wrongShape_areAllToldAndThePluginIsNotAsked() {
        assertThat(faults("[{\"api\":1},{\"ape\":\"/\",\"a/b\":1},5,{\"api\":\"\"}]"))
                .containsExactlyInAnyOrder(
                        "/0/api: api is 1 (expected: a text)",
                        "/1/api: api is missing (expected: a text)",
                        "/1/ape: The key ape is unknown (expected: one of api, refuse, fail, endpoint)",
                        "/1/a~1b: The key a/b is unknown (expected: one of api, refuse, fail, endpoint)",
                        "/2: The element is 5 (expected: an object)",
                        "/3/api: api is \"\" (expected: at least 1 character)");
        assertThat(faults("{}")).containsExactly(": The configuration is an object (expected: an array)");
        assertThat(
                        faults(
                                "[{\"api\":\"a\"},{\"api\":\"a\"},{\"api\":\"a\"},{\"api\":\"a\"},{\"api\":\"a\"},{\"api\":\"a\"}]"))
                .containsExactly(": The configuration has 6 elements (expected: 5 at most)");
        assertThat(rules.events).isEmpty();
    }

    @Test
    void faults_whatOnlyThePluginKnows_areItsOwn() {
        assertThat(faults("[{\"api\":\"/\",\"refuse\":\"not so\"}]")).containsExactly("/0/refuse: not so");
        assertThat(faults("[{\"api\":\"/\",\"fail\":true}]"))
                .containsExactly(": The plugin rules fails when it gets this configuration:"
                        + " java.lang.IllegalStateException: meant");
        assertThat(faults("[{\"api\":\"/\",\"endpoint\":\"no port\"}]"))
                .singleElement()
                .asString()
                .startsWith(": ")
                .contains("no port");
    }

    @Test
    void faults_unknownPluginOrNull_areToldWhereTheyAreFaults() {
        assertThat(told(check.faults("rule", PluginJson.value("[]"), GLOBAL)))
                .containsExactly(": There is no plugin rule; did you mean rules?");
        assertThat(check.faults("rules", PluginJson.value("null"), ROUTE)).isEmpty();
        assertThat(faults("null")).singleElement().asString().contains("The configuration for all requests is null");
        assertThat(rules.events).isEmpty();
    }

    @Test
    void faults_numberBeyondAllBounds_isRefusedBeforeAnybodyComputesWithIt() {
        assertThat(faults("[{\"api\":1e1000000000}]"))
                .containsExactly("/0/api: The number is beyond all bounds (expected: less than 1e1000)");
        assertThat(by("{\"type\":\"integer\",\"minimum\":1,\"maximum\":10}", "1000000000000000000000000000000"))
                .containsExactly(": The configuration is 1000000000000000000000000000000 (expected: 1 to 10)");
    }

    @Test
    void misfits_numbersTextsAndLists_sayWhatIsExpected() {
        String schema = """
                {"properties": {"least": {"type": "integer", "minimum": 1}, "most": {"maximum": 9}, "over": {"exclusiveMinimum": 0},
                 "step": {"multipleOf": 5}, "word": {"enum": ["a", "b", 3]}, "five": {"const": 5}, "text": {"pattern": "^[a-z]+$"},
                 "long": {"maxLength": 2}, "many": {"minItems": 2, "uniqueItems": true}, "keys": {"minProperties": 1},
                 "both": {"type": ["integer", "string"]}}}
                """;
        assertThat(by(
                        schema,
                        "{\"least\":-1,\"most\":10,\"over\":0,\"step\":7,\"word\":\"z\",\"five\":6,\"text\":\"A\",\"long\":\"abc\","
                                + "\"many\":[],\"keys\":{},\"both\":true}"))
                .containsExactlyInAnyOrder(
                        "/least: least is -1 (expected: 1 or more)",
                        "/most: most is 10 (expected: 9 at most)",
                        "/over: over is 0 (expected: more than 0)",
                        "/step: step is 7 (expected: a multiple of 5)",
                        "/word: word is z (expected: one of a, b, 3)",
                        "/five: five is 6 (expected: 5)",
                        "/text: text is A (expected: what fits ^[a-z]+$)",
                        "/long: long has 3 characters (expected: 2 at most)",
                        "/many: many has 0 elements (expected: at least 2 elements)",
                        "/keys: keys has 0 keys (expected: at least 1 key)",
                        "/both: both is true (expected: a whole number or a text)");
        assertThat(by(schema, "{\"many\":[1,2,1]}"))
                .containsExactly("/many/2: The element stands twice (expected: each once)");
        assertThat(by(schema, "{\"least\":\"x\",\"both\":1.5}"))
                .containsExactlyInAnyOrder(
                        "/least: least is a text (expected: a whole number)",
                        "/both: both is 1.5 (expected: a whole number or a text)");
    }

    @Test
    void misfits_alternatives_tellOfTheOneThatIsMeant() {
        String either = "{\"oneOf\":[{\"required\":[\"value\"]},{\"required\":[\"value_matches\"]}]}";
        assertThat(by(either, "{}"))
                .containsExactly(": The configuration has neither value nor value_matches (expected: one of them)");
        assertThat(by(either, "{\"value\":1,\"value_matches\":1}"))
                .containsExactly(": The configuration has value and value_matches (expected: one of them)");

        String kinds = """
                {"oneOf": [
                  {"properties": {"type": {"const": "node"}, "threshold": {"type": "string"}}, "required": ["type", "threshold"]},
                  {"properties": {"type": {"enum": ["header", "param"]}, "key": {"type": "string"}}, "required": ["type", "key"]}]}
                """;
        assertThat(by(kinds, "{\"type\":\"node\"}"))
                .containsExactly("/threshold: threshold is missing (expected: a text)");
        assertThat(by(kinds, "{\"type\":\"param\",\"key\":5}")).containsExactly("/key: key is 5 (expected: a text)");
        assertThat(by(kinds, "{\"type\":\"x\"}"))
                .singleElement()
                .asString()
                .startsWith(": The configuration fits none of the forms that it may have: ")
                .contains("; or ");

        String types =
                "{\"anyOf\":[{\"type\":\"string\"},{\"$ref\":\"#/$defs/n\"}],\"$defs\":{\"n\":{\"type\":\"integer\",\"minimum\":3}}}";
        assertThat(by(types, "true"))
                .containsExactly(": The configuration is true (expected: a text or a whole number)");
        assertThat(by(types, "2")).containsExactly(": The configuration is 2 (expected: 3 or more)");
    }

    @Test
    void misfits_conditions_tellOfWhatFollowsFromThem() {
        assertThat(by(
                        "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"propertyNames\":{\"pattern\":\"^[a-z]$\"}}",
                        "{\"a\":1}"))
                .containsExactly("/b: b is missing (expected: it is there)");
        assertThat(by("{\"propertyNames\":{\"maxLength\":1}}", "{\"aa\":1}"))
                .singleElement()
                .asString()
                .startsWith(": A key of The configuration cannot be used: ");
        assertThat(by("{\"not\":{\"required\":[\"z\"]}}", "{\"z\":1}"))
                .singleElement()
                .asString()
                .startsWith(": The configuration does not fit: ");
    }

    @Test
    void faults_pluginWithABadSchema_saysSo() {
        TestPlugin bad = new TestPlugin("bad", "{\"type\": 5}", Phase.LOG);
        PluginCheck ofBad = TestPlugin.check(bad, new TestPlugin("worse", "{", Phase.LOG));
        assertThat(told(ofBad.faults("bad", PluginJson.value("{}"), GLOBAL)))
                .singleElement()
                .asString()
                .startsWith(": The plugin bad has a schema that cannot be used: it is no JSON Schema of draft 2020-12");
        assertThat(told(ofBad.faults("worse", PluginJson.value("{}"), GLOBAL)))
                .singleElement()
                .asString()
                .contains("not JSON");
        TestPlugin elsewhere = new TestPlugin("p", "{\"$ref\":\"https://example.com/schema\"}", Phase.LOG);
        assertThat(TestPlugin.check(elsewhere).faults("p", PluginJson.value("{}"), GLOBAL))
                .as("nothing is fetched")
                .isNotEmpty();
    }

    /** Does not return from {@code configure} before it is let go, whatever anybody interrupts. */
    private static final class Hanging extends PlainPlugin {

        private final Semaphore held = new Semaphore(0);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "hangs";
        }

        @Override
        public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
            asked.incrementAndGet();
            held.acquireUninterruptibly();
            return new PluginHandler() {};
        }

        @Override
        public boolean neverBlocks() {
            return true;
        }
    }

    @Test
    void faults_pluginThatDoesNotAnswer_isAFaultAndALogLine_andInOneChangeItIsTriedOnce() {
        Hanging hanging = new Hanging();
        try (PluginQuestions questions = new PluginQuestions(Duration.ofSeconds(1));
                LogLines log = new LogLines(PluginCheck.class)) {
            PluginCheck all = new PluginCheck(TestPlugin.catalogue(hanging, rules), questions);
            PluginCheck ofOne = all.ofOneChange();
            String late = ": The plugin hangs, asked for this configuration, has not answered within 1 s";
            assertThat(told(ofOne.faults("hangs", PluginJson.value("{}"), GLOBAL)))
                    .containsExactly(late);
            assertThat(log.lines())
                    .containsExactly("WARNING The plugin hangs, tried with a configuration to be bound to all requests,"
                            + " has not answered within 1 s");
            assertThat(told(ofOne.faults("hangs", PluginJson.value("[]"), ROUTE)))
                    .containsExactly(": The plugin hangs is not tried with this configuration, for it has not"
                            + " answered for another one");
            assertThat(hanging.asked).hasValue(1);
            assertThat(ofOne.faults("rules", PluginJson.value("[]"), GLOBAL))
                    .as("others are tried")
                    .isEmpty();
            assertThat(told(all.faults("hangs", PluginJson.value("{}"), GLOBAL)))
                    .as("the next change tries it again")
                    .containsExactly(late);
            hanging.held.release(100);
        }
    }
}

package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInPluginsTest {

    private static List<Plugin> all() {
        return BuiltInPlugins.all();
    }

    private static Plugin plugin(String name) {
        return all().stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Also checks the schema by its meta-schema. */
    private static Validator.Result validate(Plugin plugin, String json) {
        return new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .validate(plugin.schema(), json.replace('\'', '"'));
    }

    @Test
    void all_haveTheirPriorities() {
        assertThat(all().stream().map(plugin -> plugin.name() + " " + plugin.priority()))
                .containsExactly(
                        "request-id 10000",
                        "ip-restriction 9000",
                        "cors 8500",
                        "request-size 8000",
                        "access 7000",
                        "ratelimiter 6000",
                        "request-headers 5000",
                        "redirect 4800",
                        "router 4000",
                        "traffic-split 3900",
                        "mirror 3000",
                        "mock 2500",
                        "response-headers 2000",
                        "fallback 1000");
        assertThat(all()).isSortedAccordingTo(PluginCatalogue.ORDER).allMatch(Plugin::neverBlocks);
        assertThat(all()).allSatisfy(plugin -> assertThat(plugin.phases()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void schema_saysWhatEveryKeyIs_andTakesNoOthers(Plugin plugin) {
        JsonObject schema = JsonParser.parseString(plugin.schema()).getAsJsonObject();
        assertThat(schema.get("$schema").getAsString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.get("title").getAsString()).isEqualTo(plugin.name());
        assertThat(schema.get("description").getAsString()).endsWith(".");

        List<String> lacking = new ArrayList<>();
        lacking(schema, "", lacking);

        assertThat(lacking).isEmpty();
    }

    /** Objects that take keys of any name, and keys without a description. */
    private static void lacking(JsonElement element, String at, List<String> lacking) {
        if (!element.isJsonObject()) {
            return;
        }
        JsonObject object = element.getAsJsonObject();
        if (object.has("properties")) {
            if (!object.has("additionalProperties")
                    || !object.get("additionalProperties").toString().equals("false")) {
                lacking.add(at);
            }
            for (Map.Entry<String, JsonElement> each :
                    object.getAsJsonObject("properties").entrySet()) {
                if (!each.getValue().getAsJsonObject().has("description")) {
                    lacking.add(at + "/" + each.getKey());
                }
            }
        }
        object.entrySet().forEach(each -> lacking(each.getValue(), at + "/" + each.getKey(), lacking));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "access | [] | yes",
                "access | {} | no",
                "access | [{'type':'header','api':'/','key':'k','value':'','access':'deny'}] | yes",
                "access | [{'type':'header','api':'/','key':'k','value':'v','access':'allow'}] | yes",
                "access | [{'type':'api','api':'/','key':'k','value':'v','access':'deny'}] | no",
                "access | [{'type':'header','api':'/','key':'k','value':'v','access':'refuse'}] | no",
                "access | [{'type':'header','api':'/','key':'k','value':'v'}] | no",
                "access | [{'type':'header','api':'/','key':'k','value':1,'access':'deny'}] | no",
                "access | [{'type':'header','api':'/','key':'k','value':'v','access':'deny','note':''}] | no",
                "ratelimiter | [{'type':'node','threshold':'50'}] | yes",
                "ratelimiter | [{'type':'node','threshold':50}] | yes",
                "ratelimiter | [{'type':'node','api':'','key':'','value':'','threshold':'50'}] | yes",
                "ratelimiter | [{'type':'node','threshold':-1}] | no",
                "ratelimiter | [{'type':'node','threshold':true}] | no",
                "ratelimiter | [{'type':'node','threshold':1e30}] | no",
                "ratelimiter | [{'type':'node'}] | no",
                "ratelimiter | [{'type':'other','threshold':'1'}] | no",
                "ratelimiter | [{'type':'node','threshold':'1','duration':'1m'}] | no",
                "router | [{'type':'param','api':'/','key':'k','value':'v','endpoint':'a:80'}] | yes",
                "router | [{'type':'param','api':'/','key':'k','value_matches':'v+','endpoint':'a:80'}] | yes",
                "router | [{'type':'param','api':'/','key':'k','value':'v'}] | no",
                "fallback | [{'api':'/','errors':['500'],'key':'k','endpoints':[{'1':{'headers':{},'params':{},'name':'a:80'}}]}] | yes",
                "fallback | [{'api':'/','error':['500'],'key':'k','endpoints':[{'1':{'headers':{},'params':{},'name':'a:80'}}]}] | no",
                "fallback | [{'api':'/','errors':['500'],'key':'k','endpoints':[{'1':{'headers':{},'params':{}}}]}] | no",
                "fallback | [{'api':'/','errors':['500'],'key':'k','endpoints':[]}] | no",
                "ip-restriction | {'Allow':['10.0.0.0/8']} | yes",
                "ip-restriction | {'Allowed':['10.0.0.0/8']} | no",
                "ip-restriction | {'Allow':[]} | no",
                "request-size | {'MaxBytes':0} | yes",
                "request-size | {'MaxBytes':1.5} | no",
                "request-size | {} | no",
                "request-id | {} | yes",
                "request-id | {'Header':'X','TakeClients':false} | yes",
                "request-id | {'header':'X'} | no",
                "cors | {'AllowOrigins':['*']} | yes",
                "cors | {'AllowOrigins':'*'} | no",
                "request-headers | {'Set':{'A':'1'},'Add':{'B':['1','2'],'C':''},'Remove':['D']} | yes",
                "request-headers | {'Set':{'A':1}} | no",
                "response-headers | {} | no",
                "redirect | {'Location':'/','Status':307} | yes",
                "redirect | {'Location':'/','Status':303} | no",
                "mock | {'Status':204} | yes",
                "mock | {'Status':199} | no",
                "mock | {'DelayMillis':4001} | no",
                "mirror | {'Address':'a:80','Percent':0.1} | yes",
                "mirror | {'Address':'a:80','Percent':101} | no",
                "traffic-split | {'Rules':[{'Choices':[{}]}]} | yes",
                "traffic-split | {'Rules':[{'Sticky':{'Client':true},'Choices':[{'Address':'a:80','Tls':true,'Weight':3}]}]} | yes",
                "traffic-split | {'Rules':[{'Sticky':{'Client':false},'Choices':[{}]}]} | no",
                "traffic-split | {'Rules':[{'Choices':[{'Weight':1.5}]}]} | no",
                "traffic-split | {'Rules':[{'Conditions':[{'Header':'A','Operator':'less','Value':3}],'Choices':[{}]}]} | yes",
                "traffic-split | {'Rules':[{'Conditions':[{'Header':'A','Operator':'like'}],'Choices':[{}]}]} | no"
            })
    void schema_tableOfConfigurations(String name, String json, String expected) {
        Validator.Result result = validate(plugin(name), json);

        assertThat(result.isValid())
                .as("%s", result.getErrors().stream().map(Object::toString).toList())
                .isEqualTo(expected.equals("yes"));
    }

    /** A stored configuration of former days may not fit. */
    @ParameterizedTest
    @CsvSource({"access", "ratelimiter", "router", "fallback", "ip-restriction", "cors", "redirect", "mirror"})
    void configure_somethingElse_isRefused(String name) {
        assertThat(Plugins.faults(plugin(name), "{}")).isNotEmpty();
    }

    @Test
    void all_calledTwice_areNewObjects() {
        assertThat(Set.copyOf(all())).doesNotContainAnyElementsOf(all());
    }
}

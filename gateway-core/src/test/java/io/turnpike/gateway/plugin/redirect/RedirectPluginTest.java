package io.turnpike.gateway.plugin.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectPluginTest {

    private final RedirectPlugin plugin = new RedirectPlugin();

    private static String answer(PluginHandler handler, FakeRequest request) throws Exception {
        Decision decision = handler.access(request);
        if (decision instanceof Decision.Answer answer) {
            Response response = answer.response();
            return response.status() + " " + response.headers().get("Location");
        }
        return Plugins.word(decision);
    }

    @ParameterizedTest
    @CsvSource({
        "{'Location':'/new'}, /old?a=1, 302 /new",
        "{'Location':'/new{path}'}, /old?a=1, 302 /new/old",
        "{'Location':'/new{uri}'}, /old?a=1, 302 /new/old?a=1",
        "{'Location':'/new{uri}'}, /old, 302 /new/old",
        "{'Location':'/new?was={path}&{query}'}, /old?a=1, 302 /new?was=/old&a=1",
        "{'Location':'/new?{query}'}, /old, 302 /new?",
        "{'Location':'{scheme}://www.{host}{uri}'}, /a%20b?c=%2F, 302 http://www.api.example.com/a%20b?c=%2F",
        "'{''Location'':''/x'',''Status'':308}', /, 308 /x",
        "{'Location':'{path}'}, //evil.example/x, 302 /evil.example/x",
        "{'Location':'{path}'}, /\\evil.example/x, 302 /%5Cevil.example/x",
        "{'Location':'{uri}'}, /\u00C3\u00BC|?q=<\u00C3\u00BC\u2026, 302 /%C3%BC%7C?q=%3C%C3%BC%E2%80%A6",
        "{'Location':'{uri}'}, ///evil.example/x?a, 302 /evil.example/x?a",
        "{'Location':'https://b{path}'}, //x, 302 https://b//x",
        "{'Https':true}, /a/b?c=d, 301 https://api.example.com/a/b?c=d",
        "'{''Https'':true,''HttpsPort'':8443,''Status'':307}', /a, 307 https://api.example.com:8443/a"
    })
    void access_templates_areFilled(String json, String target, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, json);

        assertThat(answer(handler, FakeRequest.get(target).by("http", "Api.Example.com:8080")))
                .isEqualTo(expected);
    }

    @Test
    void access_alreadyByHttps_goesOn() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Https':true}");

        assertThat(answer(handler, FakeRequest.get("/").by("https", "a.example")))
                .isEqualTo("proceed");
    }

    @ParameterizedTest
    @CsvSource({
        "[2001:DB8::1]:80, 301 https://[2001:db8:0:0:0:0:0:1]/x",
        "evil.example/?, 400",
        "user@evil.example, 400",
        "'', 400"
    })
    void access_hosts_arePlainOrRefused(String host, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Https':true}");

        assertThat(answer(handler, FakeRequest.get("/x").by("http", host))).startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "{}, ' The configuration has neither Location nor Https'",
        "'{''Https'':true,''Location'':''/''}', ' The configuration has both Location and Https'",
        "{'Https':false}, ' The configuration has neither'",
        "{'Location':'/{nobody}'}, '/Location Location: \"{nobody}\" stands for nothing'",
        "{'Location':'/{path'}, '/Location Location: \"{path\" stands for nothing'",
        "{'Location':'/a b'}, '/Location Location: it has the character U+0020'",
        "{'Location':'/a}'}, '/Location Location: it has the character U+007D'"
    })
    void configure_faults_areTold(String json, String expected) {
        assertThat(Plugins.faults(plugin, json)).singleElement().asString().startsWith(expected);
    }
}

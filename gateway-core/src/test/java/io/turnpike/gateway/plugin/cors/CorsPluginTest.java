package io.turnpike.gateway.plugin.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeHead;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPluginTest {

    private static final String APP = "https://app.example.com";

    private final CorsPlugin plugin = new CorsPlugin();

    private static FakeRequest preflight(String origin) {
        return FakeRequest.of("OPTIONS", "/")
                .with("Origin: " + origin)
                .with("Access-Control-Request-Method: PUT")
                .with("Access-Control-Request-Headers: content-type");
    }

    /** What a browser is told: of a preflight the whole answer, otherwise what becomes of the upstream's. */
    private static List<String> told(PluginHandler handler, FakeRequest request, String... upstream) throws Exception {
        Decision decision = handler.access(request);
        FakeHead head;
        if (decision instanceof Decision.Answer answer) {
            List<String> lines = new ArrayList<>();
            answer.response().headers().forEach((name, value) -> lines.add(name + ": " + value));
            head = new FakeHead(answer.response().status(), lines.toArray(String[]::new));
        } else {
            head = new FakeHead(200, upstream);
        }
        handler.headerFilter(request, head);
        List<String> told = new ArrayList<>(head.lines());
        told.add(0, String.valueOf(head.status()));
        return told;
    }

    @Test
    void preflight_ofAnAllowedOrigin_tellsWhatIsAllowed() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'AllowOrigins':['" + APP + "'],'AllowMethods':['GET','PUT'],'AllowHeaders':['Content-Type','X-Key'],"
                        + "'ExposeHeaders':['X-Total'],'AllowCredentials':true,'MaxAgeSeconds':600}");

        assertThat(told(handler, preflight(APP)))
                .containsExactlyInAnyOrder(
                        "204",
                        "Access-Control-Allow-Methods: GET, PUT",
                        "Access-Control-Allow-Headers: Content-Type, X-Key",
                        "Access-Control-Max-Age: 600",
                        "Vary: Origin",
                        "Access-Control-Allow-Origin: " + APP,
                        "Access-Control-Allow-Credentials: true");
    }

    @Test
    void preflight_ofAnotherOrigin_tellsNothing() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'AllowOrigins':['" + APP + "']}");

        assertThat(told(handler, preflight("https://evil.example"))).containsExactly("204", "Vary: Origin");
    }

    @Test
    void preflight_byDefault_hasTheUsualMethodsAndHeaders() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'AllowOrigins':['*']}");

        assertThat(told(handler, preflight("https://anybody.example")))
                .containsExactlyInAnyOrder(
                        "204",
                        "Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE",
                        "Access-Control-Allow-Headers: Content-Type, Authorization",
                        "Access-Control-Allow-Origin: *");
    }

    @Test
    void options_thatIsNoPreflight_goesOn() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'AllowOrigins':['*']}");
        FakeRequest withoutOrigin = FakeRequest.of("OPTIONS", "/").with("Access-Control-Request-Method: PUT");

        assertThat(handler.access(FakeRequest.of("OPTIONS", "/").with("Origin: " + APP)))
                .isSameAs(Decision.proceed());
        assertThat(handler.access(withoutOrigin)).isSameAs(Decision.proceed());
        assertThat(handler.access(
                        FakeRequest.get("/").with("Origin: " + APP).with("Access-Control-Request-Method: GET")))
                .isSameAs(Decision.proceed());
    }

    @Test
    void answer_ofAnAllowedOrigin_mayBeSeen() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'AllowOrigins':['" + APP + "'],'ExposeHeaders':['X-Total','X-Page'],'AllowCredentials':true}");

        assertThat(told(
                        handler,
                        FakeRequest.get("/").with("Origin: " + APP),
                        "Access-Control-Allow-Origin: *",
                        "access-control-allow-origin: https://other",
                        "Access-Control-Expose-Headers: *",
                        "Vary: Accept-Encoding",
                        "X-Total: 5"))
                .containsExactly(
                        "200",
                        "Vary: Accept-Encoding",
                        "X-Total: 5",
                        "Vary: Origin",
                        "Access-Control-Allow-Origin: " + APP,
                        "Access-Control-Allow-Credentials: true",
                        "Access-Control-Expose-Headers: X-Total, X-Page");
    }

    @Test
    void answer_ofOthersOrWithoutOrigin_variesAndTellsNothing() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'AllowOrigins':['" + APP + "'],'ExposeHeaders':['X']}");

        assertThat(told(handler, FakeRequest.get("/"), "Access-Control-Allow-Origin: *"))
                .containsExactly("200", "Vary: Origin");
        assertThat(told(handler, FakeRequest.get("/").with("Origin: https://evil.example"), "Vary: x, ORIGIN"))
                .containsExactly("200", "Vary: x, ORIGIN");
        assertThat(told(handler, FakeRequest.get("/"), "Vary: *")).containsExactly("200", "Vary: *");
    }

    @Test
    void answer_anyOrigin_isForAllAndDoesNotVary() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'AllowOrigins':['*'],'ExposeHeaders':['*']}");

        for (FakeRequest request :
                List.of(FakeRequest.get("/"), FakeRequest.get("/").with("Origin: " + APP))) {
            assertThat(told(handler, request))
                    .containsExactly("200", "Access-Control-Allow-Origin: *", "Access-Control-Expose-Headers: *");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com, yes",
        "https://APP.example.com:443, https://app.example.com, yes",
        "http://app.example.com:80, http://app.example.com, yes",
        "https://app.example.com, http://app.example.com, no",
        "https://app.example.com, https://app.example.com:8443, no",
        "https://app.example.com, https://app.example.com.evil.example, no",
        "https://app.example.com:8443, https://app.example.com:8443, yes",
        "https://*.example.com, https://a.example.com, yes",
        "https://*.example.com, https://a.b.example.com, yes",
        "https://*.example.com, https://example.com, no",
        "https://*.example.com, https://.example.com, no",
        "https://*.example.com, https://evilexample.com, no",
        "https://*.example.com, https://evil.com/.example.com, no",
        "https://*.example.com, https://u@a.example.com, no",
        "https://*.example.com, http://a.example.com, no",
        "https://*.example.com, https://a.example.com:8443, no",
        "https://*.example.com:8443, https://a.example.com:8443, yes",
        "null, null, yes",
        "https://app.example.com, null, no",
        "http://[::1]:3000, http://[::1]:3000, yes",
        "capacitor://localhost, capacitor://localhost, yes"
    })
    void origins_tableOfLists(String listed, String origin, String expected) throws Exception {
        PluginHandler handler =
                Plugins.configure(plugin, "{'AllowOrigins':['https://first.example','" + listed + "']}");

        assertThat(told(handler, FakeRequest.get("/").with("Origin: " + origin))
                        .contains("Access-Control-Allow-Origin: " + origin))
                .isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://pr-12.preview.example.com, yes",
        "https://pr-x.preview.example.com, no",
        "https://pr-12.preview.example.com.evil.example, no"
    })
    void origins_patterns_fitTheWhole(String origin, String expected) throws Exception {
        PluginHandler handler =
                Plugins.configure(plugin, "{'AllowOriginPatterns':['https://pr-[0-9]+[.]preview[.]example[.]com']}");

        assertThat(told(handler, FakeRequest.get("/").with("Origin: " + origin))
                        .contains("Access-Control-Allow-Origin: " + origin))
                .isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders"})
    void configure_starWithCredentials_isTold(String key) {
        String origins = key.equals("AllowOrigins") ? "" : "'AllowOrigins':['" + APP + "'],";

        assertThat(Plugins.faults(plugin, "{" + origins + "'" + key + "':['*'],'AllowCredentials':true}"))
                .singleElement()
                .asString()
                .startsWith("/" + key + " " + key + ": * and AllowCredentials");
    }

    @Test
    void configure_faults_areToldAtOnce() {
        assertThat(Plugins.faults(
                        plugin,
                        "{'AllowOrigins':['https://a.example/','a.example','https://*','https://*.*.a'],"
                                + "'AllowOriginPatterns':['('],'AllowMethods':['GET, PUT']}"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/AllowOrigins/0 \"https://a.example/\" is no origin"),
                        fault -> assertThat(fault).startsWith("/AllowOrigins/1"),
                        fault -> assertThat(fault).startsWith("/AllowOrigins/2"),
                        fault -> assertThat(fault).startsWith("/AllowOrigins/3"),
                        fault -> assertThat(fault).startsWith("/AllowOriginPatterns/0 the regular expression"),
                        fault -> assertThat(fault).startsWith("/AllowMethods/0 AllowMethods: \"GET, PUT\""));
        assertThat(Plugins.faults(plugin, "{}")).singleElement().asString().contains("allows no origin");
    }
}

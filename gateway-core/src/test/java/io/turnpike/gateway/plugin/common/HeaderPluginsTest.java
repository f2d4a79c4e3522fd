package io.turnpike.gateway.plugin.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.requestheaders.RequestHeadersPlugin;
import io.turnpike.gateway.plugin.responseheaders.ResponseHeadersPlugin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code request-headers} and {@code response-headers}, which say the same of different heads. */
class HeaderPluginsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Remove':['a']} | 'B: 2, B: 3'",
                "{'Remove':['B','x']} | 'A: 1'",
                "{'Set':{'b':'9'}} | 'A: 1, b: 9'",
                "{'Set':{'C':''}} | 'A: 1, B: 2, B: 3, C: '",
                "{'Add':{'B':'4'}} | 'A: 1, B: 2, B: 3, B: 4'",
                "{'Add':{'B':['4','5']}} | 'A: 1, B: 2, B: 3, B: 4, B: 5'",
                "{'Add':{'B':'4'},'Set':{'B':'0','A':'7'},'Remove':['B']} | 'B: 0, A: 7, B: 4'"
            })
    void changes_areMadeInTheirOrder(String json, String expected) throws Exception {
        FakeRequest request = FakeRequest.get("/").with("A: 1").with("B: 2").with("B: 3");
        FakeHead head = new FakeHead(502, "A: 1", "B: 2", "B: 3");

        Plugins.configure(new RequestHeadersPlugin(), json).access(request);
        Plugins.configure(new ResponseHeadersPlugin(), json).headerFilter(request, head);

        assertThat(String.join(", ", lines(request.headers()))).isEqualTo(expected);
        assertThat(String.join(", ", head.lines())).isEqualTo(expected);
    }

    @Test
    void configure_whatCannotBeSet_isTold() {
        String json = "{'Set':{'a b':'1','Host':'x','content-length':'1'},'Add':{'A':['ok','\\u0001'],'B/~':'1'},"
                + "'Remove':['Transfer-Encoding']}";

        assertThat(Plugins.faults(new RequestHeadersPlugin(), json))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/Remove/0 Transfer-Encoding is the gateway's to set"),
                        fault -> assertThat(fault).startsWith("/Set/a b a b: \"a b\" is no name of a header"),
                        fault -> assertThat(fault).startsWith("/Set/Host Host: Host cannot be set here"),
                        fault -> assertThat(fault).startsWith("/Set/content-length content-length: content-length is"),
                        fault -> assertThat(fault).startsWith("/Add/A A: the value has the character U+0001"),
                        fault -> assertThat(fault).startsWith("/Add/B~1~0 B~1~0: \"B/~\" is no name"));
        assertThat(Plugins.faults(new ResponseHeadersPlugin(), json)).hasSize(5).noneMatch(f -> f.contains("/Host"));
    }

    private static List<String> lines(List<HeaderField> fields) {
        return fields.stream().map(field -> field.name() + ": " + field.value()).toList();
    }
}

package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    @Test
    void of_headersAndCookies_becomeThoseOfTheAnswer() throws Exception {
        Response response = Answers.of(
                reply(
                        201,
                        new Parameter("X-Name", "Zo"),
                        new Parameter("Set-Cookie", "a=1"),
                        new Parameter("set-cookie", "b=2"),
                        new Parameter("content-type", "application/hal+json")),
                json());

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).hasSize(1).containsEntry("X-Name", "Zo");
        assertThat(response.cookies()).containsExactly("a=1", "b=2");
        assertThat(response.contentType()).isEqualTo("application/hal+json");
        assertThat(response.bodyLength()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 304})
    void of_statusWithoutBody_hasNone(int status) throws Exception {
        Response plain = Answers.of(reply(status), json());
        Response typed = Answers.of(reply(status, new Parameter("Content-Type", "text/x")), json());

        assertThat(plain.bodyLength()).isZero();
        assertThat(plain.contentType()).isNull();
        assertThat(typed.bodyLength()).isZero();
        assertThat(typed.contentType()).isNull();
    }

    @Test
    void of_exceptionWithoutStatus_is422() throws Exception {
        Reply thrown = new Reply(Reply.Kind.EXCEPTION, null, 0, List.of(), 0, "");

        assertThat(Answers.of(thrown, json()).status()).isEqualTo(422);
        assertThat(Answers.of(reply(0), json()).status()).isEqualTo(200);
    }

    private static Reply reply(int status, Parameter... headers) {
        return new Reply(Reply.Kind.VALUE, null, status, List.of(headers), 0, "");
    }

    private static ByteSink json() {
        ByteSink json = new ByteSink(2);
        json.writeByte('{');
        json.writeByte('}');
        return json;
    }
}

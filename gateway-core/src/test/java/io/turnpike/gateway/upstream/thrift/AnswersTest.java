package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private final ByteSinkPool sinks = new ByteSinkPool();

    @Test
    void of_headersAndCookies_becomeThoseOfTheAnswer() throws Exception {
        Response response = Answers.of(
                reply(
                        201,
                        new Parameter("X-Name", "Zo"),
                        new Parameter("Set-Cookie", "a=1"),
                        new Parameter("set-cookie", "b=2"),
                        new Parameter("content-type", "application/hal+json")),
                json(),
                sinks);

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).hasSize(1).containsEntry("X-Name", "Zo");
        assertThat(response.cookies()).containsExactly("a=1", "b=2");
        assertThat(response.contentType()).isEqualTo("application/hal+json");
        assertThat(response.bodyLength()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 304})
    void of_statusWithoutBody_hasNone(int status) throws Exception {
        Response plain = Answers.of(reply(status), json(), sinks);
        Response typed = Answers.of(reply(status, new Parameter("Content-Type", "text/x")), json(), sinks);

        assertThat(plain.bodyLength()).isZero();
        assertThat(plain.contentType()).isNull();
        assertThat(typed.bodyLength()).isZero();
        assertThat(typed.contentType()).isNull();
    }

    @Test
    void of_exceptionWithoutStatus_is422() throws Exception {
        Reply thrown = new Reply(Reply.Kind.EXCEPTION, null, 0, List.of(), 0, "");

        assertThat(Answers.of(thrown, json(), sinks).status()).isEqualTo(422);
        assertThat(Answers.of(reply(0), json(), sinks).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 64 << 10})
    void of_bodyIsWritten_itsArrayIsTheNextOnesBody(int length) throws Exception {
        Response first = Answers.of(reply(0), json(length, 'a'), sinks);
        Response second = Answers.of(reply(0), json(length, 'b'), sinks);
        assertThat(second.body()).isNotSameAs(first.body());
        assertThat(text(first)).isEqualTo("a".repeat(length));

        first.written().run();
        Response third = Answers.of(reply(0), json(length - 1, 'c'), sinks);

        assertThat(third.body()).isSameAs(first.body());
        assertThat(text(third)).isEqualTo("c".repeat(length - 1));
        assertThat(text(second)).isEqualTo("b".repeat(length));
    }

    @Test
    void of_bodyIsWrittenTwice_itsArrayIsNotTwoAnswers() throws Exception {
        Response first = Answers.of(reply(0), json(1_000, 'a'), sinks);
        first.written().run();
        first.written().run();

        assertThat(Answers.of(reply(0), json(1_000, 'b'), sinks).body())
                .isNotSameAs(Answers.of(reply(0), json(1_000, 'c'), sinks).body());
    }

    @ParameterizedTest
    @ValueSource(ints = {255, (64 << 10) + 1})
    void of_smallOrLargeBody_isNobodysElse(int length) throws Exception {
        Response first = Answers.of(reply(0), json(length, 'a'), sinks);
        first.written().run();

        assertThat(Answers.of(reply(0), json(length, 'b'), sinks).body()).isNotSameAs(first.body());
        assertThat(text(first)).isEqualTo("a".repeat(length));
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.bodyLength(), StandardCharsets.US_ASCII);
    }

    private static ByteSink json(int length, char content) {
        ByteSink json = new ByteSink(length);
        for (int i = 0; i < length; i++) {
            json.writeByte(content);
        }
        return json;
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

package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestRestTest {

    private static final int LENGTH = 100_000;

    private final ReadableBody body = new ReadableBody(LENGTH);
    private final Answer answer = new Answer();
    private final AtomicInteger over = new AtomicInteger();
    private final RequestRest rest =
            new RequestRest(new RequestSide(body.request(), LENGTH), ReadableBody.IGNORING, over::incrementAndGet);

    @Test
    void await_answerIsWritten_isEndedForTheClient() {
        rest.await(response());

        assertThat(answer.isClosed).isTrue();
        assertThat(over).hasValue(0);
    }

    @Test
    void more_bodyInPieces_isReadToItsEndAndThatIsSaidOnce() {
        rest.await(response());
        for (int come = 0; come < LENGTH; come += LENGTH / 4) {
            assertThat(over).hasValue(0);
            body.come(LENGTH / 4);
            rest.more();
        }
        assertThat(over).hasValue(1);

        rest.more();
        rest.end();

        assertThat(over).hasValue(1);
        assertThat(body.readBytes()).isEqualTo(LENGTH);
    }

    @Test
    void more_clientIsGone_isOver() {
        rest.await(response());
        body.breakOff();
        rest.more();

        assertThat(over).hasValue(1);
    }

    @Test
    void await_answerCannotBeEnded_isOver() {
        answer.isBroken = true;
        rest.await(response());

        assertThat(over).hasValue(1);
    }

    @Test
    void moreAndEnd_nobodyWaits_doNothing() {
        body.come(LENGTH);
        rest.more();
        rest.end();

        assertThat(over).hasValue(0);
        assertThat(body.readBytes()).isZero();
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, method, arguments) -> method.getName().equals("getOutputStream") ? answer : null);
    }

    private static final class Answer extends ServletOutputStream {

        private boolean isClosed;
        private boolean isBroken;

        @Override
        public void close() throws IOException {
            if (isBroken) {
                throw new IOException("Broken pipe");
            }
            isClosed = true;
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("it is written");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }
}

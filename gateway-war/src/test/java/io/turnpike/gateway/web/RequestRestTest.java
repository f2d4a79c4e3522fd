package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestRestTest {

    private static final int LENGTH = 100_000;

    private final Body body = new Body();
    private final Answer answer = new Answer();
    private final AtomicInteger over = new AtomicInteger();
    private final RequestRest rest =
            new RequestRest(new RequestSide(request(), LENGTH), new Ignoring(), over::incrementAndGet);

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
            body.available = LENGTH / 4;
            rest.more();
        }
        assertThat(over).hasValue(1);

        rest.more();
        rest.end();

        assertThat(over).hasValue(1);
        assertThat(body.read).isEqualTo(LENGTH);
    }

    @Test
    void more_clientIsGone_isOver() {
        rest.await(response());
        body.isBroken = true;
        body.available = 1;
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
        body.available = LENGTH;
        rest.more();
        rest.end();

        assertThat(over).hasValue(0);
        assertThat(body.read).isZero();
    }

    private HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) -> method.getName().equals("getInputStream") ? body : null);
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, method, arguments) -> method.getName().equals("getOutputStream") ? answer : null);
    }

    /** Says when there is something to read; here the test does. */
    private static final class Ignoring implements ReadListener {

        @Override
        public void onDataAvailable() {}

        @Override
        public void onAllDataRead() {}

        @Override
        public void onError(Throwable failure) {}
    }

    /** Has so many bytes as it is told. */
    private static final class Body extends ServletInputStream {

        private int available;
        private int read;
        private boolean isBroken;

        @Override
        public boolean isReady() {
            return available > 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (isBroken) {
                throw new IOException("Connection reset");
            }
            int some = Math.min(length, available);
            available -= some;
            read += some;
            return some;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("piece by piece");
        }

        @Override
        public boolean isFinished() {
            return read == LENGTH;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
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

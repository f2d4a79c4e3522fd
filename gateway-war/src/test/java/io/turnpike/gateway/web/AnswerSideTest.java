package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.HeaderField;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerSideTest {

    /** What has been done with the stream, in order; a number is so many bytes written. */
    private final List<String> seen = new ArrayList<>();

    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> method.getName().equals("getOutputStream") ? new Stream() : null);

    private final AnswerSide side = new AnswerSide(response, false, false);

    @Test
    void pump_shortAnswerThatIsWhole_isLeftToTheEndOfTheRequest() throws IOException {
        side.possible();
        side.head(200, List.of(new HeaderField("Content-Length", "10")));
        assertThat(pump(false)).isFalse();
        piece(10);
        assertThat(pump(false)).isFalse();
        side.end();

        assertThat(pump(true)).isTrue();

        assertThat(seen).containsExactly("10");
    }

    @Test
    void pump_headAlone_isFlushedWhenNothingMoreHasCome() throws IOException {
        side.possible();
        side.head(200, List.of());
        assertThat(pump(false)).isFalse();
        assertThat(side.isFlushDue()).isTrue();
        assertThat(seen).isEmpty();

        assertThat(pump(true)).isFalse();

        assertThat(side.isFlushDue()).isFalse();
        assertThat(seen).containsExactly("flush");
    }

    @Test
    void pump_trickle_isFlushedPieceByPieceAndAtTheEnd() throws IOException {
        side.possible();
        side.head(200, List.of());
        pump(true);
        piece(1);
        pump(false);
        pump(true);
        piece(2);
        side.end();

        assertThat(pump(true)).isTrue();

        assertThat(seen).containsExactly("flush", "1", "flush", "2", "flush");
    }

    @Test
    void pump_largeAnswer_isFlushedBeforeTheEnd() throws IOException {
        side.possible();
        side.head(200, List.of(new HeaderField("Content-Length", "5000")));
        piece(5000);
        side.end();

        assertThat(pump(false)).isFalse();
        assertThat(pump(true)).isTrue();

        assertThat(seen).containsExactly("5000", "flush");
    }

    @Test
    void pump_headOfUnknownLengthToHead_isFlushed() throws IOException {
        AnswerSide toHead = new AnswerSide(response, true, false);
        toHead.possible();
        toHead.head(200, List.of());
        toHead.end();

        assertThat(toHead.pump(true, () -> {})).isTrue();

        assertThat(seen).containsExactly("flush");
    }

    @Test
    void pump_serverNotReady_waits() throws IOException {
        side.head(200, List.of());
        piece(3);
        side.end();
        assertThat(pump(true)).isFalse();
        assertThat(seen).isEmpty();

        side.possible();

        assertThat(pump(true)).isTrue();
        assertThat(seen).containsExactly("3");
    }

    @Test
    void isFree_moreThanAFewPiecesWait_saysWhenItIsAgain() throws IOException {
        side.head(200, List.of());
        piece(16 << 10);
        assertThat(side.isFree()).isTrue();
        piece(1);
        piece(2);
        assertThat(side.isFree()).isFalse();
        side.possible();

        pump(false);

        assertThat(seen).containsExactly("16384", "resume", "1", "2");
        assertThat(side.isFree()).isTrue();
    }

    private void piece(int bytes) {
        side.added(bytes);
        side.piece(new byte[bytes]);
    }

    private boolean pump(boolean flushes) throws IOException {
        return side.pump(flushes, () -> seen.add("resume"));
    }

    private final class Stream extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            seen.add(Integer.toString(length));
        }

        @Override
        public void flush() {
            seen.add("flush");
        }
    }
}

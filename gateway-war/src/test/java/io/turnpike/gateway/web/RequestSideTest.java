package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.upstream.StreamedCall;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestSideTest {

    private static final int LENGTH = 100_000;

    private final ReadableBody body = new ReadableBody(LENGTH);
    private final Node node = new Node();

    @Test
    void end_nodeTakesNoMoreForNow_restIsPassedOnWhenItDoes() throws IOException {
        RequestSide side = begun(LENGTH);
        node.mostBytes = 50_000;
        body.come(LENGTH);
        side.pump(node);
        side.end(node);
        assertThat(node.taken).isBetween(50_000, LENGTH - 1);
        assertThat(side.isWhole()).isFalse();

        node.mostBytes = Integer.MAX_VALUE;
        side.wanted(node, ReadableBody.IGNORING);

        assertThat(node.taken).isEqualTo(LENGTH);
        assertThat(node.finished).isEqualTo(1);
        assertThat(side.isWhole()).isTrue();
    }

    @Test
    void end_lengthNotKnownAndNodeTakesNoMoreForNow_isNotCutShort() throws IOException {
        RequestSide side = begun(-1);
        node.mostBytes = 50_000;
        body.come(LENGTH);
        side.pump(node);
        side.end(node);
        assertThat(node.finished).isZero();

        node.mostBytes = Integer.MAX_VALUE;
        side.wanted(node, ReadableBody.IGNORING);

        assertThat(node.taken).isEqualTo(LENGTH);
        assertThat(node.finished).isEqualTo(1);
    }

    @Test
    void end_fewerBytesThanAnnounced_fails() throws IOException {
        RequestSide side = begun(LENGTH);
        body.come(LENGTH - 1);
        side.pump(node);

        assertThatThrownBy(() -> side.end(node))
                .isInstanceOf(EOFException.class)
                .hasMessage("the body ended after 99999 of 100000 bytes");
        assertThat(node.finished).isZero();
    }

    @Test
    void pump_allThatWasAnnouncedHasCome_isWholeWithoutTheServersWord() throws IOException {
        RequestSide side = begun(LENGTH);
        body.come(LENGTH);
        side.pump(node);
        side.end(node);

        assertThat(node.finished).isEqualTo(1);
    }

    private RequestSide begun(long length) throws IOException {
        RequestSide side = new RequestSide(body.request(), length);
        side.wanted(node, ReadableBody.IGNORING);
        return side;
    }

    /** Takes so much, and no more for now. */
    private static final class Node implements StreamedCall {

        private int mostBytes = Integer.MAX_VALUE;
        private int taken;
        private int finished;

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            taken += length;
            return taken < mostBytes;
        }

        @Override
        public void finish() {
            finished++;
        }

        @Override
        public void resume() {}

        @Override
        public void cancel() {}
    }
}

package io.turnpike.gateway.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.turnpike.gateway.exchange.LogText;
import java.util.regex.Pattern;

/**
 * Reads the answers on one connection (RFC 9112). Stricter than Netty's own: a body with both a length and chunks is no answer, and bytes
 * that no request asked for are never kept for the next one.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    /** Longest header section, in bytes, and longest status line. */
    static final int MAX_HEAD_BYTES = 64 << 10;

    private static final int MAX_STATUS_LINE_BYTES = 8 << 10;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int LONGEST_SHOWN = 60;

    private static final Pattern VERSION = Pattern.compile("(?i)HTTP/\\d\\.\\d");
    private static final int STATUS_DIGITS = 3;

    /** Told of bytes that nobody has asked for. */
    private final Runnable unsolicited;

    private boolean expecting;
    private boolean toHead;

    AnswerDecoder(Runnable unsolicited) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxChunkSize(PIECE_BYTES));
        this.unsolicited = unsolicited;
    }

    /** An answer is to come. */
    void expect(String method) {
        expecting = true;
        toHead = method.equals("HEAD");
    }

    /** The answer is whole; returns whether nothing has come after it. */
    boolean done() {
        expecting = false;
        return actualReadableBytes() == 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (expecting || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            super.channelRead(context, message);
            return;
        }
        ReferenceCountUtil.release(message);
        unsolicited.run();
    }

    /** Netty's own message has the line in upper case. */
    @Override
    protected HttpMessage createMessage(String[] statusLine) {
        if (!isVersion(statusLine[0]) || !isStatus(statusLine[1])) {
            throw new IllegalArgumentException("the line \""
                    + shown(String.join(" ", statusLine).strip()) + "\" (expected: one such as HTTP/1.1 200 OK)");
        }
        return super.createMessage(statusLine);
    }

    private static boolean isVersion(String text) {
        return text.equals("HTTP/1.1") || VERSION.matcher(text).matches();
    }

    private static boolean isStatus(String text) {
        return text.length() == STATUS_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The text for a message: what is no printable ASCII is escaped, and what is long is cut. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (char c : LogText.shortened(text, LONGEST_SHOWN).toCharArray()) {
            if ((c >= ' ' && c <= '~') || c == '…') {
                shown.append(c);
            } else {
                shown.append("\\x%02x".formatted((int) c));
            }
        }
        return shown.toString();
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return toHead || super.isContentAlwaysEmpty(message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    /** Netty takes a line without a colon for a field without a value. White space before the colon is left out (RFC 9112, section 5.1). */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int from, int length) {
        int colon = from + length;
        while (colon < line.length && (line[colon] == ' ' || line[colon] == '\t')) {
            colon++;
        }
        if (colon >= line.length || line[colon] != ':') {
            throw new IllegalArgumentException("a header line without a colon");
        }
        return super.splitHeaderName(line, from, length);
    }
}

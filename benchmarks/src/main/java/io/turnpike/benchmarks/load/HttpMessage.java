package io.turnpike.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** Finds where HTTP/1.1 messages end in a buffer: a length, chunks, or no body. Nothing else of them is looked at. */
final class HttpMessage {

    /** The message goes on beyond the bytes that are there. */
    static final int INCOMPLETE = -1;

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCODING = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private HttpMessage() {}

    /** Where the body of the message that begins at {@code from} begins, or {@link #INCOMPLETE}. */
    static int body(byte[] bytes, int from, int to) {
        for (int i = from + 3; i < to; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    /** Where the message that begins at {@code from} ends, or {@link #INCOMPLETE}. */
    static int end(byte[] bytes, int from, int to) {
        int body = body(bytes, from, to);
        if (body == INCOMPLETE) {
            return INCOMPLETE;
        }
        for (int line = nextLine(bytes, from, body); line < body; line = nextLine(bytes, line, body)) {
            if (startsWith(bytes, line, body, LENGTH)) {
                int length = number(bytes, line + LENGTH.length, body, 10);
                return to - body < length ? INCOMPLETE : body + length;
            }
            if (startsWith(bytes, line, body, ENCODING)) {
                return endOfChunks(bytes, body, to);
            }
        }
        return body;
    }

    /** The status of the reply that begins at {@code from}. */
    static int status(byte[] bytes, int from, int to) {
        return number(bytes, from + STATUS_AT, to, 10);
    }

    private static int endOfChunks(byte[] bytes, int body, int to) {
        int at = body;
        while (true) {
            int data = nextLine(bytes, at, to);
            if (bytes[data - 1] != '\n' || data == at) {
                return INCOMPLETE;
            }
            int size = number(bytes, at, data, 16);
            if (to - data < size + 2) {
                return INCOMPLETE;
            }
            at = data + size + 2;
            if (size == 0) {
                return at;
            }
        }
    }

    /** After the next line feed; {@code to} where there is none. */
    private static int nextLine(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from, int to, int radix) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        for (; at < to; at++) {
            int digit = Character.digit(bytes[at], radix);
            if (digit < 0) {
                break;
            }
            number = number * radix + digit;
        }
        return number;
    }
}

package io.turnpike.gateway.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What the texts of a request mean: of its headers, its cookies and its query. */
public final class RequestText {

    private RequestText() {}

    /** The value of a cookie without the quotation marks that it may stand in. */
    public static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * The value of a header. Servers hand out a character for each byte; where the bytes are UTF-8, that is what they mean. Where they
     * are not, it stays as it is.
     */
    public static String utf8(String value) {
        boolean ascii = true;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                return value;
            }
            ascii &= value.charAt(i) < 0x80;
        }
        if (ascii) {
            return value;
        }
        try {
            return decoded(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /**
     * A name or a value of a query, percent-encoded, with {@code +} for a space, as a form is.
     *
     * @throws MalformedTextException if it cannot be decoded; the message is what was expected
     */
    public static String form(String text) throws MalformedTextException {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new MalformedTextException("% and two hexadecimal digits");
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(raw[i] == '+' ? (byte) ' ' : raw[i]);
            }
        }
        try {
            return decoded(bytes.flip());
        } catch (CharacterCodingException e) {
            throw new MalformedTextException("percent-encoded UTF-8");
        }
    }

    private static String decoded(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}

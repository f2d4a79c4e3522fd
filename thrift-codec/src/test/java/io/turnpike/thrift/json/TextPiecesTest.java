package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.protocol.ByteSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is done eight bytes at a time, beside the same done one by one. */
class TextPiecesTest {

    private final Random random = new Random(7);

    @Test
    void writeLong_ofEveryLength_isAsLongToString() {
        for (int i = 0; i < 300_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(written(value)).isEqualTo(Long.toString(value));
        }
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            assertThat(written(power)).isEqualTo(Long.toString(power));
            assertThat(written(power - 1)).isEqualTo(Long.toString(power - 1));
            assertThat(written(-power)).isEqualTo(Long.toString(-power));
        }
        assertThat(written(Long.MIN_VALUE)).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(written(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    private static String written(long value) {
        ByteSink out = new ByteSink(0);
        JsonText.writeLong(value, out);
        return text(out);
    }

    @Test
    void text_escapedAndReadAgain_isAsItWas() throws JsonSyntaxException {
        for (int i = 0; i < 30_000; i++) {
            String original = randomText(i % 100 == 0 ? 1000 : 40);
            byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
            ByteSink json = new ByteSink(0);
            json.writeByte('"');
            assertThat(JsonText.writeEscaped(bytes, 0, bytes.length, json)).isEqualTo(-1);
            json.writeByte('"');
            assertThat(text(json)).isEqualTo(naivelyEscaped(original));

            JsonReader reader = new JsonReader(json.array(), 0, json.size(), 8);
            reader.scanString();
            assertThat(reader.position()).isEqualTo(json.size());
            assertThat(reader.text(reader.tokenBegin(), reader.tokenEnd())).isEqualTo(original);
        }
    }

    @Test
    void threes_ofAnyFirstBytes_areAsMeasuredOneByOne() {
        byte[] bytes = new byte[Long.BYTES];
        for (int first = 0x80; first <= 0xff; first++) {
            for (int second = 0; second <= 0xff; second++) {
                random.nextBytes(bytes);
                bytes[0] = (byte) first;
                bytes[1] = (byte) second;
                bytes[2] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 0x80 | random.nextInt(64));
                if (random.nextBoolean()) {
                    System.arraycopy(bytes, 0, bytes, 3, 3);
                }
                int one = Utf8.sequenceLength(bytes, 0, bytes.length) == 3 ? 3 : 0;
                int two = one == 3 && bytes[3] < 0 && Utf8.sequenceLength(bytes, 3, bytes.length) == 3 ? 6 : one;
                assertThat(Utf8.threes(ByteBuffer.wrap(bytes)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()))
                        .as("%s", Arrays.toString(bytes))
                        .isEqualTo(two);
            }
        }
    }

    @Test
    void text_ofArbitraryBytes_isRefusedAtTheFirstThatIsNoUtf8() {
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = randomText(i % 100 == 0 ? 800 : 12).getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) (0x80 | random.nextInt(128));
            }
            int expected = firstInvalid(bytes);
            ByteSink out = new ByteSink(0);
            assertThat(JsonText.writeEscaped(bytes, 0, bytes.length, out)).isEqualTo(expected);

            // and in a string of a request, where quotes and controls end it before
            byte[] json = quoted(bytes);
            JsonReader reader = new JsonReader(json, 0, json.length, 8);
            if (expected >= 0 && isPlain(bytes, expected)) {
                String at = String.format("byte 0x%02x is not valid UTF-8", bytes[expected] & 0xff);
                assertThatThrownBy(reader::scanString)
                        .hasMessageContaining(at)
                        .hasMessageContaining("(byte " + (expected + 1) + ")");
            }
        }
    }

    @Test
    void base64_ofEveryLength_isAsTheJdkHasIt() {
        for (int length = 0; length < 4000; length += length < 50 ? 1 : 61) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] expected = Base64.getEncoder().encode(bytes);
            ByteSink encoded = new ByteSink(0);
            Base64Text.encode(bytes, 0, length, encoded);
            assertThat(encoded.toByteArray()).isEqualTo(expected);
            ByteSink decoded = new ByteSink(0);
            assertThat(Base64Text.decode(expected, 0, expected.length, decoded)).isTrue();
            assertThat(decoded.toByteArray()).isEqualTo(bytes);
            byte[] unpadded = Base64.getEncoder().withoutPadding().encode(bytes);
            decoded.truncate(0);
            assertThat(Base64Text.decode(unpadded, 0, unpadded.length, decoded)).isTrue();
            assertThat(decoded.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void base64_withOneForeignByte_isRefused() {
        byte[] good = Base64.getEncoder().withoutPadding().encode("0123456789".getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < good.length; at++) {
            for (int c = 0; c < 256; c++) {
                byte[] text = good.clone();
                text[at] = (byte) c;
                boolean letter = c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
                boolean unusedBitsAreZero = at < good.length - 1 || "AQgw".indexOf(c) >= 0;
                assertThat(Base64Text.decode(text, 0, text.length, new ByteSink(0)))
                        .as("%c at %d", c, at)
                        .isEqualTo(letter && unusedBitsAreZero);
            }
        }
    }

    private String randomText(int mostCharacters) {
        String[] alphabets = {"abcXYZ 019,", "\"\\\b\f\n\r\t\0\u001f/", "\u00e4\u07ff\u0800世界\ud7ff\ue000\uffff", "😀𐀀"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(mostCharacters + 1); i > 0; i--) {
            String alphabet = alphabets[Math.max(0, random.nextInt(7) - 3)];
            int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
            text.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }

    private static String naivelyEscaped(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = "\"\\\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                json.append('\\').append("\"\\bfnrt".charAt(known));
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static int firstInvalid(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        return StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError() ? in.position() : -1;
    }

    private static byte[] quoted(byte[] bytes) {
        byte[] json = new byte[bytes.length + 2];
        json[0] = '"';
        System.arraycopy(bytes, 0, json, 1, bytes.length);
        json[bytes.length + 1] = '"';
        return json;
    }

    private static boolean isPlain(byte[] bytes, int to) {
        for (byte c : Arrays.copyOf(bytes, to)) {
            if ((c >= 0 && c < ' ') || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String text(ByteSink out) {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}

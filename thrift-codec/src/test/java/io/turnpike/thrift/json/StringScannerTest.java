package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.protocol.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes straight from a string of JSON to where it is wanted: text, base64, keys. */
class StringScannerTest {

    private final Random random = new Random(11);

    @Test
    void copy_ofAnyTextAndEscapes_appendsWhatTheyStandFor() throws JsonSyntaxException {
        int[] points = "a,/\n\t\"\\éߟࠀ世界퟿😀".codePoints().toArray();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            StringBuilder json = new StringBuilder("\"");
            for (int left = random.nextInt(i % 50 == 0 ? 900 : 30); left > 0; left--) {
                append(points[random.nextInt(points.length)], text, json);
            }
            json.append('"');
            int length = json.toString().getBytes(StandardCharsets.UTF_8).length;
            json.append(" ".repeat(random.nextInt(20)));
            byte[] input = json.toString().getBytes(StandardCharsets.UTF_8);
            JsonReader reader = new JsonReader(input, 0, input.length, 8);
            ByteSink sink = new ByteSink(0);
            sink.writeByte('<');
            reader.copyString(sink);
            assertThat(new String(sink.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("<" + text);
            assertThat(reader.position()).isEqualTo(length);
            assertThat(reader.loneSurrogate()).isFalse();
        }
    }

    /** As it is, if it may be, or by one of its escapes. */
    private void append(int point, StringBuilder text, StringBuilder json) {
        text.appendCodePoint(point);
        int named = "\n\t\"\\/".indexOf(point);
        if (named >= 0 && random.nextBoolean()) {
            json.append('\\').append("nt\"\\/".charAt(named));
        } else if ((named >= 0 && named < 4) || random.nextInt(4) == 0) {
            for (char c : Character.toChars(point)) {
                json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            }
        } else {
            json.appendCodePoint(point);
        }
    }

    @Test
    void copy_ofFaultsAtAnyPlace_saysWhere() {
        String[] faults = {"\u0001", "\\x", "\\u12g4", "\\u123", "\\"};
        for (int before = 0; before < 600; before += before < 40 ? 1 : 37) {
            for (String fault : faults) {
                byte[] input = ("\"" + "a".repeat(before) + fault).getBytes(StandardCharsets.UTF_8);
                int at = fault.equals("\\") ? input.length : before + 1;
                assertThatThrownBy(() -> new JsonReader(input, 0, input.length, 8).copyString(new ByteSink(0)))
                        .isInstanceOf(JsonSyntaxException.class)
                        .hasMessageContaining("(byte " + at + ")");
            }
            byte[] input =
                    ("\"" + "a".repeat(before) + "?\"" + " ".repeat(before % 13)).getBytes(StandardCharsets.UTF_8);
            input[before + 1] = (byte) 0x80;
            assertThatThrownBy(() -> new JsonReader(input, 0, input.length, 8).copyString(new ByteSink(0)))
                    .hasMessageContaining("byte 0x80 is not valid UTF-8")
                    .hasMessageContaining("(byte " + (before + 1) + ")");
        }
    }

    @Test
    void copy_loneSurrogate_isNotedForThisStringOnly() throws JsonSyntaxException {
        byte[] input = "\"\\ud800\"\"\\ud83d\\ude00\"\"\\ude00\\ud83d\"".getBytes(StandardCharsets.US_ASCII);
        JsonReader reader = new JsonReader(input, 0, input.length, 8);
        for (boolean lone : new boolean[] {true, false, true}) {
            reader.copyString(new ByteSink(0));
            assertThat(reader.loneSurrogate()).isEqualTo(lone);
        }
    }

    @Test
    void decodeToQuote_ofEveryLength_isAsTheJdkHasIt() {
        for (int length = 0; length < 2000; length += length < 50 ? 1 : 61) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder : new Base64.Encoder[] {
                Base64.getEncoder(), Base64.getEncoder().withoutPadding()
            }) {
                byte[] text = encoder.encode(bytes);
                for (int more = 1; more < 12; more++) {
                    byte[] input = Arrays.copyOf(text, text.length + more);
                    Arrays.fill(input, text.length, input.length, (byte) '"');
                    ByteSink decoded = new ByteSink(0);
                    assertThat(Base64Text.decodeToQuote(input, 0, input.length, decoded))
                            .isEqualTo(text.length);
                    assertThat(decoded.toByteArray()).isEqualTo(bytes);
                }
                assertThat(Base64Text.decodeToQuote(text, 0, text.length, new ByteSink(0)))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void decodeToQuote_withOneForeignByte_isAsDecodeHasIt() {
        byte[] good = "MDEyMzQ1Njc4OUFCQ0RFRg\"        ".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < 22; at++) {
            for (int c = 0; c < 256; c++) {
                if (c == '"') {
                    continue;
                }
                byte[] text = good.clone();
                text[at] = (byte) c;
                boolean valid = Base64Text.decode(text, 0, 22, new ByteSink(0));
                assertThat(Base64Text.decodeToQuote(text, 0, text.length, new ByteSink(0)))
                        .as("%c at %d", c, at)
                        .isEqualTo(valid ? 22 : -1);
            }
        }
    }

    @Test
    void key_ofAnyLength_isFoundOnlyWhereItIs() {
        for (int length = 0; length < 40; length++) {
            JsonKey key = JsonKey.of("abcdefghijklmnopqrstuvwxyz0123456789ABCD".substring(0, length));
            ByteSink out = new ByteSink(0);
            out.writeByte('{');
            key.writeTo(out);
            assertThat(out.size()).isEqualTo(key.length() + 1);
            assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("{" + key);
            byte[] input = Arrays.copyOf(out.toByteArray(), out.size() + 8);
            assertThat(key.isAt(input, 1, input.length)).isTrue();
            assertThat(key.isAt(input, 1, key.length())).isFalse();
            for (int at = 1; at <= key.length(); at++) {
                input[at] ^= 1;
                assertThat(key.isAt(input, 1, input.length)).isFalse();
                input[at] ^= 1;
            }
            assertThat(JsonKey.NONE.isAt(input, 1, input.length)).isFalse();
        }
    }
}

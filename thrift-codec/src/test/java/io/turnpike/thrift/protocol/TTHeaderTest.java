package io.turnpike.thrift.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** TTHeader frames written by hand after its specification. */
class TTHeaderTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Length 46, magic, flags 2, sequence id 5, size 7 words; binary; one text, two by number, a token, padding; 4 bytes. */
    private static final String FRAME = "0000002a" + "1000" + "0002" + "00000005" + "0007"
            + "00" + "00"
            + "01" + "0001" + "0001" + "61" + "0002" + "6263"
            + "10" + "0001" + "0009" + "0002" + "6d31"
            + "11" + "0001" + "7a"
            + "000000"
            + "01020304";

    @Test
    void frame_writtenByHand_isRead() throws Exception {
        byte[] bytes = HEX.parseHex("ff" + FRAME);

        TTHeader header = TTHeader.read(bytes, 1, bytes.length - 1, ProtocolLimits.DEFAULTS);

        assertThat(header).isEqualTo(new TTHeader(5, ThriftProtocol.BINARY, Map.of(9, "m1"), Map.of("a", "bc"), 42, 4));
        assertThat(TTHeader.frameBytes(bytes, 1, ProtocolLimits.DEFAULTS)).isEqualTo(46);
    }

    @Test
    void call_template_isWhatTheSpecificationSays() throws Exception {
        TTHeaderTemplate template = new TTHeaderTemplate(ThriftProtocol.COMPACT, Map.of(9, "m1"), Map.of("a", "bc"));
        ByteSink out = new ByteSink(1);

        template.write(0x01020304, 4, out);

        assertThat(HEX.formatHex(out.toByteArray()))
                .isEqualTo("00000026" + "1000" + "0000" + "01020304" + "0006"
                        + "02" + "00"
                        + "01" + "0001" + "0001" + "61" + "0002" + "6263"
                        + "10" + "0001" + "0009" + "0002" + "6d31"
                        + "000000");
        assertThat(template.size()).isEqualTo(out.size());
    }

    @Test
    void call_ofMethod_namesWhatKitexNeeds() throws Exception {
        ByteSink out = new ByteSink(1);
        TTHeaderTemplate.ofCall(ThriftProtocol.BINARY, "Assets", "get\u00e9", MessageType.ONEWAY, Map.of())
                .write(-7, 1, out);
        out.writeByte(0);

        TTHeader header = TTHeader.read(out.array(), 0, out.size(), ProtocolLimits.DEFAULTS);

        assertThat(header.sequenceId()).isEqualTo(-7);
        assertThat(header.numbered())
                .isEqualTo(Map.of(1, "unframed", 3, "turnpike", 6, "Assets", 9, "get\u00e9", 22, "4"));
        assertThat(header.messageBytes()).isEqualTo(1);
    }

    @Test
    void limits_all_areHeld() {
        ProtocolLimits limits = new ProtocolLimits(4, 4, 4, 4);
        refused(limits, FRAME.replaceFirst("0000002a", "0000002b") + "00", "a message of 5 bytes (expected: 1 to 4)");
        refused(limits, FRAME.replaceFirst("0000002a", "7fffffff"), "a message of 2147483609 bytes");
        refused(limits, FRAME.replaceFirst("0000002a", "ffffffff"), "a message of -39 bytes");
        refused(limits, FRAME.replaceFirst("0000002a", "00000026"), "a message of 0 bytes");
        refused(limits, FRAME + "00", "a frame of 47 bytes (expected: 46, by its length)");
        refused(limits, FRAME.substring(0, 26), "a frame of 13 bytes");
        refused(limits, FRAME.replaceFirst("1000", "0fff"), "magic 0x0fff");
        refused(limits, FRAME.replaceFirst("00050007", "00050000"), "a header of 0 bytes");
        refused(limits, FRAME.replaceFirst("00050007", "00054001"), "a header of 65540 bytes");
        refused(limits, FRAME.replaceFirst("000700", "000704"), "protocol 4");
        refused(limits, FRAME.replaceFirst("00070000", "00070001"), "1 transforms (expected: none)");
        refused(limits, FRAME.replaceFirst("110001", "120001"), "info 0x12");
        refused(limits, FRAME.replaceFirst("110001", "11ffff"), "too early");
        refused(limits, FRAME.replaceFirst("100001", "10ffff"), "too early");
    }

    @Test
    void mutation_random_isProtocolExceptionOrHeader() {
        Random random = new Random(3);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] mutant = HEX.parseHex(FRAME);
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                TTHeader header = TTHeader.read(mutant, 0, mutant.length, ProtocolLimits.DEFAULTS);
                assertThat(header.headerBytes() + header.messageBytes()).isEqualTo(mutant.length);
                read++;
            } catch (ProtocolException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void template_ofTooMuch_isRefused() {
        String most = "x".repeat(0xffff);
        assertThatThrownBy(() -> new TTHeaderTemplate(ThriftProtocol.BINARY, Map.of(1, most + "x"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536 (expected: 0 to 65535)");
        assertThatThrownBy(() -> new TTHeaderTemplate(ThriftProtocol.BINARY, Map.of(1, most), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a header of 65544 bytes");
        assertThatThrownBy(() -> new TTHeaderTemplate(ThriftProtocol.BINARY, Map.of(-1, ""), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("number of a text: -1");
    }

    private static void refused(ProtocolLimits limits, String frame, String message) {
        byte[] bytes = HEX.parseHex(frame);
        assertThatThrownBy(() -> TTHeader.read(bytes, 0, bytes.length, limits))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }
}

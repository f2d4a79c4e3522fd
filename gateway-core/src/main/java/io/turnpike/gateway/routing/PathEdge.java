package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.PathPattern.Segment;
import io.turnpike.gateway.routing.rule.RequestPath;
import io.turnpike.thrift.json.ByteHash;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of an edge of the tree in one array: of each the length as an int, then its UTF-8; length 0 stands for any one segment,
 * as no literal is empty. An array and not objects, because of 100,000 routes hardly any is in a processor's cache when a request comes, and
 * each object on the way has to be fetched. Stateless.
 */
final class PathEdge {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private PathEdge() {}

    /** The edge of these segments, which are literals or any one. */
    static byte[] of(List<Segment> segments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Segment segment : segments) {
            byte[] text = segment.kind() == Kind.ONE ? new byte[0] : utf8(segment.text());
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            out.writeBytes(text);
        }
        return out.toByteArray();
    }

    /** The hash of a literal, as {@link RequestPath#hash} gives it. */
    static int hash(String literal) {
        byte[] text = utf8(literal);
        return ByteHash.of(text, 0, text.length);
    }

    /** Whether the first segment of the edge is a literal and that segment of the path. */
    static boolean begins(byte[] edge, RequestPath path, int index) {
        int length = edge.length == 0 ? 0 : length(edge, 0);
        return length > 0 && path.equals(index, edge, Integer.BYTES, Integer.BYTES + length);
    }

    /**
     * Whether the edge fits the path.
     *
     * @param from the segment of the path where the edge begins; the path has as many from there on as the edge, or more
     * @param known how many segments are known to fit
     */
    static boolean fits(byte[] edge, RequestPath path, int from, int known) {
        int index = from;
        for (int at = 0; at < edge.length; index++) {
            int length = length(edge, at);
            at += Integer.BYTES;
            boolean fits = index < from + known
                    || (length == 0 ? !path.isEmpty(index) : path.equals(index, edge, at, at + length));
            if (!fits) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** The segments of an edge; any one is without a name. */
    static List<Segment> segments(byte[] edge) {
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < edge.length; ) {
            int length = length(edge, at);
            at += Integer.BYTES;
            segments.add(
                    length == 0
                            ? new Segment(Kind.ONE, "")
                            : Segment.literal(new String(edge, at, length, StandardCharsets.UTF_8)));
            at += length;
        }
        return segments;
    }

    private static int length(byte[] edge, int at) {
        return (int) INTS.get(edge, at);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

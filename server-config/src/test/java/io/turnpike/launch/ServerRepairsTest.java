package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On classes that have the names and the faults of the server's; the server itself is tested by {@code it-tests}. */
class ServerRepairsTest {

    private static final String UTIL = "org.glassfish.grizzly.http.util.";

    @TempDir
    Path directory;

    private ClassLoader mended = ClassLoader.getSystemClassLoader();

    @BeforeEach
    void compile() throws IOException {
        source(
                UTIL,
                "CookieHeaderParser",
                "static boolean[] table = new boolean[256]; static { table[0xfc] = true; table['a'] = true; }"
                        + "public static boolean isText(int c) { try { return table[c]; } catch (ArrayIndexOutOfBoundsException e) { return false; } }");
        source(
                UTIL,
                "HttpCodecUtils",
                "public static boolean isNonPrintableUsAscii(int c) { return c <= 31 && c != 9 || c >= 127; }");
        source(
                UTIL,
                "HttpStatus",
                "static java.util.Map<Integer, String> names = new java.util.HashMap<>(); static { register(200, \"OK\"); }"
                        + "private static HttpStatus register(int s, String n) { names.put(s, n); return null; }"
                        + "public static String name(int s) { return names.getOrDefault(s, \"CUSTOM\"); }");
        source(
                UTIL,
                "ByteChunk",
                "byte[] bytes; int start, end; public boolean isNull() { return bytes == null; }"
                        + "public byte[] getBytes() { return bytes; } public int getStart() { return start; } public int getEnd() { return end; }"
                        + "public void setBytes(byte[] b, int s, int e) { bytes = b; start = s; end = e; }");
        source(
                UTIL,
                "HttpRequestURIDecoder",
                "public static boolean normalizeBytes(ByteChunk c) {"
                        + "int end = c.getEnd(); if (end == c.getStart()) return false; c.getBytes()[end] = '/';"
                        + "for (int i = 0; i < 2; i++) { if (i > end) return false; } return true; }"
                        + "public static byte[] normalized(byte[] path) { ByteChunk c = new ByteChunk(); if (path != null) c.setBytes(path, 0, path.length);"
                        + "return normalizeBytes(c) ? c.getBytes() : null; }");
        source(
                "org.glassfish.grizzly.http.server.",
                "Request",
                "public String getRemoteAddr() { return \"192.0.2.1\"; }"
                        + "public String getRequestURI() { return \"/up/%zz\"; }"
                        + "public org.glassfish.grizzly.http.Method getMethod() { return new org.glassfish.grizzly.http.Method(); }");
        source(
                "org.glassfish.grizzly.http.server.",
                "Response",
                "public String said = \"200\"; public void setStatus(int s) { said = \"\" + s; }"
                        + "public void setHeader(String n, String v) { said += \" \" + n + \": \" + v; }");
        source(
                "org.glassfish.grizzly.http2.frames.",
                "HeaderBlockFragment",
                "protected boolean truncated; public void recycle() {}"
                        + "public static boolean isTruncated(int uses) { HeaderBlockFragment f = new HeaderBlockFragment();"
                        + "f.truncated = true; for (int i = 1; i < uses; i++) f.recycle(); return f.truncated; }");
        source("org.glassfish.grizzly.http.", "Method", "public String toString() { return \"GET\"; }");
        source("org.apache.catalina.connector.", "Request", "");
        source("org.apache.catalina.connector.", "Response", "");
        source(
                "org.apache.catalina.connector.",
                "CoyoteAdapter",
                "public static Exception failure; public static boolean verdict;"
                        + "protected boolean postParseRequest(org.glassfish.grizzly.http.server.Request q, Request request,"
                        + "org.glassfish.grizzly.http.server.Response s, Response response, boolean v3) throws Exception {"
                        + "if (failure != null) throw failure; return verdict && v3; }"
                        + "public static String answer(Exception f, boolean v) throws Exception { failure = f; verdict = v;"
                        + "org.glassfish.grizzly.http.server.Response s = new org.glassfish.grizzly.http.server.Response();"
                        + "return new CoyoteAdapter().postParseRequest(new org.glassfish.grizzly.http.server.Request(), null, s, null, true) + \" \" + s.said; }");
        List<String> files;
        try (var paths = Files.walk(directory)) {
            files = new ArrayList<>(
                    paths.filter(Files::isRegularFile).map(Path::toString).toList());
        }
        files.addAll(0, List.of("-d", directory.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, files.toArray(String[]::new)))
                .isZero();
        mended = new Mending(directory.toUri().toURL());
    }

    @Test
    void cookieHeaderParser_byteFrom80_isText() throws Exception {
        assertThat(call(UTIL + "CookieHeaderParser", "isText", int.class, (int) (byte) 0xfc))
                .isEqualTo(true);
        assertThat(call(UTIL + "CookieHeaderParser", "isText", int.class, (int) 'a'))
                .isEqualTo(true);
        assertThat(call(UTIL + "CookieHeaderParser", "isText", int.class, 0)).isEqualTo(false);
    }

    @Test
    void httpCodecUtils_latin1_isPrintableAndControlsAndOthersAreNot() throws Exception {
        for (int printable : new int[] {'a', 9, (byte) 0x80, (byte) 0xff, 0x80, 0xff}) {
            assertThat(call(UTIL + "HttpCodecUtils", "isNonPrintableUsAscii", int.class, printable))
                    .as("%x", printable)
                    .isEqualTo(false);
        }
        for (int other : new int[] {0, 13, 10, 127, 0x100, 0x1ff, 0x20ac}) {
            assertThat(call(UTIL + "HttpCodecUtils", "isNonPrintableUsAscii", int.class, other))
                    .as("%x", other)
                    .isEqualTo(true);
        }
    }

    @Test
    void httpStatus_statusThatItDoesNotKnow_hasItsReasonPhrase() throws Exception {
        assertThat(call(UTIL + "HttpStatus", "name", int.class, 200)).isEqualTo("OK");
        assertThat(call(UTIL + "HttpStatus", "name", int.class, 429)).isEqualTo("Too Many Requests");
        assertThat(call(UTIL + "HttpStatus", "name", int.class, 508)).isEqualTo("Loop Detected");
        assertThat(call(UTIL + "HttpStatus", "name", int.class, 599)).isEqualTo("CUSTOM");
    }

    @Test
    void headerBlockFragment_usedAgain_isNotTruncated() throws Exception {
        String fragment = "org.glassfish.grizzly.http2.frames.HeaderBlockFragment";

        assertThat(call(fragment, "isTruncated", int.class, 1)).isEqualTo(true);
        assertThat(call(fragment, "isTruncated", int.class, 2)).isEqualTo(false);
    }

    @Test
    void httpRequestUriDecoder_arrayIsFull_hasRoomForASlash() throws Exception {
        assertThat(call(UTIL + "HttpRequestURIDecoder", "normalized", byte[].class, (Object) new byte[] {'/', '.'}))
                .isEqualTo(new byte[] {'/', '.', '/'});
        assertThat(call(UTIL + "HttpRequestURIDecoder", "normalized", byte[].class, (Object) null))
                .isNull();
    }

    @Test
    void coyoteAdapter_requestCannotBeRead_isRefusedAndTheLast() throws Exception {
        Class<?> adapter = mended.loadClass("org.apache.catalina.connector.CoyoteAdapter");
        Method answer = adapter.getMethod("answer", Exception.class, boolean.class);

        List<String> log = new ArrayList<>();
        Logger logger = Logger.getLogger(ServerRepairs.class.getName());
        logger.setFilter(line -> {
            log.add(MessageFormat.format(line.getMessage(), line.getParameters()));
            return false;
        });
        try {
            assertThat(answer.invoke(null, new Exception("Host is not set"), true))
                    .isEqualTo("false 400 Connection: close");
        } finally {
            logger.setFilter(null);
        }
        assertThat(log)
                .containsExactly(
                        "GET /up/%zz: 400: the server cannot read the request: java.lang.Exception: Host is not set [from 192.0.2.1]");
        assertThat(answer.invoke(null, null, true)).isEqualTo("true 200");
        assertThat(answer.invoke(null, null, false)).isEqualTo("false 200");
    }

    @Test
    void transform_classIsAnotherThanExpected_isLeftAsItIs() throws IOException {
        byte[] other = bytes(ServerRepairsTest.class.getClassLoader(), ServerRepairsTest.class.getName());

        assertThat(new ServerRepairs()
                        .transform(null, UTIL.replace('.', '/') + "CookieHeaderParser", null, null, other))
                .isNull();
        assertThat(new ServerRepairs()
                        .transform(null, UTIL.replace('.', '/') + "CookieHeaderParser", null, null, new byte[] {1}))
                .isNull();
        assertThat(new ServerRepairs().transform(null, "any/Other", null, null, other))
                .isNull();
        assertThat(new ServerRepairs().transform(null, null, null, null, other)).isNull();
    }

    private void source(String packageName, String name, String members) throws IOException {
        Path file = directory.resolve(packageName.replace('.', '/') + name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "package " + packageName.substring(0, packageName.length() - 1) + "; public class " + name + " {"
                        + members + "}");
    }

    private Object call(String type, String method, Class<?> parameter, Object argument) throws Exception {
        return mended.loadClass(type).getMethod(method, parameter).invoke(null, argument);
    }

    private static byte[] bytes(ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Loads what has been mended, where that is another. */
    private static final class Mending extends URLClassLoader {

        Mending(URL classes) {
            super(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                byte[] original = bytes(this, name);
                byte[] other = new ServerRepairs().transform(this, name.replace('.', '/'), null, null, original);
                byte[] code = other == null ? original : other;
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

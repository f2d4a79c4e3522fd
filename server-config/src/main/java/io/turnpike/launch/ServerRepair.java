package io.turnpike.launch;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** What is wrong in one method of Payara's HTTP server, and what it does instead. */
@SuppressWarnings("ImmutableEnumChecker")
enum ServerRepair {

    /**
     * A request that cannot be read (a path with {@code %zz}, an empty {@code Host}, a port in it that is no number) made it throw, and the answer was an empty 200. The answer
     * is 400 now, and nothing more is taken from the connection.
     */
    UNREADABLE_REQUEST(
            "postParseRequest(Lorg/glassfish/grizzly/http/server/Request;Lorg/apache/catalina/connector/Request;"
                    + "Lorg/glassfish/grizzly/http/server/Response;Lorg/apache/catalina/connector/Response;Z)Z",
            ServerRepair::refuse),

    /** A path that ends in {@code /.} or {@code /..} was given a slash beyond the end of its array: now there is room for one. */
    DOTS_AT_THE_END("normalizeBytes(Lorg/glassfish/grizzly/http/util/ByteChunk;)Z", first(ServerRepair::makeRoom)),

    /** Bytes from 0x80 on are text in the values of fields (RFC 9110, section 5.5: obs-text); as they have a sign in Java, none was found in the table. */
    LATIN_1_IN_REQUESTS("isText(I)Z", first(ServerRepair::dropSign)),

    /** The same where the answer is written: each such byte became a space. */
    LATIN_1_IN_ANSWERS("isNonPrintableUsAscii(I)Z", first(ServerRepair::letThrough)),

    /**
     * A frame of HTTP/2 whose header fields were too long is used again, and was too long again with whatever fields: after one such request others were refused with 431, by and by all of
     * them, until the server was started anew.
     */
    FRAME_USED_AGAIN("recycle()V", first(ServerRepair::forgetTruncation)),

    /** The reason phrase of a status that it does not know is {@code CUSTOM}: now it knows those of IANA's registry that a gateway answers with, or is likely to pass on. */
    REASON_PHRASES(
            "<clinit>()V",
            ServerRepair::nameStatuses,
            "register(ILjava/lang/String;)Lorg/glassfish/grizzly/http/util/HttpStatus;");

    private static final String CHUNK = "org/glassfish/grizzly/http/util/ByteChunk";
    private static final String ANSWER = "org/glassfish/grizzly/http/server/Response";
    private static final String LOGGER = "java/util/logging/Logger";
    private static final String LEVEL = "java/util/logging/Level";
    private static final String FAILURE = "java/lang/Exception";
    private static final String OBJECT = "java/lang/Object";
    private static final String ORIGINAL = "turnpike$original";
    private static final int FIRST_NOT_LATIN_1 = 256;

    private static final SortedMap<Integer, String> STATUSES = new TreeMap<>(Map.ofEntries(
            Map.entry(207, "Multi-Status"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(423, "Locked"),
            Map.entry(424, "Failed Dependency"),
            Map.entry(425, "Too Early"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(507, "Insufficient Storage"),
            Map.entry(508, "Loop Detected"),
            Map.entry(511, "Network Authentication Required")));

    private final String method;
    private final Way way;
    private final Set<String> needed;

    ServerRepair(String method, Way way, String... used) {
        this.method = method;
        this.way = way;
        this.needed = Stream.concat(Stream.of(method), Stream.of(used)).collect(Collectors.toUnmodifiableSet());
    }

    /** Name and descriptor of the method. */
    String method() {
        return method;
    }

    /** The methods, with their descriptors, without which the class is another than expected. */
    Set<String> needed() {
        return needed;
    }

    /** Writes the method in its new form; returns what is to be told of its code. */
    MethodVisitor mend(ClassVisitor to, Original original) {
        return way.mend(to, original);
    }

    /** The method as it was, but for its code. */
    @SuppressWarnings("ArrayRecordComponent")
    record Original(String className, int access, String name, String descriptor, String @Nullable [] exceptions) {

        MethodVisitor begin(ClassVisitor to) {
            return to.visitMethod(access, name, descriptor, null, exceptions);
        }
    }

    @FunctionalInterface
    private interface Way {
        MethodVisitor mend(ClassVisitor to, Original original);
    }

    private static Way first(Consumer<MethodVisitor> beginning) {
        return (to, original) -> new Beginning(original.begin(to), beginning);
    }

    /** A method with something before it. */
    private static final class Beginning extends MethodVisitor {

        private final Consumer<MethodVisitor> first;

        Beginning(MethodVisitor method, Consumer<MethodVisitor> first) {
            super(Opcodes.ASM9, method);
            this.first = first;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            first.accept(mv);
        }
    }

    /** Calls the method as it was; what that throws is logged, and the request refused. */
    private static MethodVisitor refuse(ClassVisitor to, Original original) {
        MethodVisitor code = original.begin(to);
        Label begin = new Label();
        Label end = new Label();
        Label failed = new Label();
        code.visitCode();
        code.visitTryCatchBlock(begin, end, failed, FAILURE);
        code.visitLabel(begin);
        for (int argument = 0; argument <= 4; argument++) {
            code.visitVarInsn(Opcodes.ALOAD, argument);
        }
        code.visitVarInsn(Opcodes.ILOAD, 5);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, original.className(), ORIGINAL, original.descriptor(), false);
        code.visitLabel(end);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(failed);
        code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {FAILURE});
        code.visitVarInsn(Opcodes.ASTORE, 6);
        code.visitLdcInsn(ServerRepairs.class.getName());
        code.visitMethodInsn(Opcodes.INVOKESTATIC, LOGGER, "getLogger", "(Ljava/lang/String;)L" + LOGGER + ";", false);
        code.visitFieldInsn(Opcodes.GETSTATIC, LEVEL, "INFO", "L" + LEVEL + ";");
        code.visitLdcInsn("{0} {1}: 400: the server cannot read the request: {2} [from {3}]");
        code.visitInsn(Opcodes.ICONST_4);
        code.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
        element(code, 0, () -> ofRequest(code, "getMethod", "()Lorg/glassfish/grizzly/http/Method;"));
        element(code, 1, () -> ofRequest(code, "getRequestURI", "()Ljava/lang/String;"));
        element(code, 2, () -> code.visitVarInsn(Opcodes.ALOAD, 6));
        element(code, 3, () -> ofRequest(code, "getRemoteAddr", "()Ljava/lang/String;"));
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, LOGGER, "log", "(L" + LEVEL + ";Ljava/lang/String;[L" + OBJECT + ";)V", false);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitIntInsn(Opcodes.SIPUSH, 400);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ANSWER, "setStatus", "(I)V", false);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitLdcInsn("Connection");
        code.visitLdcInsn("close");
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, ANSWER, "setHeader", "(Ljava/lang/String;Ljava/lang/String;)V", false);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return to.visitMethod(Opcodes.ACC_PRIVATE, ORIGINAL, original.descriptor(), null, original.exceptions());
    }

    /** Puts what is pushed into the array that is on the stack. */
    private static void element(MethodVisitor code, int index, Runnable push) {
        code.visitInsn(Opcodes.DUP);
        code.visitIntInsn(Opcodes.BIPUSH, index);
        push.run();
        code.visitInsn(Opcodes.AASTORE);
    }

    private static void ofRequest(MethodVisitor code, String method, String descriptor) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, "org/glassfish/grizzly/http/server/Request", method, descriptor, false);
    }

    private static MethodVisitor nameStatuses(ClassVisitor to, Original original) {
        String register = "(ILjava/lang/String;)L" + original.className() + ";";
        return new MethodVisitor(Opcodes.ASM9, original.begin(to)) {
            @Override
            public void visitInsn(int instruction) {
                if (instruction == Opcodes.RETURN) {
                    STATUSES.forEach((status, name) -> {
                        super.visitIntInsn(Opcodes.SIPUSH, status);
                        super.visitLdcInsn(name);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, original.className(), "register", register, false);
                        super.visitInsn(Opcodes.POP);
                    });
                }
                super.visitInsn(instruction);
            }
        };
    }

    private static void makeRoom(MethodVisitor code) {
        Label enough = new Label();
        ofChunk(code, "isNull", "()Z");
        code.visitJumpInsn(Opcodes.IFNE, enough);
        ofChunk(code, "getEnd", "()I");
        ofChunk(code, "getBytes", "()[B");
        code.visitInsn(Opcodes.ARRAYLENGTH);
        code.visitJumpInsn(Opcodes.IF_ICMPLT, enough);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        ofChunk(code, "getBytes", "()[B");
        ofChunk(code, "getEnd", "()I");
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IADD);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "copyOf", "([BI)[B", false);
        ofChunk(code, "getStart", "()I");
        ofChunk(code, "getEnd", "()I");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHUNK, "setBytes", "([BII)V", false);
        code.visitLabel(enough);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private static void ofChunk(MethodVisitor code, String method, String descriptor) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHUNK, method, descriptor, false);
    }

    private static void forgetTruncation(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitFieldInsn(
                Opcodes.PUTFIELD, "org/glassfish/grizzly/http2/frames/HeaderBlockFragment", "truncated", "Z");
    }

    private static void dropSign(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitIntInsn(Opcodes.SIPUSH, FIRST_NOT_LATIN_1 - 1);
        code.visitInsn(Opcodes.IAND);
        code.visitVarInsn(Opcodes.ISTORE, 0);
    }

    /** It is asked of bytes, with their sign, and of characters. */
    private static void letThrough(MethodVisitor code) {
        Label other = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitInsn(Opcodes.I2B);
        code.visitJumpInsn(Opcodes.IFGE, other);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitIntInsn(Opcodes.SIPUSH, FIRST_NOT_LATIN_1);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, other);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(other);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
}

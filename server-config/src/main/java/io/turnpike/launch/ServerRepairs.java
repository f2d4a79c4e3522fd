package io.turnpike.launch;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Mends faults of Payara's HTTP server in six of its classes, as they are loaded or by {@link UnpackedServer} beforehand, for none of them can be got at from behind the server. Seen in Payara 6.2025.10
 * (Grizzly 4). Where a class is another than expected it is left as it is, with a warning. Safe for several threads.
 */
final class ServerRepairs implements ClassFileTransformer {

    private static final Map<String, ServerRepair> BY_CLASS = Map.of(
            "org/apache/catalina/connector/CoyoteAdapter", ServerRepair.UNREADABLE_REQUEST,
            "org/glassfish/grizzly/http/util/HttpRequestURIDecoder", ServerRepair.DOTS_AT_THE_END,
            "org/glassfish/grizzly/http/util/CookieHeaderParser", ServerRepair.LATIN_1_IN_REQUESTS,
            "org/glassfish/grizzly/http/util/HttpCodecUtils", ServerRepair.LATIN_1_IN_ANSWERS,
            "org/glassfish/grizzly/http2/frames/HeaderBlockFragment", ServerRepair.FRAME_USED_AGAIN,
            "org/glassfish/grizzly/http/util/HttpStatus", ServerRepair.REASON_PHRASES);

    /** The classes, with slashes. */
    static SortedSet<String> classes() {
        return new TreeSet<>(BY_CLASS.keySet());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || !BY_CLASS.containsKey(name)) {
            return null;
        }
        ServerRepair repair = BY_CLASS.get(name);
        try {
            ClassReader reader = new ClassReader(bytes);
            Methods methods = new Methods();
            reader.accept(methods, ClassReader.SKIP_CODE);
            if (methods.found.containsAll(repair.needed())) {
                ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
                reader.accept(new Mended(writer, repair, name), 0);
                return writer.toByteArray();
            }
            logger().warning(() ->
                    name + " is another than expected, and is left as it is: it has not all of " + repair.needed());
        } catch (RuntimeException e) {
            logger().log(Level.WARNING, name + " cannot be mended, and is left as it is", e);
        }
        return null;
    }

    /** Not before it is needed: with the first logger the JDK makes its log manager, and it is the server, or the agent, that says which one. */
    private static Logger logger() {
        return Logger.getLogger(ServerRepairs.class.getName());
    }

    /** What a class has. */
    private static final class Methods extends ClassVisitor {

        private final Set<String> found = new HashSet<>();

        Methods() {
            super(Opcodes.ASM9);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            found.add(name + descriptor);
            return null;
        }
    }

    /** The class with one method that is another. */
    private static final class Mended extends ClassVisitor {

        private final ServerRepair repair;
        private final String className;

        Mended(ClassWriter writer, ServerRepair repair, String className) {
            super(Opcodes.ASM9, writer);
            this.repair = repair;
            this.className = className;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (!repair.method().equals(name + descriptor)) {
                return super.visitMethod(access, name, descriptor, signature, exceptions);
            }
            return repair.mend(cv, new ServerRepair.Original(className, access, name, descriptor, exceptions));
        }
    }
}

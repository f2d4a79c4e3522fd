package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.BindingCheck.Misfit;
import io.turnpike.thrift.json.FieldBinding;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds names of headers and cookies that an answer must never carry: what is no token could begin another header, and headers of
 * the framing could begin another answer. Of all that {@link BindingCheck} refuses at registration these alone make a stored
 * service unusable.
 */
final class ReplyNames {

    /** Headers that say how the answer is sent; they are the server's. */
    private static final Set<String> FRAMING = Set.of(
            "connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "date");

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private ReplyNames() {}

    static boolean isFraming(String header) {
        return FRAMING.contains(header.toLowerCase(Locale.ROOT));
    }

    static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** What is wrong with the names in the replies of a service, exceptions included. */
    static List<Misfit> faults(ServiceSchema service) {
        List<Misfit> misfits = new ArrayList<>();
        Set<StructSchema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (MethodSchema method : service.methods().values()) {
            Stream.<ThriftType>concat(
                            method.returnType().stream(),
                            method.exceptions().stream().map(FieldSchema::type))
                    .forEach(type -> {
                        if (type instanceof StructSchema struct && seen.add(struct)) {
                            struct.fields().forEach(field -> check(struct, field, misfits));
                        }
                    });
        }
        return misfits;
    }

    private static void check(StructSchema struct, FieldSchema field, List<Misfit> misfits) {
        FieldBinding binding = FieldBinding.of(field);
        boolean header = !binding.header().isEmpty() && (!isToken(binding.header()) || isFraming(binding.header()));
        boolean cookie = !binding.cookie().isEmpty() && !isToken(binding.cookie());
        if (header || cookie) {
            String annotation = header ? FieldBinding.HEADER : FieldBinding.COOKIE;
            misfits.add(
                    new Misfit(
                            struct.name(),
                            field.name(),
                            false,
                            annotation + " of " + struct.name() + "." + field.name() + " is \""
                                    + (header ? binding.header() : binding.cookie())
                                    + "\" (expected: a name of letters, digits and !#$%&'*+-.^_`|~, and none of the server's own)"));
        }
    }
}

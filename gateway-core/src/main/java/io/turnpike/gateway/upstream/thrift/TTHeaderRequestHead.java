package io.turnpike.gateway.upstream.thrift;

import io.netty.buffer.ByteBuf;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.TTHeaderTemplate;
import java.util.HashMap;
import java.util.Map;

/** The TTHeader of a call: which method of which service, and whether a reply is awaited. For use by one thread. */
final class TTHeaderRequestHead implements RequestHead {

    /** Text by which a Kitex server of several services is told which one. */
    private static final String SERVICE = "isn";

    private static final int USUAL_BYTES = 128;

    private final String service;
    private final Dialect dialect;

    /** By method; as many as the service has. */
    private final Map<String, TTHeaderTemplate> templates = new HashMap<>();

    private final ByteSink scratch = new ByteSink(USUAL_BYTES);

    /** @param service the name that the gateway has for it */
    TTHeaderRequestHead(String service, Dialect dialect) {
        this.service = service;
        this.dialect = dialect;
    }

    @Override
    public int bytes() {
        return USUAL_BYTES;
    }

    @Override
    public void write(ThriftCall call, int messageBytes, ByteBuf out) {
        String method = call.transcoder().method().name();
        TTHeaderTemplate template = templates.get(method);
        if (template == null) {
            template = template(method, call.oneway() ? MessageType.ONEWAY : MessageType.CALL);
            templates.put(method, template);
        }
        scratch.truncate(0);
        template.write(call.sequenceId(), messageBytes, scratch);
        out.writeBytes(scratch.array(), 0, scratch.size());
    }

    private TTHeaderTemplate template(String method, MessageType type) {
        return TTHeaderTemplate.ofCall(
                dialect.protocol(),
                service,
                method,
                type,
                dialect.multiplexedName().map(name -> Map.of(SERVICE, name)).orElse(Map.of()));
    }
}

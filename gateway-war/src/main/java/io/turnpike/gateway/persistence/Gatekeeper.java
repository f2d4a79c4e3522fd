package io.turnpike.gateway.persistence;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets nobody but this process into the embedded server, though every user of the machine can reach its port. The server knows
 * no users; but the first message on every connection of the driver, the handshake, carries the application name, and ours is
 * a secret. A connection whose first message does not carry it is closed unanswered; one that does is let through from then on.
 */
final class Gatekeeper extends SimpleChannelInboundHandler<ClientRequest> {

    private static final System.Logger LOG = System.getLogger(Gatekeeper.class.getName());

    private final byte[] password;

    Gatekeeper(String password) {
        super(ClientRequest.class, false);
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ClientRequest request) {
        String name = applicationName(handshake(request));
        if (MessageDigest.isEqual(name.getBytes(StandardCharsets.UTF_8), password)) {
            // Passed on from here, so that what the next handlers find is a pipeline without this one.
            context.fireChannelRead(request);
            context.pipeline().remove(this);
        } else {
            LOG.log(Level.DEBUG, "Refused {0}: it is not this gateway", context.channel());
            ChannelFuture unused = context.close();
        }
    }

    private static Document handshake(ClientRequest request) {
        if (request instanceof MongoQuery query) {
            return query.getQuery();
        }
        return request instanceof MongoMessage message ? message.getDocument() : new Document();
    }

    private static String applicationName(Document handshake) {
        return handshake.get("client") instanceof Document client
                        && client.get("application") instanceof Document application
                        && application.get("name") instanceof String name
                ? name
                : "";
    }
}

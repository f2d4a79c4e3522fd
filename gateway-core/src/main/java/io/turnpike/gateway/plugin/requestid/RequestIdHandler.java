package io.turnpike.gateway.plugin.requestid;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import java.util.function.Supplier;

/** Writes the id into the request, and into whatever it is answered with. */
final class RequestIdHandler implements PluginHandler {

    /** The attribute that has the id, for other plugins. */
    private static final String ATTRIBUTE = "request-id";

    private static final int LONGEST = 128;

    /** What ids are made of: UUIDs, ULIDs, Base64, W3C trace ids, host names and numbers. */
    private static final String PUNCTUATION = "-_.~:+/=@";

    private final String header;
    private final boolean takesClients;
    private final Supplier<String> ids;

    RequestIdHandler(String header, boolean takesClients, Supplier<String> ids) {
        this.header = header;
        this.takesClients = takesClients;
        this.ids = ids;
    }

    @Override
    public Decision rewrite(PluginRequest request) {
        String sent = takesClients ? request.header(header) : null;
        String id = sent != null && isSane(sent) ? sent : ids.get();
        request.attribute(ATTRIBUTE, id);
        request.setHeader(header, id);
        return Decision.proceed();
    }

    @Override
    public void headerFilter(PluginRequest request, ResponseHead head) {
        if (request.attribute(ATTRIBUTE) instanceof String id) {
            head.setHeader(header, id);
        }
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}

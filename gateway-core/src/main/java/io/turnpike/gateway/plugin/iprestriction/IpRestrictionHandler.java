package io.turnpike.gateway.plugin.iprestriction;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.routing.rule.IpLiteral;

/** Refuses a request whose address is denied, or not allowed, or unknown. */
final class IpRestrictionHandler implements PluginHandler {

    private static final Decision REFUSED = Decision.refuse(
            new GatewayException(GatewayError.ADDRESS_FORBIDDEN, "Requests from this address are not allowed"));

    private final AddressBlocks allow;
    private final AddressBlocks deny;

    /** @param allow if there is any, no others may call */
    IpRestrictionHandler(AddressBlocks allow, AddressBlocks deny) {
        this.allow = allow;
        this.deny = deny;
    }

    @Override
    public Decision access(PluginRequest request) {
        byte[] address = IpLiteral.parse(request.clientAddress());
        boolean passes = address != null && !deny.contains(address) && (allow.isEmpty() || allow.contains(address));
        return passes ? Decision.proceed() : REFUSED;
    }
}

package io.turnpike.gateway.handover;

/**
 * How handing over goes.
 *
 * @param known how many healthy RegistryProxies the registry shows
 * @param usable how many of them are asked: they can be reached and are not put aside
 * @param handedOver requests that a proxy has done, since the start
 * @param failed requests that a proxy was asked for and has not done, so that the gateway did them, since the start
 */
public record ProxyReport(int known, int usable, long handedOver, long failed) {}

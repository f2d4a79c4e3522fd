package io.turnpike.gateway.admin;

import java.time.Duration;

/**
 * When the store is looked at.
 *
 * @param poll how often it is asked for what other gateways have committed, where there can be others
 * @param ping how often it is asked for a sign of life
 * @param failedPing how often it is tried while it does not answer
 * @param maxSilence after so long without an answer the log says ERROR, once
 */
public record StoreTimings(Duration poll, Duration ping, Duration failedPing, Duration maxSilence) {}

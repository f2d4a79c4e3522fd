package io.turnpike.gateway.upstream.thrift;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param address where a connect succeeded; null if none did
 * @param framing the framing found or assumed
 * @param proven whether the framing is known from an answer, rather than assumed
 * @param reason why no connect succeeded, or how the framing was found, for people
 */
record ProbeResult(@Nullable InetSocketAddress address, Framing framing, boolean proven, String reason) {}

package io.turnpike.it.scenario;

import io.turnpike.it.harness.Gateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A test class that has a running gateway, configured with {@link #SETTINGS}. */
public interface WithGateway {

    /** The master key of every gateway under test. */
    String MASTER_KEY = "k";

    /** Largest request body, small so that a test can go over it. */
    int MAX_REQUEST_BYTES = 200_000;

    /** How long a call may take. */
    int CALL_TIMEOUT_MILLIS = 1_500;

    /** Where a proxy would be that is believed. */
    String TRUSTED_PROXY = "127.0.0.2";

    /** What the gateways under test are configured with, besides their port. */
    Map<String, ?> SETTINGS = Map.of(
            "maskerKey",
            MASTER_KEY,
            "maxRequestBytes",
            MAX_REQUEST_BYTES,
            "callTimeoutMillis",
            CALL_TIMEOUT_MILLIS,
            "probeIntervalMillis",
            200,
            "trustedProxies",
            List.of(TRUSTED_PROXY));

    /** The gateway under test. */
    Gateway gateway();

    /** A server may answer before the gateway has loaded what is registered. One that did not within its time gets no second chance. */
    @BeforeEach
    default void awaitReady() {
        Readiness.await(gateway());
    }
}

package io.turnpike.gateway.upstream.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettySetUpTest {

    private static final String LEAKS = "io.netty.leakDetection.level";
    private static final String LEAKS_BEFORE = "io.netty.leakDetectionLevel";

    private final Properties before = System.getProperties();

    @BeforeEach
    void setNothing() {
        Properties own = (Properties) before.clone();
        own.keySet().removeIf(key -> key.toString().startsWith("io."));
        System.setProperties(own);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void apply_nothingSet_turnsRecorderAndLeakDetectionOff() {
        NettySetUp.apply();

        assertThat(System.getProperty("io.netty.jfr.enabled")).isEqualTo("false");
        assertThat(System.getProperty("io.lettuce.core.jfr")).isEqualTo("false");
        assertThat(System.getProperty(LEAKS)).isEqualTo("disabled");
    }

    @Test
    void apply_setByTheOperator_leavesIt() {
        System.setProperty("io.netty.jfr.enabled", "true");
        System.setProperty(LEAKS, "paranoid");

        NettySetUp.apply();

        assertThat(System.getProperty("io.netty.jfr.enabled")).isEqualTo("true");
        assertThat(System.getProperty(LEAKS)).isEqualTo("paranoid");
    }

    @Test
    void apply_setByItsFormerName_leavesIt() {
        System.setProperty(LEAKS_BEFORE, "simple");

        NettySetUp.apply();

        assertThat(System.getProperty(LEAKS)).isNull();
    }
}

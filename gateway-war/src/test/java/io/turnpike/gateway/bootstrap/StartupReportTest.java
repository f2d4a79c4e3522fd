package io.turnpike.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartupReportTest {

    @Test
    void store_anyDbUrl_isNamedByItsHostsOnly() {
        assertThat(StartupReport.store("mongodb://me:hunter2@h:1,i/db?x=hunter2"))
                .isEqualTo("MongoDB at h:1,i");
        assertThat(StartupReport.store("mongodb://me:hunter2/x@h")).doesNotContain("hunter2");
    }
}

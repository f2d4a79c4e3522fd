package io.turnpike.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartupReportTest {

    @Test
    void version_ofThisBuild_isANumber() {
        assertThat(StartupReport.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }

    @Test
    void withoutPassword_urlWithUser_leavesUserAndPasswordOut() {
        assertThat(StartupReport.withoutPassword("mongodb://me:secret@h:1/db?x=y"))
                .isEqualTo("mongodb://h:1/db?x=y");
        assertThat(StartupReport.withoutPassword("mongodb://me:s@h")).isEqualTo("mongodb://h");
        assertThat(StartupReport.withoutPassword("mongodb://h:1")).isEqualTo("mongodb://h:1");
    }
}

package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SecondDeploymentTest {

    private static final List<String> ARGUMENTS =
            List.of("-jar", "payara-micro.jar", "--contextroot", "/", "--deploy", "/opt/gateway.war");

    private final Micro micro = new Micro();
    private final List<Integer> exits = new ArrayList<>();

    /** A server that has no application until a deployment goes well. */
    private static final class Micro implements SecondDeployment.Server {

        private final List<String> calls = new ArrayList<>();
        private boolean started;
        private boolean deployed;
        private boolean deploys = true;

        @Override
        public boolean hasApplications() throws ReflectiveOperationException {
            calls.add("hasApplications");
            if (!started) {
                throw new ReflectiveOperationException("the server has not started");
            }
            return deployed;
        }

        @Override
        public void deploy(String name, String contextRoot, File archive) {
            calls.add("deploy " + name + " at " + contextRoot + " from " + archive);
            deployed = deploys;
        }
    }

    @Test
    void run_applicationIsThere_looksOnce() {
        run(ARGUMENTS, () -> {
            micro.started = true;
            micro.deployed = true;
        });

        assertThat(micro.calls).containsExactly("hasApplications");
        assertThat(exits).isEmpty();
    }

    @Test
    void run_applicationIsMissing_isDeployedAsTheCommandSays() {
        run(ARGUMENTS, () -> micro.started = true);

        assertThat(micro.calls)
                .containsExactly("hasApplications", "deploy gateway at / from /opt/gateway.war", "hasApplications");
        assertThat(exits).isEmpty();
    }

    @Test
    void run_noContextRoot_isTheNameOfTheArchive() {
        run(List.of("--deploy", "/opt/registry-proxy.war"), () -> micro.started = true);

        assertThat(micro.calls).contains("deploy registry-proxy at registry-proxy from /opt/registry-proxy.war");
    }

    @Test
    void run_failsAgain_endsTheServer() {
        micro.deploys = false;

        run(ARGUMENTS, () -> micro.started = true);

        assertThat(exits).containsExactly(1);
    }

    @Test
    void run_serverHasNotStarted_leavesItAlone() {
        run(ARGUMENTS, () -> {});

        assertThat(micro.calls).containsExactly("hasApplications");
        assertThat(exits).isEmpty();
    }

    @Test
    void run_nothingToDeploy_asksNothing() {
        run(List.of("-jar", "payara-micro.jar", "--deploy"), () -> micro.started = true);

        assertThat(micro.calls).isEmpty();
    }

    /** With a main thread that starts the server. */
    private void run(List<String> arguments, Runnable start) {
        Thread main = new Thread(start);
        main.start();
        new SecondDeployment(main, micro, arguments, exits::add).run();
    }
}

package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.JvmWatch;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerKind.Redeployable;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Undeploy and deploy again, many times, with calls between: the server's process is as it was. */
public abstract class RedeployScenarios implements ProcessScenario {

    /** At most; pools of the server grow and shrink. */
    private static final int SLACK = 6;

    /**
     * Above those after the warm-up, at most: an idle worker thread of WildFly keeps the deployment it last worked for, by the
     * context class loader it was created with or by what is left of the last request on its stack.
     */
    private static final int LOADER_SLACK = 2;

    /** Loaded once by each class loader of the application, whatever the server loads for itself meanwhile. */
    private static final String APPLICATION_CLASS = "io.turnpike.gateway.bootstrap.GatewayLifecycle";

    /** @param ours names, each once: how many workers a pool has by now is a matter of what it was asked to do */
    private record Counts(long loaders, Set<String> ours, int threads, Set<String> files) {}

    /** How often it is redeployed after the warm-up. */
    protected int times() {
        return 16;
    }

    /** How often before: by then the server has loaded what it loads once, and its thread pools are filled. */
    protected int warmUp() {
        return 4;
    }

    /** What the gateway and whatever is deployed with it are configured with, besides their port. */
    protected Map<String, ?> settings() {
        return WithGateway.SETTINGS;
    }

    @Test
    final void redeploy_manyTimes_leavesNothingBehind() {
        ThriftPeer.requirePython();
        GatewaySetup setup =
                GatewaySetup.fresh("redeploy", settings(), "-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:+UseSerialGC");
        Gateway gateway = setup.gateway();
        try (ThriftPeer peer = ThriftPeer.start(Framing.FRAMED);
                Redeployable redeployable = server().launchRedeployable(setup)) {
            ServerKind.awaitReady(redeployable.server(), gateway);
            JvmWatch jvm = new JvmWatch(redeployable.server().pid());
            Owner owner = Owner.register(gateway, Resource.ECHO);
            String serverId = owner.connect(peer.port());
            use(owner, serverId);
            redeploy(redeployable, jvm, owner, serverId, warmUp());
            Counts before = counts(jvm);
            assertThat(before.loaders())
                    .as("live class loaders of applications")
                    .isPositive();
            assertThat(before.ours()).as("threads of ours while deployed").isNotEmpty();
            redeploy(redeployable, jvm, owner, serverId, times());
            assertFlat(before, jvm);
        }
    }

    private static void redeploy(Redeployable redeployable, JvmWatch jvm, Owner owner, String serverId, int times) {
        for (int i = 1; i <= times; i++) {
            redeployable.undeploy();
            assertThat(owner.gateway().get("/ping").status()).as("undeployed").isNotEqualTo(200);
            assertThat(oursIn(jvm))
                    .as("threads of ours after undeployment %d", i)
                    .isEmpty();
            redeployable.deploy();
            ServerKind.awaitReady(redeployable.server(), owner.gateway());
            use(owner, serverId);
        }
    }

    private static void use(Owner owner, String serverId) {
        assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
        Await.until("called", Duration.ofSeconds(15), () -> {
            Answer answer = owner.call("whoami", "");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer;
        });
    }

    private Counts counts(JvmWatch jvm) {
        jvm.collect();
        jvm.collect();
        return new Counts(
                jvm.loadersOf(APPLICATION_CLASS),
                Set.copyOf(oursIn(jvm)),
                jvm.threads().size(),
                jvm.fileDescriptors());
    }

    /** Names of threads that the gateway and its libraries run, without the numbers in them. */
    private static List<String> oursIn(JvmWatch jvm) {
        return jvm.threads().stream()
                .map(name -> name.replaceAll("\\d+", "#"))
                .filter(name -> name.startsWith("turnpike")
                        || name.contains("nioEventLoopGroup")
                        || name.contains("mongo")
                        || name.contains("cluster-ClusterId")
                        || name.contains("MVStore")
                        || name.contains("H2"))
                .sorted()
                .toList();
    }

    private void assertFlat(Counts before, JvmWatch jvm) {
        // Below one for each redeployment: what each of them leaves behind is found.
        int slack = Math.min(SLACK, times() - 1);
        Await.until("as after the first redeployments", Duration.ofSeconds(60), () -> {
            Counts after = counts(jvm);
            assertThat(after.loaders()).as("class loaders").isLessThanOrEqualTo(before.loaders() + LOADER_SLACK);
            assertThat(after.ours()).as("threads of ours").isEqualTo(before.ours());
            assertThat(after.threads()).as("threads %s", jvm.threads()).isLessThanOrEqualTo(before.threads() + slack);
            assertThat(after.files().size())
                    .as("file descriptors, before %s, after %s", before.files(), after.files())
                    .isLessThanOrEqualTo(before.files().size() + slack);
            return after;
        });
    }
}

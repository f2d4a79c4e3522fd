package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageEndTest {

    private final List<String> seen = new ArrayList<>();
    private final List<Runnable> blocking = new ArrayList<>();
    private boolean isDraining;
    private boolean isCompletedByServer;
    private final PassageEnd end = new PassageEnd(
            Runnable::run,
            () -> isDraining,
            () -> seen.add("cut"),
            () -> seen.add("answered"),
            () -> seen.add("ended"));
    private final AsyncContext context = (AsyncContext) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                if (isCompletedByServer) {
                    throw new IllegalStateException("completed");
                }
                seen.add(method.getName());
                return null;
            });

    @Test
    void complete_wholeRequest_endsWhenTheServerSaysSo() {
        end.complete(context, blocking::add, false);
        assertThat(seen).isEmpty();
        blocking.get(0).run();
        assertThat(seen).containsExactly("complete", "answered");

        end.completed();

        assertThat(seen).containsExactly("complete", "answered", "ended");
    }

    @Test
    void complete_unreadRequest_isAnsweredBeforeTheServerWaits() {
        end.complete(context, blocking::add, true);

        assertThat(seen).containsExactly("answered");
    }

    @Test
    void complete_serverWasFirst_ends() {
        isCompletedByServer = true;
        end.complete(context, Runnable::run, false);
        end.completed();

        assertThat(seen).containsExactly("answered", "ended");
    }

    @Test
    void look_serverWaitsInComplete_cutsAfterPatienceAndGoesOnLooking() {
        end.complete(context, blocking::add, true);
        lookInVain(SlowClients.MOST_LOOKS_IN_VAIN);
        assertThat(seen).containsExactly("answered");

        end.look();

        assertThat(seen).containsExactly("answered", "cut");
    }

    @Test
    void look_serverReadsOnAfterCompletion_cutsAfterPatienceAndEnds() {
        isDraining = true;
        end.complete(context, Runnable::run, true);
        end.completed();
        lookInVain(SlowClients.MOST_LOOKS_IN_VAIN + 1);

        assertThat(seen).containsExactly("answered", "complete", "cut", "ended");
    }

    @Test
    void look_serverHasReadTheRest_endsWithoutCut() {
        isDraining = true;
        end.complete(context, Runnable::run, true);
        end.completed();
        isDraining = false;

        end.look();
        end.cut();

        assertThat(seen).containsExactly("answered", "complete", "ended");
    }

    @Test
    void leaveOpen_doesNotComplete() {
        end.leaveOpen();
        end.completed();

        assertThat(seen).containsExactly("answered", "ended");
    }

    private void lookInVain(int times) {
        for (int i = 0; i < times; i++) {
            end.look();
        }
    }
}

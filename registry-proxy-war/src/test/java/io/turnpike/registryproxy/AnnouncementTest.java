package io.turnpike.registryproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HandOver;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnnouncementTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final ServerIdCodec serverIds = new ServerIdCodec("a secret of the cluster".getBytes(UTF_8));
    private volatile boolean serves = true;
    private volatile boolean away;
    private volatile ServiceInstance shown;
    private final Announcement announcement = new Announcement(
            new Announcement.Place() {
                @Override
                public void begin(ServiceInstance instance) throws RegistryUnavailableException {
                    shown = instance;
                    call("begin");
                }

                @Override
                public void renew(ServiceInstance instance) throws RegistryUnavailableException {
                    call("renew");
                }

                @Override
                public void end(ServiceInstance instance) throws RegistryUnavailableException {
                    call("end");
                }
            },
            serverIds,
            "10.0.0.3",
            4210,
            InstantSource.system(),
            () -> serves,
            Duration.ofMillis(5));

    private void call(String what) throws RegistryUnavailableException {
        if (away) {
            throw new RegistryUnavailableException("away", new IOException());
        }
        calls.add(what);
    }

    @AfterEach
    void close() {
        announcement.close();
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
            Thread.onSpinWait();
        }
    }

    @Test
    void announcement_serving_beginsOnceAndRenews() {
        await(() -> calls.size() > 3);
        assertThat(calls.get(0)).isEqualTo("begin");
        assertThat(List.copyOf(calls).subList(1, 4)).containsOnly("renew");
        await(() -> announcement.status().announced());
        assertThat(announcement.status()).isEqualTo(new AnnouncementStatus(0, true, ""));
        assertThat(shown.serviceName()).isEqualTo(HandOver.PROXY_SERVICE);
        assertThat(shown.ownerId()).isEqualTo(HandOver.PROXY_OWNER);
        assertThat(serverIds.verify(shown.serverId())).contains(shown);
    }

    @Test
    void announcement_noLongerServing_isNotRenewedAndNotLiveAfterSomeMisses() {
        await(() -> announcement.status().announced());
        serves = false;
        await(() -> announcement.status().misses() > 3);
        int renewed = calls.size();
        assertThat(announcement.status().serving()).isFalse();
        assertThat(announcement.status().live()).isFalse();
        assertThat(announcement.status().detail()).contains("does not answer");
        await(() -> announcement.status().misses() > 10);
        assertThat(calls).hasSize(renewed);

        serves = true;
        await(() -> announcement.status().serving());
        assertThat(announcement.status().live()).isTrue();
    }

    @Test
    void announcement_registryAway_goesOnTrying() {
        await(() -> announcement.status().announced());
        away = true;
        await(() -> announcement.status().detail().equals("away"));
        assertThat(announcement.status().serving()).isTrue();
        assertThat(announcement.status().announced()).isTrue();
        int before = calls.size();
        away = false;
        await(() -> calls.size() > before && announcement.status().detail().isEmpty());
    }

    @Test
    void close_isTheEndInTheRegistry() {
        await(() -> announcement.status().announced());
        announcement.close();
        assertThat(calls.get(calls.size() - 1)).isEqualTo("end");
    }
}

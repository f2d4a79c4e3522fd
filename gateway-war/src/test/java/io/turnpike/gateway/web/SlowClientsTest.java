package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.Settings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowClientsTest {

    private final SlowClients clients = new SlowClients();
    private final HeldThreads threads = new HeldThreads();

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment")
    void inject() {
        clients.threads = threads;
        clients.settings = Settings.any();
    }

    @Test
    void interval_looksInVainTakeTheTimeout() {
        assertThat(clients.interval().multipliedBy(SlowClients.MOST_LOOKS_IN_VAIN))
                .isEqualTo(clients.settings.clientTimeout());
    }

    @Test
    void began_twoClients_keepsOneThreadLooking() {
        clients.began(new Client());
        clients.began(new Client());

        assertThat(threads.tasks).hasSize(1);
    }

    @Test
    void began_afterTheEndOfTheThreads_neitherLooksInTheCallerNorStaysMute() {
        threads.ended = true;
        clients.began(new Client());
        threads.ended = false;
        clients.began(new Client());

        assertThat(threads.tasks).hasSize(1);
    }

    @Test
    void keepLooking_interrupted_canBeginAgain() {
        clients.began(new Client());
        Thread.currentThread().interrupt();
        threads.tasks.get(0).run();
        assertThat(Thread.interrupted()).isTrue();

        clients.began(new Client());

        assertThat(threads.tasks).hasSize(2);
    }

    @Test
    void lookAtAll_oneFails_looksAtTheOthers() {
        Client[] all = {new Client(), new Client(), new Client()};
        for (Client client : all) {
            client.fails = true;
            clients.began(client);
        }

        clients.lookAtAll();

        assertThat(all).allSatisfy(client -> assertThat(client.looks).isEqualTo(1));
    }

    @Test
    void cutAll_cutsThoseThatHaveNotEnded() {
        Client there = new Client();
        Client gone = new Client();
        clients.began(there);
        clients.began(gone);
        clients.ended(gone);

        clients.cutAll();

        assertThat(there.cuts).isEqualTo(1);
        assertThat(gone.cuts).isZero();
    }

    private static final class Client implements SlowClients.Watched {

        private boolean fails;
        private int looks;
        private int cuts;

        @Override
        public void look() {
            looks++;
            if (fails) {
                throw new IllegalStateException("x");
            }
        }

        @Override
        public void cut() {
            cuts++;
        }
    }

    /** Keeps what it should run. */
    private static final class HeldThreads extends AnswerThreads {

        private final List<Runnable> tasks = new ArrayList<>();
        private boolean ended;

        @Override
        boolean tryExecute(Runnable task) {
            return !ended && tasks.add(task);
        }
    }
}

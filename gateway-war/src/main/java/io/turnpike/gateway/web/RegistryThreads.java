package io.turnpike.gateway.web;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;

/**
 * Waits for a registry that is elsewhere, so that its slowness holds these threads and none of those that serve calls. The
 * threads are the container's, see {@link AnswerThreads}.
 */
@ApplicationScoped
public class RegistryThreads {

    /** An agent of Consul is on the same machine and answers in a millisecond or two. */
    private static final int MOST_THREADS = 16;

    /** Two heartbeats of 2,000 servers. */
    private static final int MOST_WAITING = 4_000;

    @Resource
    @SuppressWarnings("NullAway.Init")
    ManagedThreadFactory threads;

    private RequestPool pool;

    @PostConstruct
    void open() {
        pool = new RequestPool(MOST_THREADS, MOST_WAITING, threads);
    }

    /**
     * Runs a task when there is a thread for it.
     *
     * @throws RejectedExecutionException if too many wait, or the application has ended
     */
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Does what is waiting, then ends; not longer than two seconds. */
    @PreDestroy
    void close() {
        pool.close();
    }
}

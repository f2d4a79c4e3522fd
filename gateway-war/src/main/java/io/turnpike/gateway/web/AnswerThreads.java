package io.turnpike.gateway.web;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes answers that came from a backend, so that a slow reader holds one of these threads and never an I/O thread. The
 * threads are the container's, from its default {@code ManagedThreadFactory}; the pool is ours, because the default managed
 * executors differ too much (Payara's has no core threads and an endless queue, which is one thread). Idle threads end.
 */
@ApplicationScoped
public class AnswerThreads {

    /** So many readers may be slow at the same time before one of them holds up the others. */
    private static final int MOST_THREADS = 256;

    @Resource
    @SuppressWarnings("NullAway.Init")
    ManagedThreadFactory threads;

    private RequestPool pool;

    @PostConstruct
    void open() {
        pool = new RequestPool(MOST_THREADS, Integer.MAX_VALUE, threads);
    }

    /** Runs a task soon; after the end of the application in the calling thread, so that nobody is left without answer. */
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            task.run();
        }
    }

    /** Runs a task soon, for one that may not run in the calling thread; false, and it does not run, after the end of the application. */
    boolean tryExecute(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Writes what is waiting, then ends; not longer than two seconds. */
    @PreDestroy
    void close() {
        pool.close();
    }
}

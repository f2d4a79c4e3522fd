package io.turnpike.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceCountsTest {

    private final List<Object> disposed = new ArrayList<>();
    private final ReferenceCounts<String, Object> counts = new ReferenceCounts<>(disposed::add);

    private Object acquire(String key) {
        return counts.acquire(key, any -> new Object());
    }

    @Test
    void release_lastHolder_disposesOnce() {
        Object first = acquire("a");
        assertThat(acquire("a")).isSameAs(first);

        counts.release(first);
        assertThat(disposed).isEmpty();
        counts.release(first);
        assertThat(disposed).containsExactly(first);
        counts.release(first);
        assertThat(disposed).hasSize(1);
        assertThat(counts.size()).isZero();
    }

    @Test
    void acquire_afterDisposal_makesANewOne() {
        Object first = acquire("a");
        counts.release(first);

        assertThat(acquire("a")).isNotSameAs(first);
    }

    @Test
    void clear_heldValues_disposesOfAll() {
        Object a = acquire("a");
        Object b = acquire("b");

        counts.clear();
        assertThat(disposed).containsExactlyInAnyOrder(a, b);
        counts.release(a);
        assertThat(disposed).hasSize(2);
    }
}

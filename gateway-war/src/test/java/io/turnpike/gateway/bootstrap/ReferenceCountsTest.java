package io.turnpike.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceCountsTest {

    private final List<Object> disposed = new ArrayList<>();
    private final ReferenceCounts<String, Object> counts = new ReferenceCounts<>(key -> new Object(), disposed::add);

    @Test
    void release_lastHolder_disposesOnce() {
        Object first = counts.acquire("a");
        assertThat(counts.acquire("a")).isSameAs(first);

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
        Object first = counts.acquire("a");
        counts.release(first);

        assertThat(counts.acquire("a")).isNotSameAs(first);
    }

    @Test
    void clear_heldValues_disposesOfAll() {
        Object a = counts.acquire("a");
        Object b = counts.acquire("b");

        counts.clear();
        assertThat(disposed).containsExactlyInAnyOrder(a, b);
        counts.release(a);
        assertThat(disposed).hasSize(2);
    }
}

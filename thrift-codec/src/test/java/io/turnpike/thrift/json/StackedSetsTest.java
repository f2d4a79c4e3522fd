package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sets that structs and maps within each other share, beside sets of the JDK. */
class StackedSetsTest {

    private static final int[] SIZES = {0, 1, 63, 64, 65, 128, 200};

    private final Random random = new Random(9);
    private final SeenFields seen = new SeenFields();
    private final KeySets keySets = new KeySets();

    @Test
    void seenFields_ofNestedStructs_areThoseOfEach() {
        for (int i = 0; i < 200; i++) {
            nest(6);
        }
    }

    private void nest(int deeper) {
        int size = SIZES[random.nextInt(SIZES.length)];
        int mark = seen.open(size);
        BitSet expected = new BitSet();
        for (int i = 0; i < size; i++) {
            int index = random.nextInt(size);
            assertThat(seen.add(mark, index)).isEqualTo(!expected.get(index));
            expected.set(index);
            if (deeper > 0 && random.nextInt(50) == 0) {
                nest(deeper - 1);
            }
        }
        for (int index = 0; index < size; index++) {
            assertThat(seen.contains(mark, index)).isEqualTo(expected.get(index));
        }
        seen.close(mark);
    }

    @Test
    void remove_ofOtherFields_leavesTheRest() {
        for (int size : SIZES) {
            int mark = seen.open(size);
            int others = seen.open(size);
            BitSet expected = new BitSet();
            for (int i = 0; i < size; i++) {
                int index = random.nextInt(size);
                seen.add(mark, index);
                expected.set(index);
            }
            for (int i = 0; i < size / 3; i++) {
                int index = random.nextInt(size);
                seen.add(others, index);
                expected.clear(index);
            }
            seen.remove(mark, others);
            for (int index = 0; index < size; index++) {
                assertThat(seen.contains(mark, index)).isEqualTo(expected.get(index));
            }
            seen.close(mark);
        }
    }

    @Test
    void keySets_ofNestedMaps_areThoseOfEach() {
        byte[] bytes = new byte[2000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        for (int i = 0; i < 300; i++) {
            nestKeys(bytes, 3);
        }
    }

    private void nestKeys(byte[] bytes, int deeper) {
        EncodedKeys keys = keySets.take();
        Set<String> expected = new HashSet<>();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 20); i > 0; i--) {
            int begin = random.nextInt(1000);
            int end = begin + 1 + random.nextInt(2);
            // the bytes repeat, so that ranges elsewhere hold the same key
            int again = random.nextBoolean() ? 251 : 0;
            boolean isNew = expected.add(begin % 251 + "+" + (end - begin));
            assertThat(keys.add(bytes, begin + again, end + again)).isEqualTo(isNew);
            if (deeper > 0 && random.nextInt(20) == 0) {
                nestKeys(bytes, deeper - 1);
            }
        }
        keySets.release();
    }
}

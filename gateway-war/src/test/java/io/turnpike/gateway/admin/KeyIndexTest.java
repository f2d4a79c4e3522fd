package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.FormerKey;
import io.turnpike.gateway.admin.model.Owner;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyIndexTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY = ApiKeys.hash("key");
    private static final String FORMER = ApiKeys.hash("former");

    private static Owner owner(String id, String keyHash, FormerKey... former) {
        return new Owner("Name", id, keyHash, List.of(former), false, List.of());
    }

    @Test
    void ownerId_currentKey_isGoodForEver() {
        KeyIndex keys = new KeyIndex(List.of(owner("a", KEY)), RANDOM);
        assertThat(keys.ownerId(KEY, NOW)).contains("a");
        assertThat(keys.ownerId(KEY, Instant.MAX.minusSeconds(1))).contains("a");
        assertThat(keys.ownerId(FORMER, NOW)).isEmpty();
    }

    @Test
    void ownerId_formerKey_isGoodUntilItsEnd() {
        KeyIndex keys = new KeyIndex(List.of(owner("a", KEY, new FormerKey(FORMER, NOW))), RANDOM);
        assertThat(keys.ownerId(FORMER, NOW.minusMillis(1))).contains("a");
        assertThat(keys.ownerId(FORMER, NOW)).isEmpty();
        assertThat(keys.ownerId(KEY, NOW)).contains("a");
    }

    @Test
    void lapsed_formerKey_isSinceItsEnd() {
        KeyIndex keys = new KeyIndex(List.of(owner("a", KEY, new FormerKey(FORMER, NOW))), RANDOM);
        assertThat(keys.lapsed(FORMER, NOW.minusMillis(1))).isEmpty();
        assertThat(keys.lapsed(FORMER, NOW)).contains(NOW);
        assertThat(keys.lapsed(KEY, NOW)).isEmpty();
        assertThat(keys.lapsed(ApiKeys.hash("nobody's"), NOW)).isEmpty();
    }

    @Test
    void ownerId_noKey_isNotFoundByTheEmptyText() {
        KeyIndex keys = new KeyIndex(List.of(owner("a", "")), RANDOM);
        assertThat(keys.ownerId("", NOW)).isEmpty();
        assertThat(keys.ownerId(ApiKeys.hash(""), NOW)).isEmpty();
    }

    @Test
    void ownerId_sameKeyTwice_firstCountsAndCurrentBeforeFormer() {
        assertThat(new KeyIndex(List.of(owner("a", KEY), owner("b", KEY)), RANDOM).ownerId(KEY, NOW))
                .contains("a");
        KeyIndex former = new KeyIndex(
                List.of(owner("a", FORMER, new FormerKey(KEY, NOW.plusSeconds(1))), owner("b", KEY)), RANDOM);
        assertThat(former.ownerId(KEY, NOW)).contains("b");
    }

    /** What a comparison runs into cannot be chosen from outside: neither by the hash nor from one process to the next. */
    @Test
    void tag_hashesAlikeButForTheLastCharacter_haveNothingInCommon() {
        KeyIndex one = new KeyIndex(List.of(), RANDOM);
        KeyIndex other = new KeyIndex(List.of(), RANDOM);
        String neighbour = KEY.substring(0, KEY.length() - 1) + (KEY.endsWith("0") ? '1' : '0');
        assertThat(one.tag(KEY)).isEqualTo(one.tag(KEY)).isNotEqualTo(other.tag(KEY));
        assertThat(commonStart(one.tag(KEY), one.tag(neighbour))).isLessThan(16);
        assertThat(one.tag(KEY)).doesNotContain(KEY.substring(0, 16));
    }

    private static int commonStart(String one, String other) {
        int i = 0;
        while (i < one.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    @Test
    void sameHash_anyDifference_isSeen() {
        for (int i = 0; i < KEY.length(); i++) {
            String changed = KEY.substring(0, i) + (KEY.charAt(i) == '0' ? '1' : '0') + KEY.substring(i + 1);
            assertThat(ApiKeys.sameHash(KEY, changed)).isFalse();
        }
        assertThat(ApiKeys.sameHash(KEY, KEY.substring(1))).isFalse();
        assertThat(ApiKeys.sameHash(KEY, "" + KEY)).isTrue();
    }
}

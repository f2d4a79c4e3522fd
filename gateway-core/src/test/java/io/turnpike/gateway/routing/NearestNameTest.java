package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> NAMES = List.of("AssetManagement", "UserService", "Users", "x");

    @ParameterizedTest
    @CsvSource({
        "AssetManagment,AssetManagement",
        "assetmanagement,AssetManagement",
        "UsersService,UserService",
        "User,Users",
        "Uers,Users",
        "sUers,Users",
        "X,x"
    })
    void of_slip_isFound(String wanted, String meant) {
        assertThat(NearestName.of(wanted, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"Nowhere", "''", "AssetManagementAssetManagement", "Manage", "y", "xy"})
    void of_somethingElse_isNotFound(String wanted) {
        assertThat(NearestName.of(wanted, NAMES)).isEmpty();
    }

    @Test
    void of_severalAsNear_isTheFirst() {
        assertThat(NearestName.of("aac", List.of("aab", "aad"))).contains("aab");
        assertThat(NearestName.of("aac", List.of("aab", "aac", "aad"))).contains("aac");
    }

    /** 128 characters against 100,000 names that are nearly as near: 1.6 billion cells without a bound. */
    @Test
    void of_hostileWishAndManyNames_endsAfterBoundedWork() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            names.add("a".repeat(86) + "b".repeat(42));
        }
        names.add("a".repeat(128));
        assertThat(NearestName.of("a".repeat(128), names.subList(0, 1))).isPresent();
        assertThat(NearestName.of("a".repeat(128), names))
                .as("found before the bound, and then no nearer one")
                .contains(names.get(0));
        assertThat(NearestName.of("a".repeat(129), names)).isEmpty();
    }

    @Test
    void question_nearNameOrNone_endsAMessage() {
        assertThat(NearestName.question("Userss", NAMES)).isEqualTo("; did you mean Users?");
        assertThat(NearestName.question("Nowhere", NAMES)).isEmpty();
    }
}

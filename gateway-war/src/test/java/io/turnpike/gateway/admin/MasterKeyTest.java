package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.admin.model.ApiKeys;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    private static final RequestOrigin HERE = new RequestOrigin(true);
    private static final RequestOrigin ELSEWHERE = new RequestOrigin(false);

    @TempDir
    Path directory;

    private MasterKey key(String configured, boolean enabled, boolean allowDefault) {
        return MasterKey.of(
                Settings.masterKey(directory.resolve("data"), configured, enabled, allowDefault), new SecureRandom());
    }

    private static String text(MasterKey key) {
        return new String(key.secret(), StandardCharsets.UTF_8);
    }

    @Test
    void of_noneConfigured_generatesOneOnceForTheOwnersEyesOnly() throws Exception {
        String first = text(key(null, true, false));
        Path file = directory.resolve("data").resolve(MasterKey.FILE_NAME);
        assertThat(first).hasSize(32);
        assertThat(text(key(null, true, false))).isEqualTo(first);
        assertThat(text(key(" ", true, false))).isEqualTo(first);
        assertThat(Files.readString(file).strip()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("data"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(directory.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void of_configured_writesNoFile() {
        assertThat(text(key("k", true, false))).isEqualTo("k");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void of_emptyFile_saysWhatToDo() throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data").resolve(MasterKey.FILE_NAME), "\n");
        assertThatThrownBy(() -> key(null, true, false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("delete the file");
    }

    @Test
    void admits_ownKey_fromEverywhere() {
        MasterKey key = key("k", true, false);
        assertThat(key.admits(ApiKeys.hash("k"), ELSEWHERE)).isTrue();
        assertThat(key.admits(ApiKeys.hash("K"), HERE)).isFalse();
        assertThat(key.admits("", HERE)).isFalse();
    }

    @Test
    void admits_switchedOff_neverAndStillHasASecret() {
        MasterKey key = key("k", false, true);
        assertThat(key.admits(ApiKeys.hash("k"), HERE)).isFalse();
        assertThat(text(key)).isEqualTo("k");
    }

    @Test
    void admits_wellKnownKey_fromHereOnlyUnlessAllowed() {
        String hash = ApiKeys.hash(MasterKey.WELL_KNOWN);
        MasterKey key = key(MasterKey.WELL_KNOWN, true, false);
        assertThat(key.admits(hash, HERE)).isTrue();
        assertThat(key.admits(hash, ELSEWHERE)).isFalse();
        assertThat(key.refusesWellKnown(hash, ELSEWHERE)).isTrue();
        assertThat(key(MasterKey.WELL_KNOWN, true, true).admits(hash, ELSEWHERE))
                .isTrue();
        assertThat(key("k", true, true).admits(hash, HERE)).isFalse();
    }

    /** Hashes are of one length, and compared by the JDK's comparison that looks at every byte. */
    @Test
    void hash_anyKey_isOfOneLength() {
        assertThat(ApiKeys.hash("")).hasSize(64);
        assertThat(ApiKeys.hash("x".repeat(10_000))).hasSize(64);
        assertThat(ApiKeys.sameHash(ApiKeys.hash("a"), ApiKeys.hash("a"))).isTrue();
        assertThat(ApiKeys.sameHash(ApiKeys.hash("a"), ApiKeys.hash("b"))).isFalse();
    }
}

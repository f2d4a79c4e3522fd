package io.turnpike.gateway.pull;

import static io.turnpike.gateway.pull.Bucket.NEW;
import static io.turnpike.gateway.pull.Bucket.OLD;
import static io.turnpike.gateway.pull.Bucket.OTHERS;
import static io.turnpike.gateway.pull.Bucket.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.TestLog;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.TestPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken from a directory, what is not, and what is left of it for the next start. */
class ConfigurationPullTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final Bound bound = new Bound();
    private final AtomicLong seconds = new AtomicLong();
    private Bucket bucket;
    private Path data;

    /** Every file that was read, in order. */
    private final List<String> read = new ArrayList<>();

    private Runnable afterRead = () -> {};

    @BeforeEach
    void makeSource() {
        bucket = new Bucket(directory.resolve("source"));
        data = directory.resolve("data");
    }

    private ConfigurationPull pull() {
        return pull(Bucket.options(bucket.base().toString()), 1 << 20);
    }

    private ConfigurationPull pull(PullOptions options, int maxBytes) {
        PullSource source = options.open();
        PullSource watched = new PullSource() {
            @Override
            public byte[] read(String path, int max, Deadline deadline) throws IOException {
                read.add(path);
                byte[] bytes = source.read(path, max, deadline);
                afterRead.run();
                return bytes;
            }

            @Override
            public void close() {
                source.close();
            }
        };
        return new ConfigurationPull(
                options,
                watched,
                Bucket.check(),
                bound,
                data,
                maxBytes,
                () -> START.plusSeconds(seconds.get()),
                System::nanoTime);
    }

    private Path copy() {
        return data.resolve("pulled/configuration");
    }

    private static void assertRefused(ConfigurationPull pull, String reason) {
        assertThat(pull.step()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pull.report().fault()).contains(reason);
    }

    @Test
    void step_newAndSameAndChanged_takesWhatIsNewAndReadsNothingTwice() {
        bucket.publish(OLD, RULES, "v1", RULES);
        ConfigurationPull pull = pull();
        assertThat(pull.report()).isEqualTo(PullReport.NONE);
        pull.step();
        assertThat(bound.all).containsExactly(Bucket.both(RULES, RULES));
        assertThat(read)
                .containsExactly(
                        "version.json",
                        "modules/access/access/" + OLD + "/access.rules",
                        "modules/header_filter/cors/v1/cors.rules",
                        "version.json");
        read.clear();
        seconds.set(5);
        pull.step();
        assertThat(read).containsExactly("version.json");
        bucket.publish(NEW, OTHERS, "v1", "never read again");
        read.clear();
        seconds.set(10);
        pull.step();
        assertThat(read)
                .containsExactly("version.json", "modules/access/access/" + NEW + "/access.rules", "version.json");
        assertThat(bound.all).hasSize(2);
        assertThat(bound.last()).isEqualTo(Bucket.both(OTHERS, RULES));
        assertThat(pull.configuration("access")).contains(Bucket.rules(OTHERS));
        assertThat(pull.configuration("router")).isEmpty();
        PullReport report = pull.report();
        assertThat(report.lastPoll()).contains(START.plusSeconds(10));
        assertThat(report.lastSuccess()).contains(START.plusSeconds(10));
        assertThat(report.takenAt()).contains(START.plusSeconds(10));
        assertThat(report.modules())
                .containsExactly(
                        new PulledModule("access", "access", NEW), new PulledModule("cors", "header_filter", "v1"));
        assertThat(report.fault()).isEmpty();
        assertThat(report.inForce()).isTrue();
        assertThat(report.fromCopy()).isFalse();
    }

    @Test
    void step_moduleNoLongerNamed_isNoLongerBound() {
        bucket.publish(OLD, RULES, "1", RULES);
        ConfigurationPull pull = pull();
        pull.step();
        bucket.putVersions("{\"access\": {\"access\": \"" + OLD + "\"}}");
        pull.step();
        assertThat(bound.last()).isEqualTo(Bucket.access(RULES));
        bucket.putVersions("{}");
        pull.step();
        assertThat(bound.last()).isEmpty();
        assertThat(pull.report().inForce()).isTrue();
    }

    @Test
    void step_moduleWithoutVersionYet_isNotBound() {
        bucket.putRules("header_filter", "cors", "1", RULES);
        bucket.putVersions("{\"access\": {\"access\": \"no_version\"}, \"header_filter\": {\"cors\": \"1\"}}");
        pull().step();
        assertThat(bound.last()).isEqualTo(Map.of("cors", Bucket.rules(RULES)));
    }

    @Test
    void step_nothingThere_saysSoAndTakesItOnceItIsThere() throws IOException {
        ConfigurationPull pull = pull();
        assertRefused(pull, "version.json is not there");
        assertThat(pull.report().inForce()).isFalse();
        assertThat(bound.all).isEmpty();
        bucket.publishAccess(OLD, RULES);
        pull.step();
        assertThat(bound.last()).isEqualTo(Bucket.access(RULES));
        assertThat(pull.report().fault()).isEmpty();
    }

    @Test
    void step_halfWritten_takesNothingOfItUntilItIsWhole() {
        bucket.publish(OLD, RULES, "1", RULES);
        ConfigurationPull pull = pull();
        pull.step();
        bucket.putVersions("{\"access\": {\"access\": \"" + NEW + "\"}, \"header_filter\": {\"cors\": \"2\"}}");
        bucket.putRules("header_filter", "cors", "2", OTHERS);
        assertRefused(pull, "modules/access/access/" + NEW + "/access.rules is not there");
        bucket.putRules("access", "access", NEW, OTHERS.substring(0, 7));
        assertRefused(pull, "modules/access/access/" + NEW + "/access.rules is not well-formed JSON near line 1");
        bucket.putVersionFile("{\"modules\": {\"acc");
        assertRefused(pull, "version.json is not well-formed JSON");
        assertThat(bound.all).containsExactly(Bucket.both(RULES, RULES));
        bucket.publish(NEW, OTHERS, "2", OTHERS);
        pull.step();
        assertThat(bound.last()).isEqualTo(Bucket.both(OTHERS, OTHERS));
    }

    @Test
    void step_versionsChangeWhileRulesAreRead_takesNothingThisTime() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        pull.step();
        bucket.publishAccess(NEW, OTHERS);
        afterRead = () -> {
            if (read.get(read.size() - 1).endsWith(".rules")) {
                bucket.putVersions("{}");
            }
        };
        assertRefused(pull, "version.json has changed while the rules were read");
        assertThat(bound.all).hasSize(1);
        afterRead = () -> {};
        pull.step();
        assertThat(bound.last()).isEmpty();
    }

    @Test
    void step_oneBadFileAmongGoodOnes_takesNoneAndNamesFileVersionAndPlace() {
        bucket.publish(OLD, RULES, "1", RULES);
        ConfigurationPull pull = pull();
        pull.step();
        bucket.publish(NEW, "[{\"api\":\"/a\"},{\"api\":7}]", "2", OTHERS);
        assertRefused(pull, "modules/access/access/" + NEW + "/access.rules at /1/api: ");
        bucket.putRules("access", "access", NEW, "[{\"api\":\"/a\",\"refuse\":\"by the plugin itself\"}]");
        assertRefused(pull, "/access.rules at /0/refuse: by the plugin itself");
        bucket.putRules("access", "access", NEW, "null");
        assertRefused(pull, "/access.rules: The configuration for all requests is null");
        assertThat(bound.all).containsExactly(Bucket.both(RULES, RULES));
        assertThat(pull.report().modules()).extracting(PulledModule::version).containsExactly(OLD, "1");
    }

    @Test
    void step_severalBadFiles_namesAll() {
        bucket.publish(OLD, "{}", "1", "x");
        ConfigurationPull pull = pull();
        assertRefused(pull, "modules/header_filter/cors/1/cors.rules is not well-formed JSON");
        assertThat(pull.report().fault()).startsWith("modules/access/access/" + OLD + "/access.rules: ");
    }

    @Test
    void step_unknownPluginOrPhase_takesNothing() {
        ConfigurationPull pull = pull();
        bucket.putRules("access", "acces", "1", RULES);
        bucket.putVersions("{\"access\": {\"acces\": \"1\"}}");
        assertRefused(pull, "version.json at /modules/access/acces: There is no plugin acces; did you mean access?");
        bucket.putRules("log", "access", "1", RULES);
        bucket.putVersions("{\"log\": {\"access\": \"1\"}}");
        assertRefused(pull, "version.json at /modules/log/access: the phase is log (expected: access)");
        assertThat(read).as("no rules are read in vain").containsOnly("version.json");
        assertThat(bound.all).isEmpty();
    }

    @Test
    void step_olderThanWhatRuns_isTakenAsOutOfDate() {
        bucket.publish(NEW, RULES, "9", RULES);
        ConfigurationPull pull = pull();
        pull.step();
        bucket.publish(OLD, OTHERS, "10", OTHERS);
        assertRefused(pull, "version.json at /modules/access/access: the version " + OLD + " is older than " + NEW);
        assertThat(bound.all).hasSize(1);
        bucket.publish(NEW, RULES, "no_version", OTHERS);
        pull.step();
        assertThat(bound.last()).as("not named any more").containsOnlyKeys("access");
        bucket.publish(OLD, OTHERS, "10", OTHERS);
        assertRefused(pull, "the version " + OLD + " is older than " + NEW);
        bucket.publish("some-text", OTHERS, "10", OTHERS);
        pull.step();
        assertThat(bound.last()).as("texts without order").isEqualTo(Bucket.both(OTHERS, OTHERS));
    }

    @Test
    void step_sourceDeleted_keepsWhatRunsAndSaysSinceWhen() throws IOException {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        pull.step();
        Files.move(bucket.base(), directory.resolve("elsewhere"));
        try (TestLog log = new TestLog()) {
            for (int second = 5; second <= 15; second += 5) {
                seconds.set(second);
                assertRefused(pull, "version.json is not there, nor is the directory");
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("what runs stays: version.json is not there");
        }
        assertThat(pull.report().faultSince()).contains(START.plusSeconds(5));
        assertThat(pull.report().lastPoll()).contains(START.plusSeconds(15));
        assertThat(pull.report().lastSuccess()).contains(START);
        assertThat(bound.all).hasSize(1);
        Files.move(directory.resolve("elsewhere"), bucket.base());
        try (TestLog log = new TestLog()) {
            pull.step();
            assertThat(log.lines()).anyMatch(line -> line.contains("is all right again"));
        }
        assertThat(pull.report().faultSince()).isEmpty();
        assertThat(bound.all).as("nothing new").hasSize(1);
    }

    @Test
    void step_fileTooLargeOrNoFile_isRefused() throws IOException {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull(Bucket.options(bucket.base().toString()), 100);
        pull.step();
        bucket.publishAccess(NEW, " ".repeat(100 - RULES.length()) + RULES);
        pull.step();
        assertThat(bound.all).hasSize(2);
        bucket.publishAccess("20160101.120002", " ".repeat(101 - RULES.length()) + RULES);
        assertRefused(pull, "it has more than 100 bytes (setting: maxRequestBytes)");
        Path file = bucket.rulesFile("access", "access", "20160101.120002");
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused(pull, "access.rules is no regular file");
        assertThat(bound.all).hasSize(2);
    }

    @Test
    void step_gatewayBusyOrFailing_isTriedAgain() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        bound.busy = true;
        assertRefused(pull, "The gateway is busy with another change");
        bound.busy = false;
        bound.fails = true;
        assertRefused(pull, "It cannot be put into force");
        assertThat(pull.report().inForce()).isFalse();
        bound.fails = false;
        pull.step();
        assertThat(bound.all).containsExactly(Bucket.access(RULES));
    }

    @Test
    void start_withoutTheSource_usesTheCopyAlsoIfTheGatewayIsBusyAtFirst() throws IOException {
        bucket.publish(OLD, RULES, "1", RULES);
        pull().step();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy())))
                .isEqualTo("rw-------");
        Files.move(bucket.base(), directory.resolve("elsewhere"));
        bound.all.clear();
        seconds.set(60);
        ConfigurationPull again = pull();
        bound.busy = true;
        read.clear();
        assertThat(again.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(again.report().fault()).contains("busy with another change; the local copy");
        assertThat(read).as("the copy comes first").isEmpty();
        assertThat(again.report().inForce()).isFalse();
        bound.busy = false;
        assertRefused(again, "version.json is not there");
        assertThat(bound.all).containsExactly(Bucket.both(RULES, RULES));
        assertThat(again.report().fromCopy()).isTrue();
        assertThat(again.report().takenAt()).contains(START);
        assertThat(again.report().inForce()).isTrue();
        Files.move(directory.resolve("elsewhere"), bucket.base());
        again.step();
        assertThat(again.report().fromCopy()).as("confirmed").isFalse();
        assertThat(bound.all).hasSize(1);
    }

    @Test
    void start_sourceOlderThanTheCopy_keepsTheCopy() {
        bucket.publishAccess(NEW, RULES);
        pull().step();
        bucket.publishAccess(OLD, OTHERS);
        ConfigurationPull again = pull();
        assertRefused(again, "is older than " + NEW);
        assertThat(bound.last()).isEqualTo(Bucket.access(RULES));
    }

    @Test
    void start_copyCannotBePutIntoForce_isComparedWithAndTheSourceIsAsked() {
        bucket.publishAccess(NEW, RULES);
        pull().step();
        bound.all.clear();
        bucket.publishAccess(OLD, OTHERS);
        ConfigurationPull again = pull();
        bound.fails = true;
        try (TestLog log = new TestLog()) {
            assertRefused(again, "is older than " + NEW);
            assertRefused(again, "is older than " + NEW);
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("The local copy cannot be put into force"))
                    .hasSize(1);
        }
        assertThat(again.report().inForce()).isFalse();
        bound.fails = false;
        assertRefused(again, "is older than " + NEW);
        assertThat(bound.all).as("the copy, which stands above the source").containsExactly(Bucket.access(RULES));
    }

    @Test
    void step_copyCannotBeReplaced_olderOneIsNotPutOverWhatRuns() throws IOException {
        bucket.publishAccess(OLD, RULES);
        pull().step();
        bound.all.clear();
        bucket.publishAccess(NEW, OTHERS);
        // A directory that is not empty cannot be deleted to make place for a file.
        Files.createDirectories(
                data.resolve("pulled/configuration." + ProcessHandle.current().pid() + ".tmp/x"));
        ConfigurationPull again = pull();
        bound.busyOnce = true;
        again.step();
        again.step();
        again.step();
        assertThat(bound.all).containsExactly(Bucket.access(RULES), Bucket.access(OTHERS));
        assertThat(Files.readString(copy())).contains(OLD);
    }

    @Test
    void step_failsUnforeseen_isReportedAndTracedOnceAndKeepsTheInterval() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        pull.step();
        for (Throwable unforeseen : List.of(
                new IllegalStateException("meant: http://u:hunter2@h"),
                new NoClassDefFoundError("meant: http://u:hunter2@h"))) {
            afterRead = () -> {
                if (unforeseen instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) unforeseen;
            };
            try (TestLog log = new TestLog()) {
                assertRefused(pull, unforeseen.getClass().getName() + ": meant: http://…@h");
                assertRefused(pull, unforeseen.getClass().getName());
                assertThat(log.lines())
                        .filteredOn(line -> line.contains("not foreseen"))
                        .hasSize(1);
            }
        }
        assertThat(bound.all).hasSize(1);
        afterRead = () -> {};
        pull.step();
        assertThat(pull.report().fault()).isEmpty();
    }

    @Test
    void step_faultQuotesAPassword_isNotShown() {
        bucket.publishAccess(OLD, "[{\"api\":\"/a\",\"refuse\":\"redis://:hunter2@redis is a URL\"}]");
        ConfigurationPull pull = pull();
        try (TestLog log = new TestLog()) {
            assertRefused(pull, "/access.rules at /0/refuse: redis://…@redis is a URL");
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
        }
    }

    @Test
    void stop_whileAStepReads_bindsNothingAnyMore() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        // The source is closed in the last read, which has what it wanted by then.
        afterRead = () -> {
            if (read.size() == 3) {
                pull.stop();
            }
        };
        pull.step();
        assertThat(read).hasSize(3);
        assertThat(bound.all).isEmpty();
        assertThat(pull.report().inForce()).isFalse();
    }

    @Test
    void start_damagedCopy_isToldAndNotUsed() throws IOException {
        bucket.publishAccess(OLD, RULES);
        pull().step();
        String good = Files.readString(copy());
        Files.move(bucket.base(), directory.resolve("elsewhere"));
        for (String bad : List.of("", good.substring(0, good.length() / 2), good.replace("/a", "/x"), "x\n{}")) {
            Files.writeString(copy(), bad);
            assertCopyRefused(Bucket.options(bucket.base().toString()), "is damaged");
        }
        Files.writeString(copy(), good);
        assertCopyRefused(Bucket.options("/nowhere"), "it is of the source " + bucket.base());
        bound.all.clear();
        pull().step();
        assertThat(bound.all).as("the good one").containsExactly(Bucket.access(RULES));
    }

    private void assertCopyRefused(PullOptions options, String reason) {
        bound.all.clear();
        try (TestLog log = new TestLog()) {
            ConfigurationPull again = pull(options, 1 << 20);
            assertRefused(again, "version.json is not there");
            assertThat(log.warnings()).anyMatch(line -> line.contains(reason) && line.contains("it is not used"));
            assertThat(again.report().inForce()).isFalse();
        }
        assertThat(bound.all).isEmpty();
    }

    @Test
    void step_copyCannotBeWritten_isInForceAndKeptOnceItCan() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("pulled"), "no directory");
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull();
        try (TestLog log = new TestLog()) {
            pull.step();
            pull.step();
            assertThat(log.warnings())
                    .as("told once")
                    .filteredOn(line -> line.contains("cannot be kept"))
                    .hasSize(1);
        }
        assertThat(bound.last()).isEqualTo(Bucket.access(RULES));
        Files.delete(data.resolve("pulled"));
        pull.step();
        assertThat(copy()).exists();
    }

    @Test
    void startAndStop_realThread_pullsAndIsGone() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = ConfigurationPull.of(
                Bucket.options(bucket.base().toString()),
                new PluginCheck(TestPlugin.catalogue(), new PluginQuestions()),
                bound,
                data,
                1 << 20);
        pull.start();
        long begun = System.nanoTime();
        while (bound.all.isEmpty()) {
            assertThat(System.nanoTime() - begun)
                    .isLessThan(Duration.ofSeconds(20).toNanos());
            Thread.onSpinWait();
        }
        pull.stop();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("turnpike-pull");
    }
}

package com.example.hours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.chain.MutableRequest;
import io.turnpike.gateway.plugin.chain.RequestPlace;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {

    private Instant now = Instant.parse("2026-11-22T09:00:00Z");

    private PluginHandler configure(Map<String, String> configuration) throws Exception {
        Plugin plugin = ServiceLoader.load(Plugin.class).findFirst().orElseThrow();
        return plugin.configure(PluginConfiguration.of(configuration), new Context());
    }

    private static MutableRequest request() {
        return new MutableRequest(
                new StreamedRequest(
                        "GET",
                        "/a",
                        null,
                        List.of(),
                        0,
                        new StreamedRequest.Sender("192.0.2.1", false, "http", "shop.example", 80)),
                new RequestPlace("shop", "", Consumers.NONE));
    }

    @Test
    void requests_pass_from_the_first_minute_to_the_last() throws Exception {
        PluginHandler handler = configure(Map.of("From", "08:00", "To", "18:00", "Zone", "Europe/Paris"));
        now = Instant.parse("2026-11-22T06:59:59Z");
        assertThat(handler.access(request())).isInstanceOfSatisfying(Decision.Answer.class, answer -> {
            assertThat(answer.response().status()).isEqualTo(503);
            assertThat(answer.response().headers()).containsEntry("Retry-After", "1");
        });
        now = Instant.parse("2026-11-22T07:00:00Z");
        assertThat(handler.access(request())).isEqualTo(Decision.proceed());
        now = Instant.parse("2026-11-22T17:00:00Z");
        assertThat(handler.access(request()))
                .isInstanceOfSatisfying(
                        Decision.Answer.class,
                        answer -> assertThat(answer.response().headers())
                                .containsEntry(
                                        "Retry-After",
                                        String.valueOf(Duration.ofHours(14).toSeconds())));
    }

    @Test
    void what_the_schema_cannot_say_is_said_with_a_pointer() {
        assertThatThrownBy(() -> configure(Map.of("From", "18:00", "To", "08:00")))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .matches(fault -> fault.pointer().equals("/To")));
        assertThatThrownBy(() -> configure(Map.of("From", "08:00", "To", "18:00", "Zone", "Mars")))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .matches(fault -> fault.pointer().equals("/Zone")));
    }

    /** What the gateway gives a plugin, as far as this one needs it. */
    private final class Context implements PluginContext {

        @Override
        public Binding binding() {
            return new Binding(Scope.ROUTE, "shop");
        }

        @Override
        public InstantSource time() {
            return () -> now;
        }

        @Override
        public Endpoint open(String address) {
            throw new UnsupportedOperationException("this plugin sends no requests");
        }

        @Override
        public Endpoint open(HttpTarget target) {
            throw new UnsupportedOperationException("this plugin sends no requests");
        }

        @Override
        public LongSupplier nanoTime() {
            throw new UnsupportedOperationException("this plugin measures nothing");
        }

        @Override
        public void schedule(Runnable task, Duration delay) {
            throw new UnsupportedOperationException("this plugin waits for nothing");
        }

        @Override
        public <T> CompletionStage<T> blocking(Callable<T> task) {
            throw new UnsupportedOperationException("this plugin does not block");
        }
    }
}

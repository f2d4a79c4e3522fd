package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of reference 003 that ask for a value, found by the path of a request. One for a value wins over one for {@code *} of the same
 * key. Immutable.
 *
 * @param <T> what a rule says
 */
public final class RuleTable<T> {

    private final Map<String, List<Values<T>>> byApi;

    private RuleTable(Map<String, List<Values<T>>> byApi) {
        this.byApi = byApi;
    }

    /**
     * What is to be looked at for a path, see {@link ApiPath#of}; in the order in which the rules name it.
     *
     * @return none if there is no rule for the path
     */
    public List<Values<T>> at(String path) {
        return byApi.getOrDefault(path, List.of());
    }

    /** The same for a request. */
    public List<Values<T>> at(PluginRequest request) throws GatewayException {
        return at(ApiPath.of(request.path()));
    }

    /**
     * What rules say about the values of one header or parameter, or of the address.
     *
     * @param <T> what a rule says
     */
    public static final class Values<T> {

        private final RuleSubject subject;
        private final Map<String, T> exact = new HashMap<>();
        private @Nullable T any;

        private Values(RuleSubject subject) {
            this.subject = subject;
        }

        /** What is looked at. */
        public RuleSubject subject() {
            return subject;
        }

        /** What the rule for this value says, or that for {@code *}; null if there is neither. */
        public @Nullable T of(String value) {
            T found = exact.get(value);
            return found != null ? found : any;
        }

        /** What the rule for this very value says; null if there is none. */
        public @Nullable T exactly(String value) {
            return exact.get(value);
        }

        /** What the rule for {@code *} says; null if there is none. */
        public @Nullable T any() {
            return any;
        }
    }

    /**
     * Takes rules one by one. For one thread.
     *
     * @param <T> what a rule says
     */
    public static final class Builder<T> {

        private final Map<String, List<Values<T>>> byApi = new HashMap<>();

        /**
         * Adds a rule, unless there is one for the same.
         *
         * @param api see {@link ApiPath#ofRule}
         * @param value see {@link RuleSubject#value}
         * @return what the rule says that was there before; null if there was none
         */
        public @Nullable T add(String api, RuleSubject subject, String value, T rule) {
            List<Values<T>> ofApi = byApi.computeIfAbsent(api, path -> new ArrayList<>());
            Values<T> values = ofApi.stream()
                    .filter(each -> each.subject.equals(subject))
                    .findFirst()
                    .orElse(null);
            if (values == null) {
                values = new Values<>(subject);
                ofApi.add(values);
            }
            if (!value.equals(RuleSubject.ANY)) {
                return values.exact.putIfAbsent(value, rule);
            }
            T former = values.any;
            values.any = former == null ? rule : former;
            return former;
        }

        /** All that was added; the builder is not to be used any more. */
        public RuleTable<T> build() {
            return new RuleTable<>(Map.copyOf(byApi));
        }
    }
}

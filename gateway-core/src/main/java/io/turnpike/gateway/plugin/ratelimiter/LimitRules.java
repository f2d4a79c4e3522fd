package io.turnpike.gateway.plugin.ratelimiter;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.ApiPath;
import io.turnpike.gateway.plugin.common.CounterKey;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.RuleSubject;
import io.turnpike.gateway.plugin.common.RuleTable;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of {@code ratelimiter}, and by which of them a request is to be counted. Immutable. */
final class LimitRules {

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);
    private static final int MOST_DIGITS = 10;

    private final @Nullable Limit node;
    private final Map<String, Limit> apis;
    private final RuleTable<Limit> values;

    private LimitRules(@Nullable Limit node, Map<String, Limit> apis, RuleTable<Limit> values) {
        this.node = node;
        this.apis = apis;
        this.values = values;
    }

    /** @throws InvalidConfigurationException with every fault of the rules */
    static LimitRules read(PluginConfiguration configuration) throws InvalidConfigurationException {
        Reader reader = new Reader();
        List<PluginConfiguration> rules = reader.faults.rules(configuration);
        for (int i = 0; i < rules.size(); i++) {
            reader.rule("/" + i, rules.get(i));
        }
        reader.faults.throwIfAny();
        return new LimitRules(reader.node, Map.copyOf(reader.apis), reader.values.build());
    }

    /** What a request is counted by: the node first, then its path, then what it has of the headers and parameters that rules name. */
    List<MinuteCounters.Claim> claims(PluginRequest request) throws GatewayException {
        List<MinuteCounters.Claim> claims = new ArrayList<>(4);
        if (node != null) {
            claims.add(new MinuteCounters.Claim(node, "", true));
        }
        String path = ApiPath.of(request.path());
        Limit api = apis.get(path);
        if (api != null) {
            claims.add(new MinuteCounters.Claim(api, "", true));
        }
        List<RuleTable.Values<Limit>> ofPath = values.at(path);
        for (int i = 0; i < ofPath.size(); i++) {
            RuleTable.Values<Limit> rules = ofPath.get(i);
            for (String value : rules.subject().values(request)) {
                Limit named = rules.exactly(value);
                Limit limit = named == null ? rules.any() : named;
                if (limit != null) {
                    claims.add(new MinuteCounters.Claim(limit, CounterKey.of(value), named != null));
                }
            }
        }
        return claims;
    }

    /** Reads rules one by one. */
    private static final class Reader {
        private final FaultList faults = new FaultList();
        private @Nullable Limit node;
        private final Map<String, Limit> apis = new HashMap<>();
        private final RuleTable.Builder<Limit> values = new RuleTable.Builder<>();

        private void rule(String at, PluginConfiguration rule) {
            String type = rule.text("type").orElse("");
            int threshold = threshold(at, rule);
            if (type.equals("node")) {
                Limit limit = new Limit("node", threshold);
                single(at, node, limit);
                node = node == null ? limit : node;
                return;
            }
            String api = required(at, rule, "api")
                    .map(text -> faults.read(at + "/api", text, ApiPath::ofRule))
                    .orElse(null);
            if (type.equals("api")) {
                if (api != null) {
                    Limit limit = new Limit("api " + api, threshold);
                    single(at, apis.putIfAbsent(api, limit), limit);
                }
                return;
            }
            Optional<RuleSubject> subject = required(at, rule, "key").map(key -> RuleSubject.of(type, key));
            Optional<String> text = required(at, rule, "value");
            if (api == null || subject.isEmpty() || text.isEmpty()) {
                return;
            }
            String value = faults.read(at + "/value", text.get(), subject.get()::value);
            if (value != null) {
                Limit limit = new Limit(subject.get() + " " + api, threshold);
                single(at, values.add(api, subject.get(), value, limit), limit);
            }
        }

        private Optional<String> required(String at, PluginConfiguration rule, String key) {
            Optional<String> text = rule.text(key);
            if (text.isEmpty()) {
                faults.add(
                        at,
                        "The rule of type " + rule.text("type").orElse("") + " has no " + key
                                + " (expected: one; only type node does without)");
            }
            return text;
        }

        private void single(String at, @Nullable Limit former, Limit limit) {
            if (former != null && former.threshold() != limit.threshold()) {
                faults.add(
                        at,
                        "A rule before it has the threshold " + former.threshold()
                                + " for the same (expected: one rule)");
            }
        }

        private int threshold(String at, PluginConfiguration rule) {
            BigDecimal number = rule.text("threshold")
                    .map(Reader::number)
                    .or(() -> rule.number("threshold"))
                    .orElse(BigDecimal.ONE.negate());
            boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
            if (!whole || number.signum() < 0 || number.compareTo(MOST) > 0) {
                faults.add(
                        at + "/threshold",
                        "threshold: "
                                + FaultList.quoted(
                                        String.valueOf(rule.at("threshold").value()))
                                + " (expected: a whole number, 0 to " + MOST.toPlainString() + ")");
                return 0;
            }
            return number.intValueExact();
        }

        /** Digits only; anything else is below every threshold. */
        private static BigDecimal number(String text) {
            boolean digits = !text.isEmpty()
                    && text.length() <= MOST_DIGITS
                    && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? new BigDecimal(text) : BigDecimal.ONE.negate();
        }
    }
}

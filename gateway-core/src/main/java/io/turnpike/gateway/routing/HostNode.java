package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.HostPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of hosts, whose symbols are labels from the last one on: {@code api.example.com} is {@code com}, {@code example},
 * {@code api}. An IPv6 address is one label. The most specific host comes first: the name itself, then the longest name with a star.
 * Immutable.
 *
 * @param children by label
 * @param exact the paths of the name that ends here
 * @param below the paths of every name below
 */
record HostNode(
        Map<String, HostNode> children,
        @Nullable PathTree exact,
        @Nullable PathTree below) {

    /** The tree of these hosts, without {@link HostPattern#ANY}. */
    static HostNode of(Map<HostPattern, PathTree> trees) {
        Builder root = new Builder();
        trees.forEach((host, tree) -> {
            Builder node = root;
            for (int end = host.name().length(); end > 0; end = start(host.name(), end) - 1) {
                String label = host.name().substring(start(host.name(), end), end);
                node = node.children.computeIfAbsent(label, text -> new Builder());
            }
            if (host.below()) {
                node.below = tree;
            } else {
                node.exact = tree;
            }
        });
        return root.build();
    }

    /**
     * Hands out the paths of every host that fits, the most specific first.
     *
     * @param host in plain form
     * @param end where the labels end that have led here: the index of the dot before them, -1 if there is none; at first
     *     the length of the host
     */
    void find(String host, int end, Consumer<PathTree> found) {
        if (end < 0) {
            if (exact != null) {
                found.accept(exact);
            }
            return;
        }
        int start = start(host, end);
        HostNode child = children.get(host.substring(start, end));
        if (child != null) {
            child.find(host, start - 1, found);
        }
        if (below != null) {
            found.accept(below);
        }
    }

    /** Hands out the paths of every host that takes whatever a pattern takes. */
    void cover(HostPattern pattern, Consumer<PathTree> found) {
        HostNode node = this;
        for (int end = pattern.name().length(); end > 0; end = start(pattern.name(), end) - 1) {
            HostNode child = node.children.get(pattern.name().substring(start(pattern.name(), end), end));
            if (node.below != null) {
                found.accept(node.below);
            }
            if (child == null) {
                return;
            }
            node = child;
        }
        PathTree last = pattern.below() ? node.below : node.exact;
        if (last != null) {
            found.accept(last);
        }
    }

    /** Where the label starts that ends before an index. */
    private static int start(String host, int end) {
        return host.charAt(0) == '[' ? 0 : host.lastIndexOf('.', end - 1) + 1;
    }

    private static final class Builder {
        private final Map<String, Builder> children = new HashMap<>();
        private @Nullable PathTree exact;
        private @Nullable PathTree below;

        HostNode build() {
            Map<String, HostNode> built = new HashMap<>();
            children.forEach((label, child) -> built.put(label, child.build()));
            return new HostNode(Map.copyOf(built), exact, below);
        }
    }
}

package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathRelationTest {

    private static final List<String> URIS = List.of(
            "/", "/*", "/a", "/b", "/{x}", "/*/", "/a*", "/ab*", "/a/b", "/a/{y}", "/{x}/b", "/*/*/", "/a/*", "/a/b*",
            "/{x}/*", "/a%2Fb", "/*/a*");

    @Test
    void coversOverlapSame_allPairs_agreeWithWhatThePathsTake() {
        List<String> requests = requests();
        for (String one : URIS) {
            for (String other : URIS) {
                List<String> first = taken(one, requests);
                List<String> second = taken(other, requests);
                PathPattern mine = PathPattern.parseUri(one);
                PathPattern theirs = PathPattern.parseUri(other);
                assertThat(PathRelation.covers(mine, theirs))
                        .as("%s covers %s", one, other)
                        .isEqualTo(first.containsAll(second));
                assertThat(PathRelation.overlap(mine, theirs))
                        .as("%s overlaps %s", one, other)
                        .isEqualTo(first.stream().anyMatch(second::contains));
                assertThat(PathRelation.same(mine, theirs))
                        .as("%s is %s", one, other)
                        .isEqualTo(first.equals(second))
                        .isEqualTo(mine.shape().equals(theirs.shape()));
            }
        }
    }

    @Test
    void toString_charactersThatMeanSomething_areEncoded() {
        for (String uri : List.of("/x%2A", "/x*", "/a%2Fb", "/a/b", "/%7Ba%7D", "/{a}", "/50%25")) {
            assertThat("/" + PathPattern.parseUri(uri)).isEqualTo(uri);
        }
    }

    @Test
    void compile_encodedSlashAndSlash_areTwoPaths() {
        assertThat(RouteCompiler.faults(Rules.route("r", "/a%2Fb", "/a/b"))).isEmpty();
    }

    @Test
    void parseUri_slashBehindABeginning_isRefused() {
        assertThatThrownBy(() -> PathPattern.parseUri("/ord*/")).hasMessageContaining("has a slash behind ord*");
    }

    private static List<String> taken(String uri, List<String> requests) {
        PathPattern pattern = PathPattern.parseUri(uri);
        return requests.stream()
                .filter(path ->
                        takes(pattern.segments(), List.of(path.substring(1).split("/")), path.equals("/")))
                .toList();
    }

    private static boolean takes(List<PathPattern.Segment> pattern, List<String> path, boolean root) {
        List<String> left = new ArrayList<>(root ? List.of() : path);
        for (PathPattern.Segment segment : pattern) {
            switch (segment.kind()) {
                case REST -> {
                    return true;
                }
                case PREFIX -> {
                    return !left.isEmpty() && left.get(0).startsWith(segment.text());
                }
                case ONE, LITERAL -> {
                    if (left.isEmpty()) {
                        return false;
                    }
                    String first = left.remove(0).replace("%2F", "/");
                    if (segment.kind() == PathPattern.Kind.LITERAL && !first.equals(segment.text())) {
                        return false;
                    }
                }
            }
        }
        return left.isEmpty();
    }

    /** Paths of up to three segments. */
    private static List<String> requests() {
        List<String> segments = List.of("/a", "/b", "/ab", "/abc", "/bc", "/c", "/a%2Fb");
        List<String> paths = new ArrayList<>(List.of("/"));
        List<String> shorter = List.of("");
        for (int length = 1; length <= 3; length++) {
            List<String> longer = new ArrayList<>();
            for (String begin : shorter) {
                segments.forEach(segment -> longer.add(begin + segment));
            }
            paths.addAll(longer);
            shorter = longer;
        }
        return paths;
    }
}

package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.turnpike.gateway.web.FixedPaths.Verdict;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FixedPathsTest {

    @Test
    void readsBody_whereTheKeyIsInAHeaderOrInTheBodyOrThereIsNone() {
        assertThat(FixedPaths.readsBody("/register", "POST", false, true)).isTrue();
        assertThat(FixedPaths.readsBody("/register/", "POST", false, true)).isTrue();
        assertThat(FixedPaths.readsBody("/register", "POST", false, false)).isFalse();
        assertThat(FixedPaths.readsBody("/register", "POST", true, false)).isTrue();
        assertThat(FixedPaths.readsBody("/connect", "POST", false, false)).isTrue();
        assertThat(FixedPaths.readsBody("/health", "GET", true, true)).isFalse();
        assertThat(FixedPaths.readsBody("/update", "PUT", false, true)).isFalse();
        assertThat(FixedPaths.readsBody("/update", "PUT", true, true)).isTrue();
        assertThat(FixedPaths.readsBody("/update/config", "POST", false, true)).isTrue();
        assertThat(FixedPaths.readsBody("/admin/routes/x", "PUT", false, true)).isFalse();
        assertThat(FixedPaths.readsBody("/admin/routes/x", "PUT", true, true)).isTrue();
        assertThat(FixedPaths.readsBody("/admin/routes/x", "POST", true, true)).isFalse();
    }

    /** What JAX-RS answers may need the contexts of a request; what the data plane answers has none. */
    @Test
    void contextMapping_ofTheDeploymentDescriptor_isThatOfThePathsOfOurs() throws Exception {
        Element descriptor = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("src/main/webapp/WEB-INF/web.xml"))
                .getDocumentElement();
        NodeList parameters = descriptor.getElementsByTagName("context-param");
        List<String> mappings = new ArrayList<>();
        for (int i = 0; i < parameters.getLength(); i++) {
            String[] words = parameters.item(i).getTextContent().strip().split("\\s+");
            if (words[0].equals("org.jboss.weld.context.mapping")) {
                mappings.add(words[1]);
            }
        }
        assertThat(mappings).hasSize(1);
        for (String path : FixedPaths.VERBS.keySet()) {
            String first = path.split("/")[0];
            assertThat('/' + path).matches(mappings.get(0));
            assertThat('/' + first + '/').matches(mappings.get(0));
            assertThat('/' + first + "s/x").doesNotMatch(mappings.get(0));
        }
        assertThat(List.of("/", "/Orders/1", "/Orders/ping", "/.error"))
                .noneMatch(path -> path.matches(mappings.get(0)));
    }

    @Test
    void verdict_anyPath_tellsOursFromTheDataPlanes() {
        assertThat(FixedPaths.verdict("ping", "GET")).isEqualTo(Verdict.RESOURCE);
        assertThat(FixedPaths.verdict("/ping/", "HEAD")).isEqualTo(Verdict.RESOURCE);
        assertThat(FixedPaths.verdict("/ping", "DELETE")).isEqualTo(Verdict.WRONG_VERB);
        assertThat(FixedPaths.verdict("/ping", "OPTIONS")).isEqualTo(Verdict.WRONG_VERB);
        assertThat(FixedPaths.verdict("/ping/x", "GET")).isEqualTo(Verdict.NOT_FOUND);
        assertThat(FixedPaths.verdict("/owners", "GET")).isEqualTo(Verdict.NOT_FOUND);
        assertThat(FixedPaths.verdict("/connect/abc", "DELETE")).isEqualTo(Verdict.RESOURCE);
        assertThat(FixedPaths.verdict("/", "GET")).isEqualTo(Verdict.DATA_PLANE);
        assertThat(FixedPaths.verdict("/pinger/x", "GET")).isEqualTo(Verdict.DATA_PLANE);
    }

    @Test
    void verdict_pathOfOursWrittenOtherwise_isNotTheDataPlanes() {
        for (String path :
                new String[] {"/%61dmin/foo", "/x/../admin/foo", "/./ping", "./ping", "/%2e/admin", "/a/%2E%2E/status"
                }) {
            assertThat(FixedPaths.verdict(path, "GET")).as(path).isEqualTo(Verdict.NOT_FOUND);
        }
        for (String path :
                new String[] {"/admin%2Ffoo", "/.well-known/x", "/x/%61dmin", "/%zz/admin", "/../admin", "/a.b/c"}) {
            assertThat(FixedPaths.verdict(path, "GET")).as(path).isEqualTo(Verdict.DATA_PLANE);
        }
    }

    @Test
    void allow_healthPath_namesItsVerbs() {
        assertThat(FixedPaths.allow("health")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void table_resourcesOfTheWar_namesEachOfTheirPathsAndVerbs() {
        Map<String, Set<String>> declared = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.turnpike.gateway")) {
            if (type.isAnnotatedWith(Path.class) && !type.isEquivalentTo(DataPlaneResource.class)) {
                type.getMethods().forEach(method -> declare(type, method, declared));
            }
        }

        assertThat(declared).isNotEmpty();
        assertThat(FixedPaths.VERBS).containsAllEntriesOf(merged(declared));
    }

    private static void declare(JavaClass type, JavaMethod method, Map<String, Set<String>> declared) {
        method.getAnnotations().stream()
                .filter(a -> a.getRawType().isAnnotatedWith(HttpMethod.class))
                .forEach(a -> {
                    String path = type.getAnnotationOfType(Path.class).value();
                    if (method.isAnnotatedWith(Path.class)) {
                        path += '/' + method.getAnnotationOfType(Path.class).value();
                    }
                    String plain =
                            path.replaceAll("//+", "/").replaceAll("^/|/$", "").replaceAll("\\{[^}]*}", "*");
                    declared.computeIfAbsent(plain, p -> new TreeSet<>())
                            .add(a.getRawType().getSimpleName());
                });
    }

    /** Paths whose verbs are declared by several classes, each in another part of the WAR, are compared as a whole. */
    private static Map<String, Set<String>> merged(Map<String, Set<String>> declared) {
        Map<String, Set<String>> complete = new TreeMap<>(declared);
        if (complete.containsKey("health")) {
            complete.get("health").add("POST");
        }
        return complete;
    }
}

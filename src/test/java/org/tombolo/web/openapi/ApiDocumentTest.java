package org.tombolo.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.tombolo.web.Requires;

/** The document names every operation of our own API, and no other, with the scopes that it needs. */
class ApiDocumentTest {

    @Test
    void everyOperationIsInTheDocumentAndTheOtherWayRound() {
        assertThat(ApiDocument.ours().operations()).isEqualTo(routes());
    }

    /** What the classes of the WAR say. */
    private static Map<String, TreeSet<String>> routes() {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.tombolo.web")) {
            if (type.isAnnotatedWith(Path.class)) {
                Class<?> resource = type.reflect();
                Arrays.stream(resource.getMethods()).forEach(method -> route(resource, method, all));
            }
        }
        return all;
    }

    private static void route(Class<?> resource, Method method, Map<String, TreeSet<String>> all) {
        String root = resource.getAnnotation(Path.class).value();
        if (!root.matches("api/(admin/)?v1.*")) {
            return;
        }
        String below = Optional.ofNullable(method.getAnnotation(Path.class))
                .map(path -> "/" + path.value())
                .orElse("");
        String path = "/" + (root + below).replaceAll("\\{(\\w+):(?:[^{}]|\\{[^}]*})*}", "{$1}");
        Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .forEach(verb -> all.computeIfAbsent(verb.value() + " " + path, p -> new TreeSet<>())
                        .addAll(scopes(method)));
    }

    private static TreeSet<String> scopes(Method method) {
        TreeSet<String> scopes = new TreeSet<>();
        Optional.ofNullable(method.getAnnotation(Requires.class)).ifPresent(requires -> {
            scopes.add(requires.value());
            scopes.addAll(Arrays.asList(requires.or()));
        });
        return scopes;
    }
}

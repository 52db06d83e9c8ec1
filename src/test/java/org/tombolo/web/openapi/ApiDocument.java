package org.tombolo.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tombolo.web.camara.CamaraDocument;

/** The document of our own API, which real answers are held against. */
public final class ApiDocument {
    private static final String FILE = "openapi/tombolo.yaml";
    private static final ApiDocument ours = new ApiDocument();

    private final CamaraDocument schemas = new CamaraDocument(FILE);
    private final JsonNode document;

    private ApiDocument() {
        try (var in = ApiDocument.class.getResourceAsStream("/" + FILE)) {
            document = new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ApiDocument ours() {
        return ours;
    }

    /** Every operation, as {@code GET /api/v1/calls}, and the scopes that let a client do it. */
    Map<String, TreeSet<String>> operations() {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(operation -> all.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                scopes(operation.getValue()))));
        return all;
    }

    private static TreeSet<String> scopes(JsonNode operation) {
        TreeSet<String> scopes = new TreeSet<>();
        operation.get("security").forEach(way -> way.path("client").forEach(scope -> scopes.add(scope.asText())));
        return scopes;
    }

    /** Fails when an answer is none that the document knows; nothing is said of other paths. */
    public void assertAnswer(HttpResponse<String> answer) {
        String method = answer.request().method().toLowerCase(Locale.ROOT);
        String path = answer.request().uri().getPath();
        Optional<String> operation = template(path).map(t -> "/paths/" + t.replace("/", "~1") + "/" + method);
        if (operation.isEmpty() || document.at(operation.get()).isMissingNode()) {
            assertThat(answer.statusCode()).as(method + " " + path).isIn(200, 204, 404, 405);
            return;
        }
        String status = operation.get() + "/responses/" + answer.statusCode();
        boolean known = !document.at(status).isMissingNode();
        assertThat(known || answer.statusCode() >= 400)
                .as("%s %s may not answer %s", method, path, answer.statusCode())
                .isTrue();
        assertBody(known ? status : "/components/responses/Problem", answer);
    }

    private void assertBody(String response, HttpResponse<String> answer) {
        JsonNode content = document.at(response + "/content");
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        if (content.isMissingNode()) {
            assertThat(answer.body()).as("%s says nothing", response).isEmpty();
            return;
        }
        assertThat(content.has(type)).as("%s answers no %s", response, type).isTrue();
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            schemas.assertSchema(response + "/content/" + type.replace("/", "~1") + "/schema", answer.body());
        }
    }

    /** The path of the document that a path is one of; one without parameters before one with. */
    private Optional<String> template(String path) {
        Optional<String> found = Optional.empty();
        for (Iterator<String> all = document.get("paths").fieldNames(); all.hasNext(); ) {
            String template = all.next();
            if (template.equals(path)) {
                return Optional.of(template);
            }
            if (path.matches(template.replaceAll("\\{\\w+}", "[^/]+"))) {
                found = Optional.of(template);
            }
        }
        return found;
    }
}

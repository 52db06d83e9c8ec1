package org.tombolo.web.camara;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** CAMARA's OpenAPI document of Click to Dial 0.2.0-rc.1: what may be answered, and in which form. */
public final class ClickToDialYaml {
    private static final String FILE = "openapi/click-to-dial.r2.1.yaml";
    /** Common to all CAMARA APIs and not repeated in the document (CAMARA_common.yaml). */
    private static final Set<Integer> COMMON = Set.of(405, 406, 413, 415, 429, 500, 503);

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
            .metaSchema(OpenApi30.getInstance())
            .build();

    public ClickToDialYaml() {
        try (var in = ClickToDialYaml.class.getResourceAsStream("/" + FILE)) {
            document = new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails when the document does not know the status for the operation, or the body is not of its schema. */
    void assertResponse(String method, String path, int status, String body) {
        String responses = "/paths/" + path.replace("/", "~1") + "/" + method + "/responses/" + status;
        JsonNode response = document.at(responses);
        if (response.isMissingNode()) {
            assertThat(COMMON)
                    .as("%s %s may not answer %s", method, path, status)
                    .contains(status);
            assertSchema("/components/schemas/ErrorInfo", body);
            return;
        }
        String at = response.has("$ref") ? response.get("$ref").asText().substring(1) : responses;
        String schema = at + "/content/application~1json/schema";
        if (document.at(schema).isMissingNode()) {
            assertThat(body).isEmpty();
        } else {
            assertSchema(schema, body);
        }
    }

    /** Fails when it is no CallStatusChangedEvent. */
    public void assertEvent(String event) {
        assertSchema("/components/schemas/CallStatusChangedEvent", event);
    }

    private void assertSchema(String pointer, String body) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .discriminatorKeywordEnabled(true)
                .build();
        JsonSchema schema = schemas.getSchema(SchemaLocation.of("classpath:" + FILE + "#" + pointer), config);
        try {
            assertThat(schema.validate(json.readTree(body)))
                    .as("%s in %s", body, pointer)
                    .isEmpty();
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}

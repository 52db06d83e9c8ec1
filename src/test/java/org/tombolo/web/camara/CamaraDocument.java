package org.tombolo.web.camara;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** An OpenAPI document of CAMARA's: what may be asked and answered, and in which form. */
public final class CamaraDocument {
    /** Common to all CAMARA APIs and not repeated in the document. */
    private static final String COMMON = "openapi/CAMARA_common.yaml";
    /** Not even there: what HTTP itself says of a body that is too large. */
    private static final int TOO_LARGE = 413;

    private final String file;
    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
            .metaSchema(OpenApi30.getInstance())
            .build();

    /** @param file among the test resources */
    public CamaraDocument(String file) {
        this.file = file;
        this.document = read(file);
    }

    private static JsonNode read(String file) {
        try (var in = CamaraDocument.class.getResourceAsStream("/" + file)) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its API is, without the root. */
    public String base() {
        return document.at("/servers/0/url").asText().replace("{apiRoot}", "");
    }

    /** Fails when the document does not know the status for the operation, or the body is not of its schema. */
    public void assertResponse(String method, String path, int status, String body) {
        String responses = "/paths/" + path.replace("/", "~1") + "/" + method + "/responses/" + status;
        JsonNode response = document.at(responses);
        if (response.isMissingNode()) {
            assertCommon(method + " " + path, status, body);
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

    private void assertCommon(String what, int status, String body) {
        String schema = "/components/responses/Generic" + status + "/content/application~1json/schema";
        if (read(COMMON).at(schema).isMissingNode()) {
            assertThat(status).as("%s may not answer %s", what, status).isEqualTo(TOO_LARGE);
            assertSchema("/components/schemas/ErrorInfo", body);
        } else {
            assertThat(faults(COMMON, schema, body)).as(body).isEmpty();
        }
    }

    /** Fails when a body is not of the schema. */
    public void assertSchema(String pointer, String body) {
        assertThat(faults(file, pointer, body)).as("%s in %s", body, pointer).isEmpty();
    }

    /** What is wrong with a body. */
    Set<ValidationMessage> faults(String pointer, String body) {
        return faults(file, pointer, body);
    }

    private Set<ValidationMessage> faults(String in, String pointer, String body) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .discriminatorKeywordEnabled(true)
                .nullableKeywordEnabled(true)
                .build();
        JsonSchema schema = schemas.getSchema(SchemaLocation.of("classpath:" + in + "#" + pointer), config);
        try {
            return schema.validate(json.readTree(body));
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}

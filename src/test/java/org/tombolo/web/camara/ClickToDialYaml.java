package org.tombolo.web.camara;

import static org.assertj.core.api.Assertions.assertThat;

/** CAMARA's OpenAPI document of one version of Click to Dial. */
public enum ClickToDialYaml {
    V0_1("v0.1", "openapi/click-to-dial.r1.4.yaml"),
    V0_2("v0.2rc1", "openapi/click-to-dial.r2.1.yaml");

    private final String version;
    private final CamaraDocument document;

    ClickToDialYaml(String version, String file) {
        this.version = version;
        this.document = new CamaraDocument(file);
    }

    /** The path of its calls, as the document's server has it. */
    public String calls() {
        assertThat(document.base()).isEqualTo("/click-to-dial/" + version);
        return "/click-to-dial/" + version + "/calls";
    }

    /** Whether a body is a CreateCallRequest; the discriminator's schemas are looked into, too. */
    boolean allows(String body) {
        return document.faults("/components/schemas/CreateCallRequest", body).isEmpty();
    }

    /** Fails when the document does not know the status for the operation, or the body is not of its schema. */
    public void assertResponse(String method, String path, int status, String body) {
        document.assertResponse(method, path, status, body);
    }

    /** Fails when it is no CallStatusChangedEvent. */
    public void assertEvent(String event) {
        document.assertSchema("/components/schemas/CallStatusChangedEvent", event);
    }
}

package org.tombolo.web.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.core.MediaType;
import org.tombolo.web.Refusal;

/** {@code requestError} of OMA's RESTful network APIs (REST NetAPI Common): a service exception, or a policy exception. */
record RequestError(Details requestError) implements ErrorBody {
    private static final String DEFAULT = "SVC0001";
    private static final Map<String, String> TEXTS = Map.of(
            DEFAULT,
            "A service error occurred. Error code is %1",
            "SVC0002",
            "Invalid input value for message part %1",
            "SVC0004",
            "No valid addresses provided in message part %1",
            "SVC0005",
            "Correlator %1 specified in message part clientCorrelator is a duplicate",
            "SVC0261",
            "Call has already been terminated",
            "SVC1000",
            "No server resources available to process the request",
            "POL0001",
            "A policy error occurred. Error code is %1",
            "POL0003",
            "Too many addresses specified in message part %1");

    /** One of the two. */
    @JsonInclude(Include.NON_ABSENT)
    record Details(Optional<Fault> serviceException, Optional<Fault> policyException) {}

    /** What is wrong; the variables stand for %1, %2 and so on in the text. */
    record Fault(String messageId, String text, List<String> variables) {}

    static RequestError of(Refusal refusal) {
        String id = TEXTS.containsKey(refusal.code()) ? refusal.code() : id(refusal.status());
        String text = TEXTS.getOrDefault(id, "");
        List<String> variables = text.contains("%1") ? List.of(variable(refusal)) : List.of();
        Optional<Fault> fault = Optional.of(new Fault(id, text, variables));
        return new RequestError(
                id.startsWith("SVC") ? new Details(fault, Optional.empty()) : new Details(Optional.empty(), fault));
    }

    private static String id(int status) {
        return switch (status) {
            case 400, 413, 415 -> "SVC0002";
            case 404 -> "SVC0004";
            case 401, 403, 429 -> "POL0001";
            case 503 -> "SVC1000";
            default -> DEFAULT;
        };
    }

    // A resource that is not there is an address in the request's first line that names nothing.
    private static String variable(Refusal refusal) {
        return refusal.status() == 404 ? "Request-URI" : refusal.detail();
    }

    @Override
    public MediaType media() {
        return MediaType.APPLICATION_JSON_TYPE;
    }
}

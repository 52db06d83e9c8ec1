package org.tombolo.web.camara;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.identity.TelNumber;
import org.tombolo.web.Refusal;

/** CAMARA's CreateCallRequest. */
record CreateCall(
        Party caller,
        Party callee,
        Optional<String> sink,
        Optional<Credential> sinkCredential,
        Optional<Boolean> recordingEnabled) {

    /** CAMARA's Caller and Callee. */
    record Party(String number) {
        TelNumber parsed() {
            try {
                return new TelNumber(number);
            } catch (IllegalArgumentException e) {
                throw Refusal.of(
                        422,
                        "INVALID_PHONE_NUMBER",
                        "a number is + and 5 to 15 digits, the first not 0 (E.164), such as +15550001");
            }
        }
    }

    /** CAMARA's SinkCredential in all its kinds. */
    record Credential(
            String credentialType,
            Optional<String> accessToken,
            Optional<String> accessTokenExpiresUtc,
            Optional<String> accessTokenType,
            Optional<String> clientId,
            Optional<String> tokenUri,
            Optional<String> jwksUri) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Credential[" + credentialType + "]";
        }

        Sink.Token token() {
            switch (credentialType) {
                case "ACCESSTOKEN" -> {}
                case "PRIVATE_KEY_JWT" ->
                    throw invalid(
                            "sinkCredential.credentialType: PRIVATE_KEY_JWT is not supported here, use ACCESSTOKEN");
                default -> throw invalid("sinkCredential.credentialType: must be ACCESSTOKEN");
            }
            if (clientId.isPresent() || tokenUri.isPresent() || jwksUri.isPresent()) {
                throw invalid("sinkCredential: clientId, tokenUri and jwksUri do not belong to ACCESSTOKEN");
            }
            if (!accessTokenType.equals(Optional.of("bearer"))) {
                throw invalid("sinkCredential.accessTokenType: must be bearer");
            }
            return token(
                    required(accessToken, "accessToken"), required(accessTokenExpiresUtc, "accessTokenExpiresUtc"));
        }

        private static Sink.Token token(String value, String expires) {
            try {
                return new Sink.Token(value, OffsetDateTime.parse(expires).toInstant());
            } catch (DateTimeParseException e) {
                throw invalid("sinkCredential.accessTokenExpiresUtc: must be a time of RFC 3339 with its zone");
            } catch (IllegalArgumentException e) {
                throw invalid("sinkCredential.accessToken: " + e.getMessage());
            }
        }

        private static String required(Optional<String> value, String name) {
            return value.orElseThrow(() -> invalid("sinkCredential." + name + ": is required"));
        }
    }

    /**
     * What the gateway understands.
     *
     * @throws Refusal 400 or 422 when something in it is wrong
     */
    CallRequest request(Requester requester, Instant now) {
        TelNumber from = caller.parsed();
        TelNumber to = callee.parsed();
        return new CallRequest(from, to, sink(now), recordingEnabled.orElse(false), requester);
    }

    private Optional<Sink> sink(Instant now) {
        if (sink.isEmpty() && sinkCredential.isPresent()) {
            throw invalid("sinkCredential: needs a sink");
        }
        Optional<Sink.Token> token = sinkCredential.map(Credential::token);
        if (token.filter(t -> !t.expires().isAfter(now)).isPresent()) {
            throw invalid("sinkCredential.accessTokenExpiresUtc: the token has expired");
        }
        return sink.map(uri -> sink(uri, token));
    }

    private static Sink sink(String uri, Optional<Sink.Token> token) {
        try {
            return new Sink(new URI(uri), token);
        } catch (URISyntaxException e) {
            throw invalid("sink: is not a URL");
        } catch (IllegalArgumentException e) {
            throw invalid("sink: " + e.getMessage());
        }
    }

    private static Refusal invalid(String why) {
        return Refusal.of(400, why);
    }
}

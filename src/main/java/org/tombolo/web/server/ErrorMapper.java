package org.tombolo.web.server;

import java.util.Map;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.server.ParamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.web.Refusal;

/** Makes a {@link Refusal} of whatever was thrown; {@link ErrorFilter} then gives it the form that the path's clients expect. */
final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
    private static final Map<Integer, String> DETAILS = Map.of(
            400, "the request cannot be read",
            404, "there is nothing here",
            405, "this resource has no such method",
            406, "none of the types in Accept can be had here",
            415, "the body must be application/json");

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return response(refusal);
        }
        if (thrown instanceof ParamException.QueryParamException wrong) {
            return response(Refusal.of(400, wrong.getParameterName() + ": is not of the right type"));
        }
        if (thrown instanceof WebApplicationException known
                && known.getResponse().getStatus() < 500) {
            return known(known.getResponse());
        }
        LOG.error("request failed", thrown);
        return response(Refusal.of(500, "the server failed; its log says why"));
    }

    private static Response known(Response response) {
        int status = response.getStatus();
        if (status < 400) {
            return response;
        }
        return Response.fromResponse(response).entity(refusal(status)).build();
    }

    /** What a status says of itself. */
    static Refusal refusal(int status) {
        return Refusal.of(status, DETAILS.getOrDefault(status, "the request is refused"));
    }

    private static Response response(Refusal refusal) {
        Response.ResponseBuilder builder = Response.status(refusal.status()).entity(refusal);
        refusal.headers().forEach(builder::header);
        return builder.build();
    }
}

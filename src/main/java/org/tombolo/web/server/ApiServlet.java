package org.tombolo.web.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** Jersey under several path prefixes at once: resource paths are counted from the context path, whichever mapping matched. */
final class ApiServlet extends ServletContainer {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = Json.strict();

    ApiServlet(ResourceConfig config) {
        super(config);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        super.service(new FromContextPath(request), response);
        boolean bare = response.getStatus() >= 400 && response.getContentType() == null;
        if (bare && !response.isCommitted() && !request.isAsyncStarted()) {
            explain(request, response);
        }
    }

    /** A malformed header such as {@code Accept} ends the request before any of our filters run, and takes the headers with it. */
    private static void explain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ErrorBody body = ErrorBody.of(
                ErrorMapper.refusal(response.getStatus()),
                request.getServletPath().substring(1) + "/");
        SecurityHeaders.set(request, response);
        response.setContentType(body.media().toString());
        response.getOutputStream().write(JSON.writeValueAsBytes(body));
    }

    private static final class FromContextPath extends HttpServletRequestWrapper {
        FromContextPath(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getServletPath() {
            return "";
        }

        @Override
        public String getPathInfo() {
            String rest = super.getPathInfo();
            return super.getServletPath() + (rest == null ? "" : rest);
        }
    }
}

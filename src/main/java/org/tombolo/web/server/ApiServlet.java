package org.tombolo.web.server;

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

    ApiServlet(ResourceConfig config) {
        super(config);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        super.service(new FromContextPath(request), response);
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

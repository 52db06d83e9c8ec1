package org.tombolo.web.health;

import java.util.function.Supplier;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tombolo.web.Open;

/** {@code /metrics}. */
@Path("metrics")
public final class MetricsResource {
    private final Supplier<String> scrape;

    /** @param scrape all metrics in the Prometheus text format 0.0.4 */
    public MetricsResource(Supplier<String> scrape) {
        this.scrape = scrape;
    }

    @GET
    @Produces("text/plain;version=0.0.4;charset=utf-8")
    @Open
    public String scrape() {
        return scrape.get();
    }
}

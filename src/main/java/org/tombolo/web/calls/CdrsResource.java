package org.tombolo.web.calls;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.cdr.Cdr;
import org.tombolo.gateway.interaction.cdr.CdrFormat;
import org.tombolo.gateway.interaction.cdr.CdrStore;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.TimeParameter;

/** {@code /api/v1/cdrs}: the records of calls that are over, in the order in which they ended. */
@Path("api/v1/cdrs")
public final class CdrsResource {
    private static final String CSV = "text/csv";
    private static final String LINES = "application/x-ndjson";

    private final CdrStore store;

    public CdrsResource(CdrStore store) {
        this.store = store;
    }

    /** A page as JSON. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Requires("calls:read")
    public Records json(
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        List<CdrStore.Placed> found = find(since, until, after, most + 1, security);
        List<CdrStore.Placed> page = found.subList(0, Math.min(most, found.size()));
        Optional<String> next = found.size() > most
                ? Optional.of(Long.toString(page.get(page.size() - 1).position()))
                : Optional.empty();
        return new Records(page.stream().map(p -> View.of(p.cdr())).toList(), next);
    }

    /** A page as JSON lines; the one behind it begins after its last record's {@code position}, which JSON has as {@code next}. */
    @GET
    @Produces(LINES + ";qs=0.5")
    @Requires("calls:read")
    public String lines(
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        return find(since, until, after, Page.limit(limit), security).stream()
                .map(p -> CdrFormat.json(p.cdr()) + "\n")
                .collect(Collectors.joining());
    }

    /** A page as CSV. */
    @GET
    @Produces(CSV + ";qs=0.5")
    @Requires("calls:read")
    public String csv(
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        return CdrFormat.HEADER
                + "\r\n"
                + find(since, until, after, Page.limit(limit), security).stream()
                        .map(p -> CdrFormat.csv(p.cdr()) + "\r\n")
                        .collect(Collectors.joining());
    }

    private List<CdrStore.Placed> find(String since, String until, String after, int limit, SecurityContext security) {
        if (!after.matches("[0-9]{1,18}")) {
            throw Refusal.of(400, "after: must be what \"next\" said");
        }
        Requester requester = CallAccess.requester(security);
        CdrStore.Filter filter = new CdrStore.Filter(
                requester.owner(),
                since.isEmpty() ? Optional.empty() : Optional.of(TimeParameter.parse("since", since)),
                until.isEmpty() ? Optional.empty() : Optional.of(TimeParameter.parse("until", until)));
        return store.list(filter, Long.parseLong(after), limit);
    }

    /** A page. */
    record Records(List<View> items, Optional<String> next) {}

    /** A record in the API's words. */
    record View(
            String id,
            String owner,
            String caller,
            String callee,
            String createdAt,
            Optional<String> connectedAt,
            String endedAt,
            long seconds,
            String state,
            String reason,
            String detail) {
        static View of(Cdr cdr) {
            return new View(
                    cdr.callId(),
                    cdr.owner(),
                    cdr.caller(),
                    cdr.callee(),
                    CallBody.time(cdr.createdAt()),
                    cdr.connectedAt().map(CallBody::time),
                    CallBody.time(cdr.endedAt()),
                    cdr.seconds(),
                    cdr.state(),
                    cdr.reason(),
                    cdr.detail());
        }
    }
}

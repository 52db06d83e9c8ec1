package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.sip.DialogRecord;

/** Takes down what happens to calls, in the order given, and tells whoever wants to know. Never blocks. */
public interface CallJournal {

    /**
     * A call begins.
     *
     * @return the call once it is durable; fails when it could not be made so
     */
    CompletableFuture<Call> created(Call call, Optional<Sink> sink);

    /**
     * A call came into another state.
     *
     * @return the call once that is durable; fails when it could not be made so
     */
    CompletableFuture<Call> changed(Call call);

    /**
     * Something happened in a call that goes on, and left its state as it was.
     *
     * @return the call once that is durable; fails when it could not be made so
     */
    CompletableFuture<Call> noted(Call call, CallNote note);

    /**
     * What a later process needs to end one leg of a call.
     *
     * @param name of the leg within its call
     */
    void leg(CallId call, String name, DialogRecord dialog);
}

package org.tombolo.gateway.interaction.push;

/** Brings pushes to phones by one way. Never blocks. */
interface Carrier {
    Way way();

    /** Whether it is worth trying. */
    boolean takes(Push push);

    /**
     * Tries once.
     *
     * @return stops it as far as that can be done; the outcome may come nevertheless
     */
    Runnable carry(Push push, Listener listener);

    /** Hears of an attempt, on any thread. */
    interface Listener {
        /** A phone takes the file. */
        void begun();

        /** The phone has so much of the file. */
        void progress(Progress progress);

        /** Once, at the end. */
        void over(Outcome outcome);
    }

    /** How an attempt ends; details are words of the API. */
    sealed interface Outcome {
        String detail();

        /** The phone has it, or the network has taken it. */
        record Delivered(String detail) implements Outcome {}

        /** It is not wanted. */
        record Refused(String detail) implements Outcome {}

        /** The user cannot be reached now. */
        record Later(String detail) implements Outcome {}

        /** Another way may be taken. */
        record NotThisWay(String detail) implements Outcome {}
    }
}

package org.tombolo.gateway.interaction;

/** CAMARA's RecordingResult, and what comes before it. */
public enum RecordingResult {
    /** Nobody wants the call to be recorded. */
    NONE("noRecord"),
    /** It is wanted, and the call goes on. */
    WANTED("noRecord"),
    /** All that was begun can be had. */
    SUCCESS("success"),
    /** It never began: the call was not connected, or a phone's sound could not be had. */
    NO_RECORD("noRecord"),
    /** Something that was begun is lost. */
    FAIL("fail");

    private final String word;

    RecordingResult(String word) {
        this.word = word;
    }

    /** CAMARA's word. */
    public String word() {
        return word;
    }
}

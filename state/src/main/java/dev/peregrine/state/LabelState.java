package dev.peregrine.state;

/** What is known of one event, as kept with it. The code is stored; never renumber. */
public enum LabelState {
    NONE(0),
    FRAUD(1),
    LEGITIMATE(2);

    private final byte code;

    LabelState(int code) {
        this.code = (byte) code;
    }

    /** Number in a stored event. */
    public byte code() {
        return code;
    }
}

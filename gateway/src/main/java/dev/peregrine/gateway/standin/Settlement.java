package dev.peregrine.gateway.standin;

/** How a stand-in and the engine came together. The codes are stored and never change. */
enum Settlement {
    /** The engine had not known the payment: it was counted, with the action taken. */
    BACK_FILLED(1),
    /** The engine had decided after all: its decision holds from then on. */
    SUPERSEDED(2),
    /** The engine refuses the payment for good. */
    REFUSED(3);

    private final byte code;

    Settlement(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Settlement of(byte code) {
        for (Settlement settlement : values()) {
            if (settlement.code == code) {
                return settlement;
            }
        }
        throw new SpoolException("unknown settlement " + code);
    }
}

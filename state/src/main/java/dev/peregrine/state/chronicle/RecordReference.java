package dev.peregrine.state.chronicle;

/** Value of the map: where a record lies and how long it is. */
final class RecordReference {
    private final int length;
    private long address;

    RecordReference(int length) {
        this.length = length;
    }

    /** Address of the record's first byte. */
    long address() {
        return address;
    }

    void address(long address) {
        this.address = address;
    }

    /** Bytes of the record. */
    int length() {
        return length;
    }
}

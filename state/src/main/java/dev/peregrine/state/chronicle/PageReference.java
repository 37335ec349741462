package dev.peregrine.state.chronicle;

/** Value of the map: where a page of records lies and how long it is. */
final class PageReference {
    private final int length;
    private long address;

    PageReference(int length) {
        this.length = length;
    }

    /** Address of the page's first byte. */
    long address() {
        return address;
    }

    void address(long address) {
        this.address = address;
    }

    /** Bytes of the page. */
    int length() {
        return length;
    }
}

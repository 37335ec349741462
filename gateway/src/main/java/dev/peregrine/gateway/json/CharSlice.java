package dev.peregrine.gateway.json;

/** A reusable view of a part of a character array, valid until the array changes. */
final class CharSlice implements CharSequence {
    private char[] chars = new char[0];
    private int offset;
    private int length;

    CharSlice wrap(char[] newChars, int newOffset, int newLength) {
        chars = newChars;
        offset = newOffset;
        length = newLength;
        return this;
    }

    void clear() {
        length = 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[offset + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(chars, offset + start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, offset, length);
    }
}

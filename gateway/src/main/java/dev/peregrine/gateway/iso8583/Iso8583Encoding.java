package dev.peregrine.gateway.iso8583;

/** How a message is written. */
public enum Iso8583Encoding {
    /** Type, lengths and digits in ASCII; bitmaps and bytes as hexadecimal digits. */
    ASCII,
    /** Type, lengths and digits in packed BCD, bitmaps and bytes as they are; text in ASCII. */
    BINARY
}

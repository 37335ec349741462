package dev.peregrine.replay.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Format of a snapshot file, version 2; little-endian.
 *
 * <pre>
 *   0        8
 *   +--------+----------------------------------------------+
 *   | magic  | blocks                                       |
 *   +--------+----------------------------------------------+
 *   a block:
 *   0        4        8
 *   +--------+--------+-------------------------------------+
 *   | length | CRC32C | content, 0 .. 1 MiB                 |
 *   +--------+--------+-------------------------------------+
 * </pre>
 *
 * The magic number ends with the version. The checksum is over the block's number, from 0, its
 * length and its content. Block 0 is the manifest in JSON; the following hold what the engine
 * saved, in which a number is eight bytes; a block of length 0 ends the file.
 */
final class SnapshotFormat {
    /** The magic number without the version. */
    static final String MAGIC = "PGSNAP";

    /** Version of the format, in two digits. */
    static final int VERSION = 2;

    static final int MAGIC_LENGTH = 8;
    static final int BLOCK_HEADER_LENGTH = 8;
    static final int MAX_BLOCK_LENGTH = 1 << 20;

    /** Bytes read or written in one call: those of a whole block hold a core for a millisecond. */
    static final int MOVED_TOGETHER = 64 * 1024;

    private SnapshotFormat() {}

    static String magic() {
        return String.format("%s%02d", MAGIC, VERSION);
    }

    /** Checksum of a block: its content is what remains in the buffer, which is consumed. */
    static int checksum(CRC32C crc, long number, ByteBuffer content) {
        crc.reset();
        update(crc, number);
        update(crc, content.remaining());
        crc.update(content);
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (value >>> shift) & 0xFF);
        }
    }
}

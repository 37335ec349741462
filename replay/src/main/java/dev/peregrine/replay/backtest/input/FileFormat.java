package dev.peregrine.replay.backtest.input;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** What a file is, told by its first bytes; of texts, by the first character that is no space. */
enum FileFormat {
    CSV,
    NDJSON,
    PARQUET;

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int PEEK_LENGTH = 512;
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};

    /** A file's content, decompressed. */
    static BufferedInputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_LENGTH);
        byte[] head = peek(in, ZSTD.length);
        if (startsWith(head, GZIP)) {
            return new BufferedInputStream(new GZIPInputStream(in, BUFFER_LENGTH), BUFFER_LENGTH);
        }
        if (startsWith(head, ZSTD)) {
            return new BufferedInputStream(
                    new ZstdInputStream(in).setContinuous(false), BUFFER_LENGTH);
        }
        return in;
    }

    /** Format of the decompressed content; reads ahead, and goes back. */
    static FileFormat of(BufferedInputStream in) throws IOException {
        byte[] head = peek(in, PEEK_LENGTH);
        if (startsWith(head, PARQUET_MAGIC)) {
            return PARQUET;
        }
        int at = 0;
        while (at < head.length && head[at] <= ' ' && head[at] > 0) {
            at++;
        }
        return at < head.length && head[at] == '{' ? NDJSON : CSV;
    }

    /** Whether a folder's file of that name is read. */
    static boolean isInput(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }

    private static byte[] peek(BufferedInputStream in, int length) throws IOException {
        in.mark(length + 1);
        byte[] head = in.readNBytes(length);
        in.reset();
        return head;
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}

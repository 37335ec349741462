package dev.peregrine.latency.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.report.latency.SeriesPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a process found of an engine or of its floor. Times are of one event, in nanoseconds.
 *
 * @param eventNs by the median batch, by the clock
 * @param eventCpuNs by the median batch, by the processor's time
 * @param allocatedBytes in the batch that allocated least
 * @param latencies of each event, as HdrHistogram encodes them, in Base64
 * @param phases of the engine, one event in some; none of a floor
 * @param series the course, a point for each second
 */
public record EngineFigures(
        double eventNs,
        double eventCpuNs,
        long allocatedBytes,
        String latencies,
        List<Phase> phases,
        List<SeriesPoint> series) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A phase as it is written to a file. */
    public record Phase(String name, String includes, String nanos) {
        static Phase of(StageSource.Part part) {
            return new Phase(part.name(), part.includes(), encode(part.nanos()));
        }

        /** As it is added up. */
        public StageSource.Part part() {
            return new StageSource.Part(name, includes, decode(nanos));
        }
    }

    /** Latencies, nanoseconds; the caller's own. */
    public Histogram histogram() {
        return decode(latencies);
    }

    static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram decode(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Writes figures by the name of what was measured. */
    static void write(Map<String, EngineFigures> figures, Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), figures);
    }

    /** Reads them. */
    public static Map<String, EngineFigures> read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), new TypeReference<>() {});
    }
}

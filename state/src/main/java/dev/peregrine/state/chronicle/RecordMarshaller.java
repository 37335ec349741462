package dev.peregrine.state.chronicle;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/**
 * Lets Chronicle Map point a {@link RecordReference} at a value in the map. Nothing is copied; a
 * value is never written through the map, which makes new ones of zeroes.
 */
final class RecordMarshaller implements SizedReader<RecordReference>, SizedWriter<RecordReference> {
    @Override
    public RecordReference read(Bytes<?> in, long size, RecordReference using) {
        RecordReference reference =
                using == null ? new RecordReference(Math.toIntExact(size)) : using;
        reference.address(in.bytesStore().addressForRead(in.readPosition()));
        return reference;
    }

    @Override
    public long size(RecordReference reference) {
        return reference.length();
    }

    @Override
    public void write(Bytes<?> out, long size, RecordReference reference) {
        throw new UnsupportedOperationException("records are written in place");
    }

    @Override
    public void readMarshallable(WireIn wire) {}

    @Override
    public void writeMarshallable(WireOut wire) {}
}

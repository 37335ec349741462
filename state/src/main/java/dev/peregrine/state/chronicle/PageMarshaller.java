package dev.peregrine.state.chronicle;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/**
 * Lets Chronicle Map point a {@link PageReference} at a value in the map, one that is read or one
 * that is put. Nothing is copied: whoever puts a record writes it in place afterwards.
 */
final class PageMarshaller implements SizedReader<PageReference>, SizedWriter<PageReference> {
    @Override
    public PageReference read(Bytes<?> in, long size, PageReference using) {
        PageReference reference = using == null ? new PageReference(Math.toIntExact(size)) : using;
        reference.address(in.bytesStore().addressForRead(in.readPosition()));
        return reference;
    }

    @Override
    public long size(PageReference reference) {
        return reference.length();
    }

    @Override
    public void write(Bytes<?> out, long size, PageReference reference) {
        reference.address(out.bytesStore().addressForWrite(out.writePosition()));
        out.writeSkip(size);
    }

    @Override
    public void readMarshallable(WireIn wire) {}

    @Override
    public void writeMarshallable(WireOut wire) {}
}

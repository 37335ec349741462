package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.HandbookFeatures;
import dev.peregrine.latency.peers.Outputs;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.RunInHand;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Exactly once: rows are written to a file that nobody reads, which gets its name when the
 * checkpoint that covers it is complete. A row has been handed over then.
 */
final class CommittedResults
        implements Sink<FeatureRow>, SupportsCommitter<CommittedResults.Transaction> {
    private static final long serialVersionUID = 1;
    private static final String PENDING = ".pending";
    private static final int BUFFER = 1 << 16;

    private final String directory;

    /**
     * @param directory for the files; exists
     */
    CommittedResults(Path directory) {
        this.directory = directory.toString();
    }

    /**
     * Rows to be committed together; they are consecutive.
     *
     * @param file of the rows, without its ending
     * @param from first row
     * @param to row after the last
     */
    record Transaction(String file, int from, int to) {}

    @Override
    public CommittingSinkWriter<FeatureRow, Transaction> createWriter(WriterInitContext context) {
        return new Writer(directory);
    }

    @Override
    public Committer<Transaction> createCommitter(CommitterInitContext context) {
        return new FileCommitter();
    }

    @Override
    public SimpleVersionedSerializer<Transaction> getCommittableSerializer() {
        return new TransactionSerializer();
    }

    /**
     * Reads what was committed.
     *
     * @return sum over all rows' features
     */
    static long checksum(Path directory) throws IOException {
        long sum = 0;
        double[] features = new double[HandbookFeatures.COUNT];
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> !file.toString().endsWith(PENDING)).toList();
        }
        for (Path file : files) {
            try (DataInputStream in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                while (in.available() > 0) {
                    int index = in.readInt();
                    for (int i = 0; i < features.length; i++) {
                        features[i] = in.readDouble();
                    }
                    sum += Outputs.checksum(index, features);
                }
            }
        }
        return sum;
    }

    private static final class Writer implements CommittingSinkWriter<FeatureRow, Transaction> {
        private final ResultSink sink = RunInHand.get().sink();
        private final double[] features = new double[HandbookFeatures.COUNT];
        private final String directory;
        private DataOutputStream out;
        private Path file;
        private int from;
        private int to;

        Writer(String directory) {
            this.directory = directory;
        }

        @Override
        public void write(FeatureRow row, Context context) throws IOException {
            if (out == null) {
                from = row.index;
                file = Path.of(directory, "rows-" + from);
                out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        Files.newOutputStream(Path.of(file + PENDING)), BUFFER));
            }
            row.features(features);
            out.writeInt(row.index);
            for (double feature : features) {
                out.writeDouble(feature);
            }
            to = row.index + 1;
            sink.computed(row.index, features);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public Collection<Transaction> prepareCommit() throws IOException {
            if (out == null) {
                return List.of();
            }
            out.close();
            out = null;
            return List.of(new Transaction(file.toString(), from, to));
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    private static final class FileCommitter implements Committer<Transaction> {
        private final ResultSink sink = RunInHand.get().sink();

        @Override
        public void commit(Collection<CommitRequest<Transaction>> requests) throws IOException {
            for (CommitRequest<Transaction> request : requests) {
                Transaction transaction = request.getCommittable();
                Path file = Path.of(transaction.file());
                Path pending = Path.of(file + PENDING);
                if (Files.exists(pending)) {
                    Files.move(pending, file);
                    for (int row = transaction.from(); row < transaction.to(); row++) {
                        sink.delivered(row);
                    }
                } else {
                    request.signalAlreadyCommitted();
                }
            }
        }

        @Override
        public void close() {}
    }

    private static final class TransactionSerializer
            implements SimpleVersionedSerializer<Transaction> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Transaction transaction) {
            return (transaction.from() + " " + transaction.to() + " " + transaction.file())
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Transaction deserialize(int version, byte[] bytes) {
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 3);
            return new Transaction(
                    parts[2], Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }
}

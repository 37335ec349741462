package dev.peregrine.replay.journal;

import dev.peregrine.replay.Records;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Appends to the journal of a directory as fast as it goes, and prints every thousand records which
 * sequence is the last durable one. Run in a child JVM.
 */
public final class AppendUntilKilled {
    private static final int INTERVAL = 1_000;

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        try (TestHost host = TestHost.start(directory);
                ArchiveLog journal = host.openJournal()) {
            long[] sequence = {0};
            journal.read(
                    0,
                    (end, epoch, seq, time, buffer, offset, length) -> {
                        sequence[0] = seq;
                        return true;
                    });
            journal.startAppending();
            long epoch = sequence[0] + 1;
            long durable = sequence[0];
            Deque<Records.Entry> awaited = new ArrayDeque<>();
            while (true) {
                sequence[0]++;
                awaited.add(
                        Records.append(
                                journal, epoch, sequence[0], Records.messageOf(sequence[0])));
                if (sequence[0] % INTERVAL == 0) {
                    long position = journal.durablePosition();
                    while (!awaited.isEmpty() && awaited.peek().endPosition() <= position) {
                        durable = awaited.remove().sequence();
                    }
                    System.out.println(durable);
                }
            }
        }
    }
}

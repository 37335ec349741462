package dev.peregrine.node.runtime;

import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.TornTail;
import java.util.ArrayList;
import java.util.List;

/** What the end of the last run has cost, or may have cost, a line each. */
final class LossReport {
    private LossReport() {}

    /** Looks at two logs that have just been opened. */
    static List<String> of(ArchiveLog journal, ArchiveLog records) {
        List<String> lines = new ArrayList<>();
        if (journal.mayHaveLost()) {
            lines.add(
                    "the machine went down while the last run was alive, and its durability was"
                            + " recorded: acknowledged events behind sequence "
                            + journal.lastSequence()
                            + " may be lost");
        }
        for (ArchiveLog log : List.of(journal, records)) {
            log.tornTail().map(tail -> line(log, tail)).ifPresent(lines::add);
        }
        return lines;
    }

    private static String line(ArchiveLog log, TornTail tail) {
        return "%s: a torn tail of %d bytes was cut off at position %d: %s"
                .formatted(log.name(), tail.lostBytes(), tail.position(), tail.reason());
    }
}

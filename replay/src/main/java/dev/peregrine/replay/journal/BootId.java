package dev.peregrine.replay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is the same until the machine starts again. */
final class BootId {
    /** See {@code random(4)}: made anew at every start of a Linux kernel. */
    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** Empty where the system has none. */
    static String current() {
        try {
            return Files.isReadable(FILE) ? Files.readString(FILE).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}

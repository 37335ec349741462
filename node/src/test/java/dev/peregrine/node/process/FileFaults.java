package dev.peregrine.node.process;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.asm.Advice;

/**
 * What the operating system would do to a write or a force, inlined into the JDK's file channel. A
 * fault is a file in the directory that the system property {@value #DIRECTORY} names; it is called
 * after the first letter and the ending of the files that it strikes, the operation and what
 * happens: {@code 0.rec-write-full} fails every write to a {@code 0*.rec} for want of space.
 */
final class FileFaults {
    static final String DIRECTORY = "peregrine.faults";

    private FileFaults() {}

    /** Before {@code write(ByteBuffer, long)} and {@code write(ByteBuffer)}. */
    static final class Write {
        private Write() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("path") String path) throws IOException {
            if (path != null) {
                String name = path.substring(path.lastIndexOf('/') + 1);
                String fault =
                        System.getProperty("peregrine.faults")
                                + "/"
                                + name.charAt(0)
                                + name.substring(Math.max(0, name.lastIndexOf('.')))
                                + "-write-";
                while (new File(fault + "stall").exists()) {
                    LockSupport.parkNanos(1_000_000);
                }
                if (new File(fault + "full").exists()) {
                    throw new IOException("No space left on device");
                }
                if (new File(fault + "error").exists()) {
                    throw new IOException("Input/output error");
                }
            }
        }
    }

    /** Before {@code force(boolean)}. */
    static final class Force {
        private Force() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("path") String path) throws IOException {
            if (path != null) {
                String name = path.substring(path.lastIndexOf('/') + 1);
                String fault =
                        System.getProperty("peregrine.faults")
                                + "/"
                                + name.charAt(0)
                                + name.substring(Math.max(0, name.lastIndexOf('.')))
                                + "-force-";
                if (new File(fault + "error").exists()) {
                    throw new IOException("Input/output error");
                }
            }
        }
    }
}

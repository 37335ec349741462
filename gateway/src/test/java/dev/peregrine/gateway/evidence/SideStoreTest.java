package dev.peregrine.gateway.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SideStoreTest {
    @TempDir private Path directory;

    /** In a process of its own, where nothing has loaded the native library before. */
    @Test
    void shouldOpenWhereThereIsNoEvidenceStore() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OneSideStore.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("found: {\"a\":1}");
    }

    /** What the process runs. */
    static final class OneSideStore {
        private OneSideStore() {}

        public static void main(String[] arguments) {
            try (SideStore store = SideStore.open(Path.of(arguments[0]), 0)) {
                store.put(1, "event", "{\"a\":1}".getBytes(UTF_8));
                store.commit("{}".getBytes(UTF_8));
                System.out.println(
                        "found: " + new String(store.find(1, "event").orElseThrow(), UTF_8));
            }
        }
    }
}

package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.Values;
import org.junit.jupiter.api.Test;

class MapStateClassTest {
    @Test
    void shouldTakeTheClassThatTheBuildCompiled() throws Exception {
        Class<?> generated = Values.nativeClassFor(VanillaGlobalMutableState.class);

        assertThat(Path.of(generated.getProtectionDomain().getCodeSource().getLocation().toURI()))
                .as("where the map's own class comes from; compiled at run time it has no place")
                .isEqualTo(
                        Path.of(
                                RecordMap.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()));
    }
}

package dev.peregrine.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of the formats are what their tables say. After a change of a table, {@code mvn -pl
 * gateway -am test -Dtest=FormatPageTest -Dperegrine.write-pages=true} writes them anew.
 */
class FormatPageTest {
    private static final String WRITE = "peregrine.write-pages";

    @ParameterizedTest
    @ValueSource(strings = {"iso20022", "emv-3ds", "adyen", "stripe", "iso8583"})
    void shouldBeThePageInTheDocumentation(String format) throws IOException {
        Path page =
                Path.of(
                        System.getProperty("peregrine.root", ".."),
                        "docs",
                        "formats",
                        format + ".md");
        String text = FormatPage.of(FormatTable.load(format));
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }

        assertThat(Files.readString(page)).isEqualTo(text);
    }
}

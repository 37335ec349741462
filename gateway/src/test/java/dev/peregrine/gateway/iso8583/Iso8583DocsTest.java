package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page that is written from the tables of fields. {@code -Dperegrine.write-pages=true} writes
 * it.
 */
@Timeout(60)
class Iso8583DocsTest {
    private static final Path PAGES =
            Path.of(System.getProperty("peregrine.root"), "docs", "formats");

    @Test
    void shouldDescribeTheFields() throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# Data elements of ISO 8583\n\n")
                .append("Written from the tables by which messages are read. Forms: `n` digits,")
                .append(
                        " `an` letters and digits, `ans` any\nprintable characters, `z` track data,")
                .append(" `b` bytes, `x+n` a sign and digits; `..` a length of two digits before,")
                .append("\n`...` of three. Of a field that is dropped only the length is looked")
                .append(" at.\n");
        for (Iso8583Version version : Iso8583Version.values()) {
            page.append("\n## ").append(version.year()).append("\n\n");
            page.append("| field | form | use | name |\n| --- | --- | --- | --- |\n");
            for (FieldTable.Row row : FieldTable.of(version).rows()) {
                page.append(
                        "| %d | `%s` | %s | %s |%n"
                                .formatted(
                                        row.number(),
                                        row.format().text(),
                                        use(row.use()),
                                        row.name()));
            }
        }
        assertPage("iso8583-fields.md", page.toString());
    }

    private static String use(FieldTable.Use use) {
        return use == FieldTable.Use.CARD ? "token" : use.name().toLowerCase(Locale.ROOT);
    }

    private static void assertPage(String name, String expected) throws IOException {
        Path page = PAGES.resolve(name);
        if (Boolean.getBoolean("peregrine.write-pages")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page)).isEqualTo(expected);
    }
}

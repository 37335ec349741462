package dev.peregrine.replay.backtest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CsvReaderTest {
    @Test
    void shouldReadWhatFastCsvReads() throws Exception {
        String[] pieces = {
            "a", "12.5", "", " b ", "\"q\"", "\"x,y\"", "\"l\nm\"", "\"d\"\"d\"", "é€"
        };
        String[] ends = {",", ",", ",", "\n", "\r\n"};
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            int fields = random.nextInt(200);
            for (int i = 0; i < fields; i++) {
                text.append(pieces[random.nextInt(pieces.length)]);
                text.append(ends[random.nextInt(ends.length)]);
            }
            List<List<String>> expected = new ArrayList<>();
            try (var reader =
                    de.siegmar.fastcsv.reader.CsvReader.builder()
                            .allowExtraFields(true)
                            .allowMissingFields(true)
                            .ofCsvRecord(text.toString())) {
                for (CsvRecord row : reader) {
                    expected.add(row.getFields());
                }
            }
            assertThat(readAll(text.toString(), 1 + random.nextInt(7))).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadAcrossTheEndOfItsBuffer() throws Exception {
        StringBuilder text = new StringBuilder();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            text.append(i).append(",\"row \"\"").append(i).append("\"\"\"\n");
            expected.add(List.of("" + i, "row \"" + i + "\""));
        }
        assertThat(readAll(text.toString(), 1 << 20)).isEqualTo(expected);
    }

    @Test
    void shouldPassOverByteOrderMarkAndEmptyLines() throws Exception {
        assertThat(readAll("\uFEFFa,b\n\n\r\n1,2\n\n", 3))
                .containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void shouldKnowLineAndColumnOfEveryField() throws Exception {
        try (CsvReader reader = reader("é,b\n\"x\ny\",\"a\"\"b\",z\n7,8", 2)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.column(1)).isEqualTo(3);
            assertThat(reader.next()).isTrue();
            assertThat(reader.line()).isEqualTo(2);
            assertThat(reader.text(1)).isEqualTo("a\"b");
            assertThat(reader.line(2)).isEqualTo(3);
            assertThat(reader.column(2)).isEqualTo(11);
            assertThat(reader.next()).isTrue();
            assertThat(reader.line(1)).isEqualTo(4);
            assertThat(reader.column(1)).isEqualTo(3);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldNameABrokenQuoteAndGoOnAtTheNextLine() throws Exception {
        try (CsvReader reader = reader("1,\"a\"b,c\n2,d\n3,\"open\n4,e\n", 5)) {
            RowException garbage = catchThrowableOfType(RowException.class, reader::next);
            assertThat(garbage).hasMessageContaining("after a closing quote");
            assertThat(garbage.line()).isEqualTo(1);
            assertThat(garbage.column()).isEqualTo(6);
            assertThat(reader.next()).isTrue();
            assertThat(reader.text(0)).isEqualTo("2");
            RowException open = catchThrowableOfType(RowException.class, reader::next);
            assertThat(open).hasMessageContaining("never closed");
            assertThat(open.line()).isEqualTo(3);
            assertThat(open.column()).isEqualTo(3);
            assertThat(reader.next()).isTrue();
            assertThat(reader.line()).isEqualTo(4);
            assertThat(reader.text(1)).isEqualTo("e");
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldRefuseARowWithoutEnd() throws Exception {
        String text = "a,\"" + "x\n".repeat(200_000) + "y\n";
        try (CsvReader reader = reader(text, 1 << 16)) {
            RowException tooLong = catchThrowableOfType(RowException.class, reader::next);
            assertThat(tooLong).hasMessageContaining("longer than 65536 bytes");
            assertThat(tooLong.line()).isEqualTo(1);
            assertThat(reader.next()).isTrue();
            assertThat(reader.line()).isEqualTo(2);
            assertThat(reader.text(0)).isEqualTo("x");
        }
    }

    @Test
    void shouldRefuseALineWithoutEnd() throws Exception {
        try (CsvReader reader = reader("x".repeat(1_000_000) + "\n1,2\n", 1 << 16)) {
            assertThat(catchThrowableOfType(RowException.class, reader::next).column())
                    .isEqualTo(1);
            assertThat(reader.next()).isTrue();
            assertThat(reader.text(1)).isEqualTo("2");
            assertThat(reader.line()).isEqualTo(2);
        }
    }

    private static List<List<String>> readAll(String text, int chunk) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = reader(text, chunk)) {
            while (reader.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < reader.fieldCount(); i++) {
                    row.add(reader.text(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** A stream that gives at most {@code chunk} bytes at a time. */
    private static CsvReader reader(String text, int chunk) throws IOException {
        InputStream in =
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return super.read(bytes, offset, Math.min(chunk, length));
                    }
                };
        return new CsvReader(in);
    }
}

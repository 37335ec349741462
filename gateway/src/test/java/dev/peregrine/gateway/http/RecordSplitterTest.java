package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSplitterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void shouldCutLines(int part) {
        assertThat(cut("{\"a\":1}\n{\"b\":\"[,]\"}\r\n\n  \n{}", part))
                .containsExactly("1 {\"a\":1}", "2 {\"b\":\"[,]\"}\r", "5 {}");
        assertThat(cut("", part)).isEmpty();
        assertThat(cut("\n \n", part)).isEmpty();
        assertThat(cut("nonsense\n", part)).containsExactly("1 nonsense");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void shouldCutAnArray(int part) {
        assertThat(cut("\n[{\"a\":[1,2]},\n{\"b\":\"],\\\"}\"}]\n", part))
                .containsExactly("1 {\"a\":[1,2]}", "2 \n{\"b\":\"],\\\"}\"}");
        assertThat(cut("[]", part)).isEmpty();
        assertThat(cut("[ ]\n", part)).isEmpty();
        assertThat(cut("[{},]", part)).containsExactly("1 {}", "2 ");
        assertThat(cut("[{},,{}]", part)).containsExactly("1 {}", "2 ", "3 {}");
        assertThat(cut("[{}", part)).containsExactly("1 {}");
        assertThat(cut("[{},", part)).containsExactly("1 {}", "2 ");
        assertThat(cut("[{}] x", part)).containsExactly("1 {}", "2  x");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100, 1000})
    void shouldLeaveOutWhatIsTooLong(int part) {
        String length = "x".repeat(20);
        String tooLong = "x".repeat(50);

        assertThat(cut(length + "\n" + tooLong + "\n{}\n" + tooLong, part))
                .containsExactly("1 " + length, "2 too long", "3 {}", "4 too long");
        assertThat(cut("[{},\"" + tooLong + "\",{}]", part))
                .containsExactly("1 {}", "2 too long", "3 {}");
    }

    private static List<String> cut(String text, int part) {
        RecordSplitter splitter = new RecordSplitter(20);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> records = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += part) {
            splitter.append(
                    Buffer.buffer().appendBytes(bytes, at, Math.min(part, bytes.length - at)));
            take(splitter, records);
        }
        splitter.end();
        take(splitter, records);
        assertThat(splitter.isExhausted()).isTrue();
        return records;
    }

    private static void take(RecordSplitter splitter, List<String> records) {
        while (splitter.next()) {
            String record =
                    splitter.isTooLong()
                            ? "too long"
                            : new String(
                                    splitter.bytes(),
                                    splitter.offset(),
                                    splitter.length(),
                                    StandardCharsets.UTF_8);
            records.add(splitter.line() + " " + record);
        }
    }
}

package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log makes of texts that come from outside. */
@Timeout(30)
class LogLayoutTest {
    @Test
    void shouldWriteAnEventAsOneLine() {
        String line =
                line("a\r\nb\nc \u001b[31m\u0085\u2028\u2029\u0000\u007f\t\"quoted\" ü", null);

        assertThat(line).endsWith(" - a\\r\\nb\\nc ?[31m??????\"quoted\" ü\n");
        assertThat(line).hasLineCount(1);
    }

    @Test
    void shouldWriteAFailureInTheSameLine() {
        String line =
                line(
                        "failed",
                        new IllegalStateException(
                                "x\r\n2026 ERROR forged",
                                new RuntimeException("deep\n2026 ERROR forged")));

        assertThat(line)
                .hasLineCount(1)
                .contains(
                        "failed",
                        "IllegalStateException: x\\r\\n2026 ERROR forged",
                        "RuntimeException: deep\\n",
                        "LogLayoutTest");
    }

    private static String line(String message, Throwable failure) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Layout<?> layout = context.getConfiguration().getAppender("stderr").getLayout();
        return layout.toSerializable(
                        Log4jLogEvent.newBuilder()
                                .setLevel(Level.ERROR)
                                .setLoggerName("test")
                                .setMessage(new SimpleMessage(message))
                                .setThrown(failure)
                                .build())
                .toString();
    }
}

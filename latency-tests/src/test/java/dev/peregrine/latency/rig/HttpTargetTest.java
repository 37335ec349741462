package dev.peregrine.latency.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpTargetTest {
    private static final byte[] BODY = "{\"n\":1}".getBytes(US_ASCII);

    private final List<String> answers = new ArrayList<>();

    /** Takes connections one after the other; on each as many requests as there are answers. */
    private static CompletableFuture<Void> serve(ServerSocket server, List<List<String>> all) {
        return CompletableFuture.runAsync(
                () -> {
                    for (List<String> parts : all) {
                        try (Socket socket = server.accept()) {
                            socket.setTcpNoDelay(true);
                            readRequest(socket);
                            OutputStream out = socket.getOutputStream();
                            for (String part : parts) {
                                out.write(part.getBytes(US_ASCII));
                                out.flush();
                                Thread.sleep(20);
                            }
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
    }

    private static void readRequest(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readByte());
        }
        assertThat(head.toString())
                .startsWith("POST /path HTTP/1.1\r\n")
                .contains("\r\nContent-Length: 7\r\n");
        assertThat(in.readNBytes(BODY.length)).isEqualTo(BODY);
    }

    private LoadResult run(List<List<String>> all) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                HttpTarget target =
                        new HttpTarget(server.getLocalPort(), "/path", 1, (n, time) -> BODY)) {
            CompletableFuture<Void> serving = serve(server, all);
            target.observe(
                    (number, status, answer) ->
                            answers.add(status + " " + new String(answer, US_ASCII)));
            LoadPlan plan = new LoadPlan(1000, 0, all.size() / 1000.0);
            LoadResult result = new LoadRun(plan, target).run("http");
            serving.get();
            return result;
        }
    }

    @Test
    void shouldPutTogetherAnAnswerThatComesInParts() throws Exception {
        String large = "x".repeat(20_000);
        LoadResult result =
                run(
                        List.of(
                                List.of(
                                        "HTTP/1.1 200 O",
                                        "K\r\ncontent-LENGTH:  20000 \r\nother: 1\r\n\r",
                                        "\n" + large.substring(0, 9_000),
                                        large.substring(9_000))));

        assertThat(result.answered()).isEqualTo(1);
        assertThat(result.failed()).isZero();
        assertThat(answers).containsExactly("200 " + large);
    }

    @Test
    void shouldCountAsFailedWhatIsRefusedOrNotAnsweredAndConnectAnew() throws Exception {
        LoadResult result =
                run(
                        List.of(
                                List.of(
                                        "HTTP/1.1 503 No\r\nConnection: close\r\ncontent-length: 2\r\n\r\nno"),
                                List.of("HTTP/1.1 200 OK\r\nconte"),
                                List.of("HTTP/1.1 200 OK\r\n\r\n"),
                                List.of("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")));

        assertThat(result.sent()).isEqualTo(4);
        assertThat(result.answered()).isEqualTo(4);
        assertThat(result.failed()).isEqualTo(3);
        assertThat(answers).containsExactly("503 no", "200 ");
    }
}

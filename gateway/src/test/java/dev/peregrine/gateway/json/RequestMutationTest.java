package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.event.EventValidator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged bodies are refused with a problem or give a well-formed event; nothing else happens. */
@Timeout(120)
class RequestMutationTest {
    private static final int ROUNDS = 20_000;
    private static final String[] SPLINTERS = {
        "\"",
        "\\",
        "\\u0000",
        "\\ud83d",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1e999",
        "-0",
        "99999999999999999999",
        "\u0000",
        "\n",
        "é",
        "\ud83d\ude00",
        "\"card\":\"x\",",
        "  ",
        "[[[[[[[[[",
        "\"latitude\":1,",
        "//",
        "NaN",
        "0x1F",
        "\ufeff"
    };

    @Test
    void shouldNeverDoAnythingButAcceptOrRefuse() {
        byte[][] seeds = {
            Requests.FULL.getBytes(StandardCharsets.UTF_8),
            Requests.LEAST.getBytes(StandardCharsets.UTF_8)
        };
        Random random = new Random(20260131);
        DecisionJson json = new DecisionJson();
        UnsafeBuffer event = Requests.event();
        EventValidator validator = new EventValidator();
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = mutate(seeds[i % seeds.length], random);
            try {
                int length = json.readRequest(body, 0, body.length, Requests.head(null), event);
                assertThat(validator.validateTransaction(event, 0, length))
                        .as(() -> new String(body, StandardCharsets.UTF_8))
                        .isNull();
                accepted++;
            } catch (InvalidRequestException e) {
                assertThat(e.problem().type().status()).isEqualTo(400);
                DecisionJson.writeProblem(e.problem(), new ByteArrayOutputStream());
                refused++;
            }
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 100);
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] body = seed;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(body.length + 1);
            int end = Math.min(body.length, at + random.nextInt(8));
            byte[] splinter =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[] {(byte) random.nextInt(256)};
                        case 1 -> new byte[0];
                        case 2 -> piece(seed, random);
                        default ->
                                SPLINTERS[random.nextInt(SPLINTERS.length)].getBytes(
                                        StandardCharsets.UTF_8);
                    };
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(body, 0, at);
            out.writeBytes(splinter);
            out.write(body, end, body.length - end);
            body = out.toByteArray();
        }
        return body;
    }

    private static byte[] piece(byte[] seed, Random random) {
        int from = random.nextInt(seed.length);
        int length = random.nextInt(Math.min(40, seed.length - from) + 1);
        byte[] piece = new byte[length];
        System.arraycopy(seed, from, piece, 0, length);
        return piece;
    }
}

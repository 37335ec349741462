package dev.peregrine.gateway.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches an issuer's keys every five minutes, on a thread of its own, from the address that the
 * configuration names and no other: redirects are not followed. When it fails, the keys from before
 * stay in force and it tries again after ten seconds.
 */
final class RemoteKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(5);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 20;
    private static final int OK = 200;

    private final URI address;
    private final Consumer<byte[]> use;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Thread thread = new Thread(this::run, "gateway-jwks");
    private volatile boolean closed;
    private String lastProblem = "";

    /**
     * @param use takes a key set; throws {@link AccessException} when it is of no use
     */
    RemoteKeys(URI address, Consumer<byte[]> use) {
        this.address = address;
        this.use = use;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(fetch() ? INTERVAL_NS : RETRY_NS);
        }
    }

    private boolean fetch() {
        String problem;
        try {
            use.accept(get());
            lastProblem = "";
            return true;
        } catch (IOException e) {
            problem = address + ": cannot be fetched: " + e.getMessage();
        } catch (AccessException e) {
            problem = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        if (!problem.equals(lastProblem)) {
            LOG.warn("{}; keys that were fetched before stay in force", problem);
        }
        lastProblem = problem;
        return false;
    }

    private byte[] get() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json")
                        .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("status " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}

package dev.peregrine.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves one file out of the program, which is read when the routes are made. */
final class StaticResource implements Handler<RoutingContext> {
    private static final int PERMANENT_REDIRECT = 308;

    /** A page may load from the gateway and talk to it, and to nobody else. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String path;
    private final CharSequence contentType;
    private final Buffer content;

    /**
     * @param path where links of the file start from; requests for it with a slash are sent there
     */
    StaticResource(String path, String name, String contentType) {
        this.path = path;
        this.contentType = HttpHeaders.createOptimized(contentType);
        try (InputStream in = StaticResource.class.getResourceAsStream(name)) {
            this.content = Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (!path.equals(routing.request().path())) {
            response.setStatusCode(PERMANENT_REDIRECT).putHeader(HttpHeaders.LOCATION, path).end();
            return;
        }
        response.putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff");
        Answers.send(response, contentType, content);
    }
}

package dev.peregrine.gateway.http;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/** Serves {@code GET /metrics}. Collectors may take their time: they run on a worker thread. */
final class MetricsHandler implements Handler<RoutingContext> {
    private static final int ANSWER_CAPACITY = 16 * 1024;

    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter text = PrometheusTextFormatWriter.builder().build();
    private final PrometheusProtobufWriter protobuf = new PrometheusProtobufWriter();
    private final OpenMetricsTextFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();

    MetricsHandler(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(RoutingContext routing) {
        String accept = routing.request().getHeader(HttpHeaders.ACCEPT);
        ExpositionFormatWriter writer = writer(accept);
        routing.vertx()
                .executeBlocking(() -> scrape(writer))
                .onSuccess(body -> Answers.send(routing.response(), writer.getContentType(), body))
                .onFailure(routing::fail);
    }

    /** Native histograms are in protobuf only. */
    private ExpositionFormatWriter writer(String accept) {
        if (protobuf.isAvailable() && protobuf.accepts(accept)) {
            return protobuf;
        }
        return openMetrics.accepts(accept) ? openMetrics : text;
    }

    private Buffer scrape(ExpositionFormatWriter writer) throws IOException {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        writer.write(out, registry.scrape());
        return out.buffer();
    }
}

package io.zoomhosts.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;

/** The obvious Camel route: split the page, marshal each host, send each to Kafka. */
final class NaiveRoute extends RouteBuilder {

    private NaiveRoute() {}

    public static void main(String[] arguments) throws Exception {
        ZoomLoop zoom = new ZoomLoop();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new NaiveRoute());
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            for (Range window : Range.of(arguments)) {
                zoom.forEachPage(window, page -> template.sendBody("direct:page", users(page)));
                window.complete();
            }
        }
    }

    private static List<?> users(JsonNode page) {
        return ZoomLoop.JSON.convertValue(page.path("users"), List.class);
    }

    @Override
    public void configure() {
        from("direct:page")
                .split(body())
                .process(NaiveRoute::key)
                .marshal()
                .json()
                .to("kafka:" + ZoomLoop.environment("ZOOM_HOSTS_TOPIC") + "?brokers="
                        + ZoomLoop.environment("KAFKA_BROKERS"));
    }

    private static void key(Exchange exchange) {
        exchange.getMessage()
                .setHeader(
                        KafkaConstants.KEY,
                        exchange.getMessage().getBody(java.util.Map.class).get("id"));
    }
}

package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zoomhosts.run.HookException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Passes a row to the route that its report's declaration names as {@code hook}: the bean {@code reportHook}. A row of a report
 * without a hook, or whose hook does nothing, passes at once. If a step of each-row left a map, the hook gets it as JSON text, like an unchanged row.
 * Thread-safe.
 *
 * <p>It keeps a producer for each hook, because {@code toD} would resolve the endpoint again for each row.
 */
public final class ReportHook extends AsyncProcessorSupport {

    private final CamelContext context;
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

    public ReportHook(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String hook = hook(exchange);
        if (hook == null) {
            callback.done(true);
            return true;
        }
        toText(exchange.getMessage());
        return producers.computeIfAbsent(hook, this::producer).process(exchange, sync -> {
            if (exchange.getException() != null) {
                exchange.setException(new HookException(hook, exchange.getException()));
            }
            callback.done(sync);
        });
    }

    /** The hook that the row passes; null if there is none, or if a step removed the row: the step addRow rejects that. */
    private static String hook(Exchange exchange) {
        if (!(exchange.getVariable(RowRecords.ROW) instanceof TakenRow taken)) {
            return null;
        }
        String hook = taken.page().run().report().hook();
        return hook != null && taken.page().hooks().contains(hook) ? hook : null;
    }

    private static void toText(Message message) {
        try {
            if (message.getBody() instanceof Map<?, ?> changed) {
                message.setBody(ExactJson.MAPPER.writeValueAsString(changed));
            }
        } catch (JsonProcessingException | StackOverflowError notJson) {
            // The step addRow rejects this body, with a message for the user.
        }
    }

    private AsyncProducer producer(String hook) {
        try {
            AsyncProducer producer = context.getEndpoint("direct:" + hook).createAsyncProducer();
            context.addService(producer);
            return producer;
        } catch (Exception e) {
            throw new RuntimeCamelException(e);
        }
    }
}

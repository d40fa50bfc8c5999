package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Page;
import io.zoomhosts.run.OpenRuns;
import io.zoomhosts.run.Run;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next page is requested while the one before is published. */
class PrefetchTest {

    private final CamelContext context = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Prefetch prefetch = new Prefetch(context, threads, 3);
    private final Run run = OpenRuns.open(Duration.ofMinutes(1));

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        threads.shutdownNow();
    }

    /** Guards against parsing wide rows before the next page is requested: only the token is needed. */
    @Test
    void prefetches_a_page_before_its_rows_are_read() throws Exception {
        answer(HostReport.read("{\"next_page_token\":\"t\",\"users\":[{,}]}"));

        Page page = prefetch.page(run, ask(run));

        assertThat(page.nextPageToken()).isEqualTo("t");
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(page::rows)
                .extracting(RunException::failure)
                .isEqualTo(Failure.BROKEN_PAGE);
    }

    @Test
    void passes_the_failure_of_a_request_to_the_waiting_run() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:request-page").throwException(new ZoomException(Failure.ZOOM_UNAVAILABLE, "no"));
            }
        });

        Prefetch.Requests asked = ask(run);

        assertThatExceptionOfType(ZoomException.class).isThrownBy(() -> prefetch.page(run, asked));
    }

    @Test
    void stops_waiting_when_the_run_has_no_time_left() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:request-page").process(asked -> over.await());
            }
        });
        Run soon = OpenRuns.open(Duration.ofMillis(200));

        Prefetch.Requests asked = ask(soon);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> prefetch.page(soon, asked))
                .extracting(RunException::failure)
                .isEqualTo(Failure.TRANSACTION_TIMEOUT);
        over.countDown();
    }

    private Prefetch.Requests ask(Run run) {
        Prefetch.Requests asked = prefetch.begin();
        prefetch.ask(run, asked, "direct:request-page");
        return asked;
    }

    private void answer(Page page) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:request-page").setBody(exchange -> page);
            }
        });
    }
}

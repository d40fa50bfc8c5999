package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code ROUTES_RELOAD}: how running routes follow changes of their files. */
class RouteReloadTest {

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final WindowGate gate = new WindowGate();
    private final RejectedChange rejected = new RejectedChange();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch holding = new CountDownLatch(1);
    private List<RouteProblem> problems = List.of();
    private RouteReload reload;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("yours"));
        Files.createDirectories(folder.resolve("reports"));
        write("says", "before");
        write("other", "other");
        write(report("tool"), "first");
        context.getRegistry().bind("hold", (Processor) any -> {
            holding.countDown();
            held.await();
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:window").process("hold").to("direct:says");
            }
        });
        reload = new RouteReload(context, "file:" + folder, gate, files -> problems, rejected);
        context.start();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(RouteFile.in(context, "file:" + folder).stream()
                        .map(RouteFile::resource)
                        .toList());
    }

    @AfterEach
    void stop() {
        held.countDown();
        context.stop();
    }

    @Test
    void uses_an_edited_route() throws Exception {
        write("says", "after");
        assertThat(ask("says")).isEqualTo("before");

        lookTwice();

        assertThat(ask("says")).isEqualTo("after");
        assertThat(ask("other")).isEqualTo("other");
    }

    @Test
    void starts_routes_of_new_files_and_stops_routes_of_deleted_files() throws Exception {
        write("new", "new");
        Files.delete(file("other"));

        lookTwice();

        assertThat(ask("new")).isEqualTo("new");
        assertThat(context.getRoute("other")).isNull();
        assertThat(ask("says")).isEqualTo("before");
    }

    /** Editors write a file in pieces. */
    @Test
    void ignores_a_file_while_it_is_written() throws Exception {
        write("says", "half");
        reload.look();
        write("says", "whole");
        reload.look();
        assertThat(ask("says")).isEqualTo("before");

        reload.look();

        assertThat(ask("says")).isEqualTo("whole");
    }

    @Test
    void rejects_an_invalid_change_until_it_is_fixed() throws Exception {
        problems = List.of(new RouteProblem("yours/says.camel.yaml", 3, "no"));
        write("says", "broken");
        lookTwice();
        assertThat(ask("says")).isEqualTo("before");

        problems = List.of();
        write("says", "mended");
        lookTwice();

        assertThat(ask("says")).isEqualTo("mended");
    }

    @Test
    void logs_that_a_rejected_change_was_undone() throws Exception {
        String before = Files.readString(file("says"));
        RouteProblem problem = new RouteProblem("yours/says.camel.yaml", 3, "no");
        problems = List.of(problem);
        write("says", "broken");
        lookTwice();
        assertThat(rejected.first()).contains(problem);

        Files.writeString(file("says"), before);
        List<String> said = logged(() -> {
            lookTwice();
            lookTwice();
        });

        assertThat(said)
                .containsExactly("Routes: the rejected change was undone; the files match the running routes again");
        assertThat(rejected.first()).isEmpty();
    }

    @Test
    void rejects_the_same_change_again_after_another_one() throws Exception {
        RouteProblem problem = new RouteProblem("yours/says.camel.yaml", 3, "no");
        problems = List.of(problem);
        write("says", "broken");
        lookTwice();
        problems = List.of();
        write("says", "mended");
        lookTwice();
        assertThat(rejected.first()).isEmpty();

        problems = List.of(problem);
        write("says", "broken");
        lookTwice();

        assertThat(rejected.first()).contains(problem);
        assertThat(ask("says")).isEqualTo("mended");
    }

    /** The check cannot find everything: a port may be taken, for example. */
    @Test
    void restores_the_previous_routes_when_new_ones_do_not_start() throws Exception {
        Files.writeString(file("says"), "- route:\n    id: says\n    from:\n      uri: no-such-component:x\n");
        Files.delete(file("other"));

        lookTwice();

        assertThat(ask("says")).isEqualTo("before");
        assertThat(ask("other")).isEqualTo("other");
        assertThat(rejected.first()).isPresent();
    }

    @Test
    void finishes_a_window_with_the_routes_that_it_began_with() throws Exception {
        gate.enter();
        CompletableFuture<Object> window =
                context.createProducerTemplate().asyncRequestBody("direct:window", null, Object.class);
        holding.await();
        write("says", "after");
        CompletableFuture<Void> change = CompletableFuture.runAsync(this::lookTwice);
        await().atMost(Duration.ofSeconds(20)).until(gate::isChangeWaiting);

        held.countDown();

        assertThat(window.get()).isEqualTo("before");
        gate.leave();
        change.get();
        assertThat(ask("window")).isEqualTo("after");
    }

    /** Guards against stopping a busy route: a trigger uses its route while the gate is open between two windows. */
    @Test
    void keeps_a_route_that_is_busy_outside_a_window() throws Exception {
        Files.writeString(file("says"), Files.readString(file("says")) + "        - process:\n            ref: hold\n");
        lookTwice();
        CompletableFuture<Object> work =
                context.createProducerTemplate().asyncRequestBody("direct:says", null, Object.class);
        write("says", "after");
        holding.await();
        lookTwice();
        assertThat(context.getRoute("says")).isNotNull();

        held.countDown();

        assertThat(work.get()).isEqualTo("before");
        lookTwice();
        assertThat(ask("says")).isEqualTo("after");
    }

    @Test
    void rebuilds_all_routes_when_a_route_configuration_changes() throws Exception {
        Path handler = file("handler");
        Files.writeString(handler, handler("first"));
        Files.writeString(file("says"), Files.readString(file("says")) + """
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: no
                """);
        lookTwice();
        assertThat(ask("says")).isEqualTo("first");

        Files.writeString(handler, handler("second"));
        lookTwice();
        assertThat(ask("says")).isEqualTo("second");

        Files.delete(handler);
        lookTwice();
        assertThatExceptionOfType(CamelExecutionException.class).isThrownBy(() -> ask("says"));
    }

    @Test
    void keeps_a_report_until_the_next_start_and_logs_it_once() throws Exception {
        Object started = context.getRegistry().lookupByName("tool");
        write(report("tool"), "second");

        List<String> said = logged(() -> {
            lookTwice();
            lookTwice();
        });

        assertThat(said)
                .containsExactly("Routes: reports/tool.camel.yaml changed; reports are read only at startup, so"
                        + " restart zoom-hosts to apply the change");
        assertThat(context.getRegistry().lookupByName("tool")).isSameAs(started);
    }

    @Test
    void uses_an_edited_route_beside_an_edited_report() throws Exception {
        Object started = context.getRegistry().lookupByName("tool");
        write(report("tool"), "second");
        write("says", "after");

        lookTwice();

        assertThat(ask("says")).isEqualTo("after");
        assertThat(context.getRegistry().lookupByName("tool")).isSameAs(started);
    }

    @Test
    void keeps_reports_when_it_rebuilds_all_routes() throws Exception {
        Object started = context.getRegistry().lookupByName("tool");
        Files.writeString(file("handler"), handler("first"));

        lookTwice();

        assertThat(ask("other")).isEqualTo("other");
        assertThat(context.getRegistry().lookupByName("tool")).isSameAs(started);
    }

    @Test
    void logs_that_a_broken_report_is_rejected() throws Exception {
        problems = List.of(new RouteProblem("reports/tool.camel.yaml", 4, "no"));
        write(report("tool"), "broken");

        assertThat(logged(this::lookTwice))
                .containsExactly("Routes: change rejected, still running the previous version:"
                        + " reports/tool.camel.yaml:4: no");
    }

    @Test
    void logs_nothing_about_an_unchanged_report() throws Exception {
        write(report("tool"), "second");
        lookTwice();
        write(report("tool"), "first");

        assertThat(logged(this::lookTwice)).isEmpty();
    }

    private static List<String> logged(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(RouteReload.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            action.run();
        } finally {
            logger.detachAppender(log);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Path report(String name) {
        return folder.resolve("reports").resolve(name + RouteFile.SUFFIX);
    }

    private static void write(Path report, String text) throws IOException {
        Files.writeString(report, """
                - beans:
                    - name: tool
                      type: io.zoomhosts.routes.Declared
                      properties:
                        path: %s
                """.formatted(text));
    }

    private static String handler(String answer) {
        return """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          handled:
                            constant: "true"
                          steps:
                            - setBody:
                                constant: %s
                """.formatted(answer);
    }

    private void lookTwice() {
        reload.look();
        reload.look();
    }

    private Object ask(String route) {
        return context.createProducerTemplate().requestBody("direct:" + route, (Object) null);
    }

    private Path file(String route) {
        return folder.resolve("yours").resolve(route + RouteFile.SUFFIX);
    }

    private void write(String route, String answer) throws IOException {
        Files.writeString(file(route), """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(route, route, answer));
    }
}

package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

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

/** What a change of the files does to the routes that run. */
class RouteReloadTest {

    @TempDir
    private Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final WindowGate gate = new WindowGate();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch holding = new CountDownLatch(1);
    private List<RouteProblem> problems = List.of();
    private RouteReload reload;

    @BeforeEach
    void start() throws Exception {
        write("says", "before");
        write("other", "other");
        context.getRegistry().bind("hold", (Processor) any -> {
            holding.countDown();
            held.await();
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:window").bean(gate, "enter").process("hold").to("direct:says");
            }
        });
        reload = new RouteReload(context, "file:" + folder, gate, files -> problems);
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
    void should_use_a_route_that_was_edited() throws Exception {
        write("says", "after");
        assertThat(ask("says")).isEqualTo("before");

        lookTwice();

        assertThat(ask("says")).isEqualTo("after");
        assertThat(ask("other")).isEqualTo("other");
    }

    @Test
    void should_start_the_route_of_a_new_file_and_stop_that_of_a_deleted_one() throws Exception {
        write("new", "new");
        Files.delete(file("other"));

        lookTwice();

        assertThat(ask("new")).isEqualTo("new");
        assertThat(context.getRoute("other")).isNull();
        assertThat(ask("says")).isEqualTo("before");
    }

    /** Editors write a file in pieces. */
    @Test
    void should_leave_a_file_alone_while_it_is_written() throws Exception {
        write("says", "half");
        reload.look();
        write("says", "whole");
        reload.look();
        assertThat(ask("says")).isEqualTo("before");

        reload.look();

        assertThat(ask("says")).isEqualTo("whole");
    }

    @Test
    void should_refuse_what_cannot_be_used_until_it_is_mended() throws Exception {
        problems = List.of(new RouteProblem("says.camel.yaml", 3, "no"));
        write("says", "broken");
        lookTwice();
        assertThat(ask("says")).isEqualTo("before");

        problems = List.of();
        write("says", "mended");
        lookTwice();

        assertThat(ask("says")).isEqualTo("mended");
    }

    /** The check cannot know everything, a port that is taken for example. */
    @Test
    void should_go_back_to_the_routes_before_when_new_ones_do_not_start() throws Exception {
        Files.writeString(file("says"), "- route:\n    id: says\n    from:\n      uri: no-such-component:x\n");
        Files.delete(file("other"));

        lookTwice();

        assertThat(ask("says")).isEqualTo("before");
        assertThat(ask("other")).isEqualTo("other");
    }

    @Test
    void should_end_a_window_with_the_routes_that_it_began_with() throws Exception {
        CompletableFuture<Object> window =
                context.createProducerTemplate().asyncRequestBody("direct:window", null, Object.class);
        holding.await();
        write("says", "after");
        CompletableFuture<Void> change = CompletableFuture.runAsync(this::lookTwice);
        await().atMost(Duration.ofSeconds(20)).until(gate::isChangeWaiting);

        held.countDown();

        assertThat(window.get()).isEqualTo("before");
        change.get();
        assertThat(ask("window")).isEqualTo("after");
    }

    /** Guards against a route that is stopped in its work: a fire goes on while the gate is open between its windows. */
    @Test
    void should_not_touch_a_route_that_is_in_work_outside_of_a_window() throws Exception {
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
    void should_make_all_routes_anew_when_what_they_are_made_with_changes() throws Exception {
        Path handler = folder.resolve("handler.camel.yaml");
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
        return folder.resolve(route + RouteFile.SUFFIX);
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

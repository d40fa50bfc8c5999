package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.Latches;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ZOOM_ACCOUNTS}: one service collects from several accounts, and none of them keeps another waiting. */
@ExtendWith(WithKafka.class)
class ManyAccountsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOWS = Rig.scheduled("inactive").size();

    private final List<SandboxZoom> zooms = new ArrayList<>();

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void start(KafkaBroker kafka) throws IOException {
        rig = Rig.start(kafka)
                .set("zoom.accounts", folder.toString())
                .set("zoom.report-types", "inactive")
                .set("zoom.schedule-spread", "0");
    }

    @AfterEach
    void stop() {
        rig.close();
        zooms.forEach(SandboxZoom::close);
    }

    @Test
    void collects_every_account_from_its_own_address_with_its_own_credentials() throws Exception {
        account("one", "secret");
        account("two", "secret");
        Application service = rig.service();

        service.start();
        await().atMost(PATIENCE).until(() -> complete("one") == WINDOWS && complete("two") == WINDOWS);
        service.stop();

        assertThat(zooms).allSatisfy(zoom -> assertThat(zoom.requests())
                .filteredOn(request -> request.path().equals("/oauth/token"))
                .hasSize(1));
    }

    @Test
    void one_broken_account_keeps_no_other_waiting() throws Exception {
        account("refused", "another-secret");
        SandboxZoom slow = account("slow", "secret");
        CountDownLatch others = new CountDownLatch(1);
        hold(slow, new CountDownLatch(1), others);
        account("suspended", "secret")
                .fault((request, nth) -> request.isForPage()
                        ? Optional.of(SandboxAnswer.error(429, 429, "You have reached the maximum daily rate limit"))
                        : Optional.empty());
        Files.writeString(folder.resolve("broken.properties"), "account-id=broken\n");
        account("healthy", "secret");
        Application service = rig.service();

        service.start();
        await().atMost(PATIENCE).until(() -> complete("healthy") == WINDOWS);
        assertThat(complete("slow")).isZero();
        await().atMost(PATIENCE).until(() -> failed("refused") > 0 && failed("suspended") > 0);
        others.countDown();
        await().atMost(PATIENCE).until(() -> complete("slow") == WINDOWS);
        service.stop();

        assertThat(rig.printRuns().stdout()).contains("refused ", "suspended ", "healthy ");
    }

    @Test
    void notices_an_account_that_is_added_while_it_runs() throws Exception {
        account("one", "secret");
        Application service = rig.service();

        service.start();
        await().atMost(PATIENCE).until(() -> complete("one") == WINDOWS);
        account("two", "secret");
        await().atMost(PATIENCE).until(() -> complete("two") == WINDOWS);
        service.stop();
    }

    @Test
    void an_account_that_is_removed_gets_no_request_after_the_windows_in_progress() throws Exception {
        rig.set("zoom.parallel-windows", "1");
        CountDownLatch firstPage = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        hold(account("one", "secret"), firstPage, removed);
        try (CapturedLog log = new CapturedLog("io.zoomhosts")) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE).until(() -> firstPage.getCount() == 0);
            account("two", "secret");
            Files.delete(folder.resolve("one.properties"));
            await().atMost(PATIENCE).until(() -> log.contain("Accounts: removed: one"));
            removed.countDown();
            await().atMost(PATIENCE).until(() -> complete("two") == WINDOWS);
            service.stop();
        }

        assertThat(complete("one")).isEqualTo(1);
    }

    /** Zoom accepts the old secret no longer, but the window goes on with its token; the next window uses the new secret. */
    @Test
    void a_secret_that_is_rotated_in_the_middle_of_a_window_is_used_for_the_next_token() throws Exception {
        CountDownLatch firstPage = new CountDownLatch(1);
        CountDownLatch rotated = new CountDownLatch(1);
        SandboxZoom zoom = account("one", "another-secret");
        hold(zoom, firstPage, rotated);
        try (CapturedLog log = new CapturedLog("io.zoomhosts")) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE).until(() -> failed("one") > 0);
            write("one", "secret", zoom);
            await().atMost(PATIENCE).until(() -> firstPage.getCount() == 0);
            write("one", "third-secret", zoom);
            await().atMost(PATIENCE).until(() -> log.contain("Accounts: changed: one"));
            rotated.countDown();
            await().atMost(PATIENCE).until(() -> complete("one") > 0);
            service.stop();
            assertThat(log.lines()).noneMatch(line -> line.contains("third-secret"));
        }
    }

    @Test
    void collects_one_account_or_all_by_hand() throws Exception {
        account("one", "secret");
        account("two", "secret");
        account("three", "another-secret");
        Window window = Rig.lastMonth("inactive");

        assertThat(rig.collect(window)).hasSize(3);

        assertThat(complete("one")).isEqualTo(1);
        assertThat(complete("two")).isEqualTo(1);
        assertThat(failed("three")).isEqualTo(1);
    }

    /** Zoom gives no page before the second latch is open. The first one opens when a page is requested. */
    private static void hold(SandboxZoom zoom, CountDownLatch requested, CountDownLatch until) {
        zoom.fault((request, nth) -> {
            if (request.isForPage()) {
                requested.countDown();
                Latches.await(until);
            }
            return Optional.empty();
        });
    }

    /** A Zoom with one account, and the file of that account. */
    private SandboxZoom account(String id, String secret) throws IOException {
        SandboxZoom zoom = SandboxZoom.start(Rig.options()
                .withAccountId(id)
                .withClient("client", "secret")
                .withIdleHosts(20)
                .withActiveHosts(10));
        zooms.add(zoom);
        write(id, secret, zoom);
        return zoom;
    }

    private void write(String id, String secret, SandboxZoom zoom) throws IOException {
        Path file = Files.writeString(
                folder.resolve(id + ".new"), """
                account-id=%s
                client-id=client
                client-secret=%s
                api-url=%s
                oauth-url=%s
                """.formatted(id, secret, zoom.apiUrl(), zoom.oauthUrl()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.move(
                file,
                folder.resolve(id + ".properties"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private long complete(String account) {
        return runs(account, "complete");
    }

    private long failed(String account) {
        return runs(account, "failed");
    }

    private long runs(String account, String status) {
        long found = 0;
        for (ConsumerRecord<String, String> event : rig.runs().committed()) {
            JsonNode run = AsyncApi.tree(event.value());
            boolean counts = run.at("/report/account_id").textValue().equals(account)
                    && run.path("status").textValue().equals(status);
            found += counts ? 1 : 0;
        }
        return found;
    }
}

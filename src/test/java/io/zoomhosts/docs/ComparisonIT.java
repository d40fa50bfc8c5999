package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.FaultyAnswers;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Programs;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code docs/comparison.md}: what two cron jobs with curl and what zoom-hosts publish under the same faults. */
@ExtendWith(WithKafka.class)
class ComparisonIT {

    private static final Window WINDOW = Rig.lastMonth("active");
    private static final String FROM = WINDOW.from().toString();
    private static final String TO = WINDOW.to().toString();
    private static final String[] PULL = {"active", FROM, TO};
    private static final String[] COLLECT = {"collect", "--type", "active", "--from", FROM, "--to", TO};
    private static final String PAGE_BY_PAGE = "docs/comparison/pull.sh";
    private static final String ALL_PAGES_FIRST = "docs/comparison/pull-first.sh";
    private static final int HOSTS = 650;
    private static final int PAGE = 300;

    @BeforeAll
    static void needsItsTools() {
        for (String tool : List.of("bash", "curl", "jq", "kcat")) {
            assumeThat(Programs.isInstalled(tool))
                    .as("%s is not installed; Debian has it as a package of that name", tool)
                    .isTrue();
        }
    }

    @Test
    void all_publish_every_host_when_nothing_goes_wrong(KafkaBroker kafka) throws Exception {
        assertThat(pulled(kafka, PAGE_BY_PAGE, Fault.NONE, 0)).isEqualTo(HOSTS);
        assertThat(pulled(kafka, ALL_PAGES_FIRST, Fault.NONE, 0)).isEqualTo(HOSTS);
        assertThat(collected(kafka, Fault.NONE)).isEqualTo(HOSTS);
    }

    @Test
    void a_failed_page_leaves_part_of_the_month_or_nothing_to_readers_of_the_cron_job(KafkaBroker kafka)
            throws Exception {
        Fault fault = ReportStub.onPage(2, SandboxAnswer.html(503));

        assertThat(pulled(kafka, PAGE_BY_PAGE, fault, 22)).isEqualTo(PAGE);
        assertThat(pulled(kafka, ALL_PAGES_FIRST, fault, 22)).isZero();
        assertThat(collected(kafka, fault)).isEqualTo(HOSTS);
    }

    @Test
    void a_missing_row_is_missing_from_the_cron_job_without_an_error(KafkaBroker kafka) throws Exception {
        Fault fault = ReportStub.onPage(2, FaultyAnswers.edit(page -> page.replaceFirst("(?<=[\\[,])\\{[^{}]*},", "")));

        assertThat(pulled(kafka, PAGE_BY_PAGE, fault, 0)).isEqualTo(HOSTS - 1);
        assertThat(pulled(kafka, ALL_PAGES_FIRST, fault, 0)).isEqualTo(HOSTS - 1);
        assertThat(collected(kafka, fault)).isEqualTo(HOSTS);
    }

    @Test
    void a_kill_doubles_what_the_cron_job_had_published(KafkaBroker kafka) throws Exception {
        try (Rig pull = Rig.start(kafka);
                Rig pullFirst = Rig.start(kafka);
                Rig collect = Rig.start(kafka)) {
            pull.hosts().create();
            pullFirst.hosts().create();

            killOnLastPageAndRunAgain(pull, job(pull, PAGE_BY_PAGE), PULL);
            killOnLastPageAndRunAgain(pullFirst, job(pullFirst, ALL_PAGES_FIRST), PULL);
            killOnLastPageAndRunAgain(collect, collect.launcher(), COLLECT);

            assertThat(pull.hosts().committed()).hasSize(2 * PAGE + HOSTS);
            assertThat(pullFirst.hosts().committed()).hasSize(HOSTS);
            assertWhole(collect);
        }
    }

    @Test
    void a_month_that_is_collected_twice_has_a_mark_only_from_zoom_hosts(KafkaBroker kafka) throws Exception {
        try (Rig pull = Rig.start(kafka);
                Rig pullFirst = Rig.start(kafka);
                Rig collect = Rig.start(kafka)) {
            pull.hosts().create();
            pullFirst.hosts().create();
            for (int times = 0; times < 2; times++) {
                assertThat(job(pull, PAGE_BY_PAGE).run(PULL).exitStatus()).isZero();
                assertThat(job(pullFirst, ALL_PAGES_FIRST).run(PULL).exitStatus())
                        .isZero();
                // A run id has whole seconds.
                Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                await().until(() -> Instant.now().isAfter(before.plusSeconds(1)));
                assertThat(collect.launcher().run(COLLECT).exitStatus()).isZero();
            }

            for (Rig job : List.of(pull, pullFirst)) {
                assertThat(Recipes.values(job.hosts())).hasSize(2 * HOSTS).noneMatch(host -> host.contains("run_id"));
            }
            assertThat(collect.runs().committed()).hasSize(2);
            assertThat(Recipes.values(collect.hosts())).hasSize(2 * HOSTS).allMatch(host -> host.contains("run_id"));
        }
    }

    private static void killOnLastPageAndRunAgain(Rig rig, Launcher launcher, String... arguments) throws Exception {
        CountDownLatch lastPage = new CountDownLatch(1);
        rig.zoom().fault((request, nth) -> {
            if (request.isForPage() && nth == 3) {
                lastPage.countDown();
                return Optional.of(SandboxAnswer.stalled(Duration.ofMinutes(1)));
            }
            return Optional.empty();
        });
        try (Launcher.Started killed = launcher.start(arguments)) {
            assertThat(lastPage.await(60, TimeUnit.SECONDS)).as(killed.output()).isTrue();
            killed.process().descendants().forEach(ProcessHandle::destroyForcibly);
            killed.process().destroyForcibly().waitFor();
        }
        Launcher.Ended again = launcher.run(arguments);
        assertThat(again.exitStatus()).as(again.stderr()).isZero();
    }

    /** How many records a consumer sees after the cron job, which exits with that status. */
    private static int pulled(KafkaBroker kafka, String script, Fault fault, int exitStatus) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault(fault);
            rig.hosts().create();
            Launcher.Ended pull = job(rig, script).run(PULL);
            assertThat(pull.exitStatus()).as(pull.stderr()).isEqualTo(exitStatus);
            return rig.hosts().committed().size();
        }
    }

    private static Launcher job(Rig rig, String script) {
        return rig.launcher().by(script);
    }

    /** How many records a consumer sees after {@code zoom-hosts collect}. */
    private static int collected(KafkaBroker kafka, Fault fault) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault(fault);
            Launcher.Ended collect = rig.launcher().run(COLLECT);
            assertThat(collect.exitStatus()).as(collect.stderr()).isZero();
            assertWhole(rig);
            return rig.hosts().committed().size();
        }
    }

    private static void assertWhole(Rig rig) {
        assertThat(rig.hosts().committed()).hasSize(HOSTS);
        assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
    }
}

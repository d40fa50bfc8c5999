package io.zoomhosts.licences.oracle;

import io.zoomhosts.licences.oracle.ScriptedRun.Outcome;
import io.zoomhosts.licences.oracle.ScriptedWindow.Content;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes a script to the topics: windows in the order in which they were collected. The two lists of a window are two open
 * transactions at the same time, so their rows are interleaved.
 */
final class ScriptWriter {

    private final LicenceScript script;
    private final String topic;
    private final Producer<String, byte[]> active;
    private final Producer<String, byte[]> inactive;

    /**
     * @param active of the lists of active hosts; in transactions, initialised
     * @param inactive of the lists of inactive hosts; in transactions, initialised
     */
    ScriptWriter(
            LicenceScript script, String topic, Producer<String, byte[]> active, Producer<String, byte[]> inactive) {
        this.script = script;
        this.topic = topic;
        this.active = active;
        this.inactive = inactive;
    }

    void write() {
        for (int month = Life.MONTHS; month > 0; month--) {
            strangers();
            for (AccountScenario account : AccountScenario.values()) {
                month(account, month);
            }
        }
        for (AccountScenario account : AccountScenario.values()) {
            monthToDate(account);
        }
        strangers();
    }

    private void month(AccountScenario account, int month) {
        LocalDate from = script.month(month).atDay(1);
        LocalDate to = script.month(month).atEndOfMonth();
        ScriptedWindow window = new ScriptedWindow(account, month, from, to, to.plusDays(3), Content.TRUTH);
        ScriptedWindow newer = new ScriptedWindow(account, month, from, to, to.plusDays(5), Content.TRUTH);
        if (month == 2) {
            // A week in which nobody hosted: days within a month are not the month.
            collect(new ScriptedWindow(
                    account, month, from.plusDays(7), from.plusDays(13), to.plusDays(3), Content.NO_MEETINGS));
        }
        switch (account.month(month)) {
            case COLLECTED -> collect(window);
            case FAILED_LATER -> {
                collect(window);
                collect(newer, Outcome.FAILED, Outcome.FAILED);
            }
            case FAILED_AND_COMPLETE -> collect(window, Outcome.FAILED_AND_COMPLETE, Outcome.FAILED_AND_COMPLETE);
            case WITH_REJECTS -> collect(window, Outcome.WITH_REJECTS, Outcome.WITH_REJECTS);
            case TWICE -> {
                collect(window.opposite());
                collect(newer);
            }
            case TWICE_OLDER_LAST -> {
                collect(newer);
                collect(window.opposite());
            }
            case NEWER_NOT_WHOLE -> {
                collect(window);
                collect(newer.opposite(), Outcome.ROWS_MISSING, Outcome.ROWS_MISSING);
            }
            case INACTIVE_FAILED -> collect(window, Outcome.COMPLETE, Outcome.FAILED);
            case ACTIVE_FAILED -> collect(window, Outcome.FAILED, Outcome.COMPLETE);
            case PAGE_MISSING -> collect(window, Outcome.PAGE_MISSING, Outcome.COMPLETE);
            case FILTERED -> collect(window, Outcome.COMPLETE, Outcome.FILTERED);
            case ACTIVE_FILTERED -> collect(window, Outcome.ALL_FILTERED, Outcome.COMPLETE);
            case NEWER_FILTERED -> {
                collect(window);
                collect(newer, Outcome.COMPLETE, Outcome.FILTERED);
            }
            case NOT_SETTLED ->
                collect(new ScriptedWindow(
                        account, month, from, to, to.plusDays(1), month == 1 ? Content.TRUTH : Content.OPPOSITE));
            case NEVER_COLLECTED -> {}
            case ROWS_MISSING -> collect(window, Outcome.COMPLETE, Outcome.ROWS_MISSING);
            case IN_PARTS -> {
                LocalDate middle = from.plusDays(14);
                collect(new ScriptedWindow(account, month, from, middle, to.plusDays(3), Content.NO_MEETINGS));
                collect(new ScriptedWindow(account, month, middle.plusDays(1), to, to.plusDays(3), Content.TRUTH));
            }
        }
        if (month == 1) {
            collect(
                    new ScriptedWindow(account, month, from, to, to.plusDays(9), Content.OPPOSITE),
                    Outcome.UNANNOUNCED,
                    Outcome.UNANNOUNCED);
        }
    }

    private void monthToDate(AccountScenario account) {
        LocalDate from = script.month(0).atDay(1);
        LocalDate to = from.plusDays(9);
        LocalDate yesterday = script.today().minusDays(1);
        collect(new ScriptedWindow(account, 0, from, to, to.plusDays(1), Content.EARLY));
        collect(
                new ScriptedWindow(account, 0, from, to, to.plusDays(2), Content.OPPOSITE),
                Outcome.UNANNOUNCED,
                Outcome.UNANNOUNCED);
        collect(
                new ScriptedWindow(account, 0, from, yesterday, script.today(), Content.TRUTH),
                account.failsLaterInTheMonthToDate() ? Outcome.FAILED : Outcome.COMPLETE,
                Outcome.COMPLETE);
    }

    private void collect(ScriptedWindow window) {
        collect(window, Outcome.COMPLETE, Outcome.COMPLETE);
    }

    private void collect(ScriptedWindow window, Outcome ofActive, Outcome ofInactive) {
        List<ScriptedRun> runs = List.of(
                new ScriptedRun(window, true, ofActive, topic, active),
                new ScriptedRun(window, false, ofInactive, topic, inactive));
        runs.forEach(run -> eachHost(window, run::count));
        boolean failed = ofActive == Outcome.FAILED || ofInactive == Outcome.FAILED;
        if (failed || (window.account().ordinal() + window.month()) % 3 == 0) {
            runs.forEach(ScriptedRun::beginAttempt);
            eachHost(window, host -> runs.forEach(run -> run.attempt(host)));
            runs.forEach(ScriptedRun::abortAttempt);
        }
        runs.forEach(ScriptedRun::begin);
        eachHost(window, host -> runs.forEach(run -> run.add(host)));
        runs.forEach(ScriptedRun::end);
    }

    private void eachHost(ScriptedWindow window, Consumer<ScriptedHost> step) {
        script.hosts(window.account()).forEach(step);
    }

    /** Records of others in both topics, committed and aborted. */
    private void strangers() {
        active.beginTransaction();
        inactive.beginTransaction();
        strangersIn(topic).forEach(inactive::send);
        Stream.concat(strangersIn(topic), strangersIn(topic + ".runs")).forEach(active::send);
        inactive.flush();
        inactive.abortTransaction();
        active.commitTransaction();
    }

    private Stream<ProducerRecord<String, byte[]>> strangersIn(String to) {
        String account = AccountScenario.WHOLE.id();
        LocalDate from = script.month(1).atDay(1);
        LocalDate last = script.month(1).atEndOfMonth();
        String window = account + "/activities/" + from + "/" + last;
        String runId = last.plusDays(4) + "T02:30:00Z/" + window;
        String reported = "{\"name\":\"activities\",\"account_id\":\"%s\",\"from\":\"%s\",\"to\":\"%s\""
                .formatted(account, from, last);
        Stream<String> ofAnotherReport = to.equals(topic)
                ? Stream.of(
                        "{\"id\":\"%s\",\"email\":\"host.0@example.com\",\"type\":2,\"report\":%s,\"run_id\":\"%s\",\"collected_at\":\"%sT02:30:01Z\"}}"
                                .formatted(anyId(), reported, runId, last.plusDays(4)))
                : Stream.of(
                        ("{\"run_id\":\"%s\",\"status\":\"complete\",\"report\":%s},\"rows\":1,\"pages\":1,\"duplicates\":0,"
                                        + "\"rejected\":0,\"filtered\":0,\"settled\":true,\"started_at\":\"%sT02:30:00Z\",\"finished_at\":\"%sT02:31:00Z\"}")
                                .formatted(runId, reported, last.plusDays(4), last.plusDays(4)));
        Stream<String> others = Stream.of(
                "",
                " ",
                "not JSON",
                "{\"id\":\"a\",",
                "null",
                "7",
                "\"text\"",
                "[]",
                "[{\"id\":\"a\",\"report\":{}}]",
                "{}",
                "{\"id\":\"a\",\"type\":2}",
                "{\"id\":\"a\",\"type\":2,\"report\":null}",
                "{\"id\":\"a\",\"type\":2,\"report\":\"hosts\"}",
                "{\"id\":\"a\",\"type\":2,\"report\":[]}",
                "{\"id\":\"a\",\"type\":2,\"report\":{}}",
                "{\"id\":\"a\",\"type\":2,\"report\":{\"name\":\"hosts\",\"run_id\":7}}",
                "{\"run_id\":7,\"status\":\"complete\",\"report\":{\"name\":\"hosts\"},\"rows\":\"many\"}",
                "{\"run_id\":\"%s\",\"status\":\"begun\",\"report\":%s}}".formatted(runId, reported),
                "[".repeat(3_000),
                "{\"n\":" + "9".repeat(3_000) + "}",
                "{} {}");
        Stream<byte[]> values = Stream.concat(
                Stream.concat(ofAnotherReport, others).map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(new byte[] {(byte) 0xC3, 0x28, 0, (byte) 0xFF}, null));
        return values.map(value -> new ProducerRecord<>(to, value == null ? "key" : null, value));
    }

    private String anyId() {
        return script.hosts(AccountScenario.WHOLE)
                .map(ScriptedHost::id)
                .findFirst()
                .orElseThrow();
    }
}

package io.zoomhosts.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * An entry of a log of the account.
 *
 * @param day that it is of
 * @param number on that day, from 0
 * @param time to the second
 * @param dice its random numbers
 */
record LogEntry(LocalDate day, int number, Instant time, SeededRandom dice) {
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final Comparator<LogEntry> NEWEST_FIRST =
            Comparator.comparing(LogEntry::time).thenComparing(LogEntry::number).reversed();

    /**
     * The entries of the request's days so far, the newest first.
     *
     * @param perDay entries of each day
     * @param leader the number of the entry whose second and random numbers an entry has; its own for most
     */
    static List<LogEntry> of(ReportRequest request, SeededRandom log, int perDay, IntUnaryOperator leader) {
        return request.from()
                .datesUntil(request.to().plusDays(1))
                .flatMap(day -> IntStream.range(0, perDay).mapToObj(number -> {
                    SeededRandom dice = log.about(day.toEpochDay()).about(leader.applyAsInt(number));
                    Instant time = Times.midnight(day).plusSeconds(dice.below(SECONDS_OF_A_DAY, 1));
                    return new LogEntry(day, number, time, dice);
                }))
                .filter(entry -> !entry.time().isAfter(request.now()))
                .sorted(NEWEST_FIRST)
                .toList();
    }
}

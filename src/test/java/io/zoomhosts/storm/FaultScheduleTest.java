package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.storm.FaultSchedule.Hit;
import io.zoomhosts.storm.FaultSchedule.Kind;
import io.zoomhosts.storm.FaultSchedule.Lane;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultScheduleTest {

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    @ParameterizedTest
    @EnumSource
    void the_same_seed_gives_the_same_faults(Lane lane) {
        assertThat(hits(lane, 7)).isEqualTo(hits(lane, 7)).isNotEqualTo(hits(lane, 8));
    }

    @ParameterizedTest
    @EnumSource
    void faults_of_a_lane_follow_each_other_and_end_in_time(Lane lane) {
        List<Hit> hits = hits(lane, 7);

        for (int i = 1; i < hits.size(); i++) {
            assertThat(hits.get(i).at()).isGreaterThan(hits.get(i - 1).until());
        }
        assertThat(hits.get(hits.size() - 1).until()).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void every_kind_comes() {
        Set<Kind> kinds = Stream.of(Lane.values())
                .flatMap(lane -> hits(lane, 7).stream())
                .map(Hit::kind)
                .collect(Collectors.toSet());

        assertThat(kinds).isEqualTo(ALL);
    }

    @Test
    void only_the_chosen_kinds_come() {
        Set<Kind> chosen = EnumSet.of(Kind.KILL_INSTANCE);

        assertThat(FaultSchedule.of(Lane.INSTANCES, 7, Duration.ofHours(1), chosen))
                .isNotEmpty()
                .allMatch(hit -> hit.kind() == Kind.KILL_INSTANCE);
        assertThat(FaultSchedule.of(Lane.ZOOM, 7, Duration.ofHours(1), chosen)).isEmpty();
    }

    private static List<Hit> hits(Lane lane, long seed) {
        return FaultSchedule.of(lane, seed, Duration.ofHours(1), ALL);
    }
}

package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows of another report are subjects. */
class SubjectsTest {

    private final Subjects subjects =
            new Subjects("history-meetings", "meeting_uuid", Map.of("type", "Meeting", "feature_used.poll", "true"), 1);

    /** Zoom spells the same value in different ways. A member that is missing does not say no. */
    @ParameterizedTest
    @CsvSource({
        "Meeting, true,  true",
        "meeting, TRUE,  true",
        "Meeting,     ,  true",
        "       ,     ,  true",
        "Webinar, true,  false",
        "Meeting, false, false",
    })
    void a_row_is_a_subject_unless_a_member_says_otherwise(String type, String poll, boolean included) {
        Map<String, String> row = new HashMap<>();
        row.put("type", type);
        row.put("feature_used.poll", poll);

        assertThat(subjects.isIn(row::get)).isEqualTo(included);
    }
}

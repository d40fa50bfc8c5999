package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message of a failed run goes to log and Kafka: nobody's address goes with it. */
class RunExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    User reag12343@gmail.com does not exist        | User ***@*** does not exist
                    reag12343@gmail.com                            | ***@***
                    first.last+tag@mail.example.co.uk: no          | ***@***: no
                    <a@b.example>,"c@d.example" ('e@f.example')    | <***@***>,"***@***" ('***@***')
                    mailto:a@b.example;b@c.example                 | mailto:***@***;***@***
                    jörg@exämple.de, 用户@例子.广告                  | ***@***, ***@***
                    o_o%x@host                                     | ***@***
                    at 12:00 @ noon                                | at 12:00 @ noon
                    no address in it                               | no address in it
                    """)
    void should_mask_email_addresses(String message, String masked) {
        assertThat(new RunException(Failure.REFUSED, message)).hasMessage(masked);
    }

    @Test
    void should_mask_addresses_in_several_lines() {
        assertThat(new RunException(Failure.REFUSED, "a@b.example\nc@d.example"))
                .hasMessage("***@***\n***@***");
    }

    @Test
    void should_keep_failure_and_cause() {
        IOException cause = new IOException("reset");

        RunException exception = new RunException(Failure.KAFKA, "Kafka did not take it", cause);

        assertThat(exception).hasCause(cause);
        assertThat(exception.failure()).isEqualTo(Failure.KAFKA);
    }
}

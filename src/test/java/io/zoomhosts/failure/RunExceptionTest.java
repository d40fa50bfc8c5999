package io.zoomhosts.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message of a failed run reaches log and Kafka, so it never contains e-mail addresses or tokens. */
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
    void masks_email_addresses(String message, String masked) {
        assertThat(new RunException(Failure.REFUSED, message)).hasMessage(masked);
    }

    @Test
    void masks_email_addresses_in_several_lines() {
        assertThat(new RunException(Failure.REFUSED, "a@b.example\nc@d.example"))
                .hasMessage("***@***\n***@***");
    }

    @Test
    void masks_possible_tokens() {
        String token = "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOiI4In0.c2lnbmF0dXJl-_~+/=";

        assertThat(new RunException(Failure.REFUSED, "Bearer " + token + " is refused"))
                .hasMessage("Bearer *** is refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    The user AbCdEfGhIjKlMnOpQr is gone      | The user *** is gone
                    The id 1234567890123456 is gone          | The id *** is gone
                    code 4711: Invalid access token          | code 4711: Invalid access token
                    internationalisation is not supported    | internationalisation is not supported
                    """)
    void quotes_messages_of_others_without_ids_and_secrets(String words, String quoted) {
        assertThat(RunException.quoted(words)).isEqualTo(quoted);
    }

    @Test
    void keeps_failure_and_cause() {
        IOException cause = new IOException("reset");

        RunException exception = new RunException(Failure.KAFKA, "Kafka did not take it", cause);

        assertThat(exception).hasCause(cause);
        assertThat(exception.failure()).isEqualTo(Failure.KAFKA);
    }
}

package io.zoomhosts.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Secrets of a sandbox and personal data of its account, which must not appear in any output. */
public record PrivateData(Set<String> secrets, Set<String> people) {

    /** An address that is in no row, only in the text of faulty answers; see {@link #quoted}. */
    public static final String EMAIL = "jill.chill@example.org";

    /** Prefix of every cookie of the sandbox. */
    private static final String COOKIE = "crumb-";

    /** Secrets of the requests so far, and people of these windows. */
    public static PrivateData of(SandboxZoom zoom, SandboxOptions options, Window... windows) {
        Set<String> secrets = Stream.concat(
                        Stream.of(options.clientSecret(), COOKIE),
                        zoom.requests().stream().map(PrivateData::credentials))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> people = new TreeSet<>(Set.of(EMAIL));
        for (Window window : windows) {
            for (String row : zoom.account().rows(window.variant(), window.from(), window.to())) {
                JsonNode host = AsyncApi.tree(row);
                people.add(host.path("email").textValue());
                people.add(host.path("user_name").textValue());
            }
        }
        people.removeIf(name -> name.length() < 4);
        assertThat(secrets).hasSizeGreaterThan(2);
        assertThat(people).hasSizeGreaterThan(500);
        return new PrivateData(secrets, people);
    }

    /** Text of a faulty answer that quotes credentials and an address. */
    public static String quoted(ReceivedRequest request) {
        return "Cannot use " + request.headers().get("authorization") + " of " + EMAIL;
    }

    private static String credentials(ReceivedRequest request) {
        return request.headers().get("authorization").replaceFirst("^\\w+ ", "");
    }

    /** Fails if a text contains any of it. */
    public void assertNotIn(String what, String text) {
        assertThat(secrets.stream().filter(text::contains))
                .as("secrets in %s", what)
                .isEmpty();
        assertThat(people.stream().filter(text::contains))
                .as("people in %s", what)
                .isEmpty();
    }

    /** Fails if records contain any of it in keys or headers or, unless they are rows, in values. */
    public void assertNotIn(String what, List<ConsumerRecord<String, String>> records, boolean rows) {
        assertThat(records).as(what).isNotEmpty();
        for (ConsumerRecord<String, String> record : records) {
            StringBuilder text = new StringBuilder(String.valueOf(record.key()));
            for (Map.Entry<String, String> header : Topic.headers(record).entrySet()) {
                text.append('\n').append(header.getKey()).append('=').append(header.getValue());
            }
            assertNotIn(what, rows ? text.toString() : text + "\n" + record.value());
        }
    }
}

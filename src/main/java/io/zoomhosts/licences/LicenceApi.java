package io.zoomhosts.licences;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpHeaders;
import io.zoomhosts.kafka.ExactJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the API, which {@code licences/openapi.json} describes. The routes call the methods. An answer is
 * complete before its first byte is sent, so that it is never cut off, and that a slow client keeps no connection to the
 * database. It waits in memory, packed to about a tenth. Thread-safe.
 */
public final class LicenceApi {

    private static final Logger LOG = LoggerFactory.getLogger(LicenceApi.class);

    private static final String JSON = "application/json";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    private static final Set<String> OF_LICENCES = Set.of("months", "account", "verdict", "format", "file");

    private final Licences licences;
    private final LicenceReader reader;
    private final int months;

    /** @param months how many months without a meeting count as idle if a request does not say */
    public LicenceApi(Licences licences, LicenceReader reader, int months) {
        this.licences = licences;
        this.reader = reader;
        this.months = months;
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException, SQLException;
    }

    /** {@code GET /api/v1/idle-licences}. */
    public void idleLicences(Exchange exchange) throws IOException, SQLException {
        Question question = question(exchange, OF_LICENCES);
        checkReady();
        if (question.account() != null && !licences.accounts().contains(question.account())) {
            throw new InvalidQuestionException("account is not the id of a known account: /api/v1/accounts lists them");
        }
        int asked = question.months();
        switch (question.format()) {
            case JSON ->
                answer(
                        exchange,
                        JSON,
                        out -> LicencePrinter.json(licences, asked, question.account(), question.verdict(), out));
            case CSV -> {
                answer(
                        exchange,
                        CSV,
                        out -> LicencePrinter.csv(licences, asked, question.account(), question.verdict(), out));
                download(exchange, "idle-licences.csv");
            }
            case ZOOM_IMPORT -> zoomImport(exchange, question);
        }
    }

    private void zoomImport(Exchange exchange, Question question) throws IOException, SQLException {
        ZoomImport all = ZoomImport.of(licences, question.months(), question.account());
        if (question.file() > all.files()) {
            throw new InvalidQuestionException("file must be at most " + all.files() + ", as there are no more files");
        }
        answer(exchange, CSV, out -> all.write(question.file(), out));
        download(exchange, "zoom-import-" + question.file() + "-of-" + all.files() + ".csv");
        if (question.file() < all.files()) {
            String parameters = exchange.getMessage()
                    .getHeader(Exchange.HTTP_RAW_QUERY, String.class)
                    .replaceAll("&?\\bfile=[0-9]*", "");
            exchange.getMessage()
                    .setHeader(
                            AnswerHeaders.LINK,
                            "</api/v1/idle-licences?" + parameters + "&file=" + (question.file() + 1)
                                    + ">; rel=\"next\"");
        }
    }

    private static void download(Exchange exchange, String name) {
        exchange.getMessage().setHeader(AnswerHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }

    /** {@code GET /api/v1/months}. */
    public void months(Exchange exchange) throws IOException, SQLException {
        question(exchange, Set.of());
        checkReady();
        json(exchange, licences.months());
    }

    /** {@code GET /api/v1/accounts}. */
    public void accounts(Exchange exchange) throws IOException, SQLException {
        Question question = question(exchange, Set.of("months"));
        checkReady();
        json(exchange, licences.summaries(question.months()));
    }

    /** {@code GET /api/v1/openapi.json}. */
    public void openapi(Exchange exchange) throws IOException, SQLException {
        question(exchange, Set.of());
        try (InputStream description = LicenceApi.class.getResourceAsStream("/licences/openapi.json")) {
            byte[] content = description.readAllBytes();
            answer(exchange, JSON, out -> out.write(content));
        }
    }

    private Question question(Exchange exchange, Set<String> allowed) {
        return Question.of(exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class), allowed, months);
    }

    /** There is no answer yet; the message is for the user. */
    private static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }

    private void checkReady() throws SQLException {
        if (!reader.hasAnswer()) {
            String problem = reader.failure();
            throw new NoAnswerException("Nothing was read from Kafka yet, so there is no answer"
                    + (problem == null ? ". Try again in a few seconds" : ": " + problem));
        }
    }

    private static void json(Exchange exchange, Object value) throws IOException, SQLException {
        answer(exchange, JSON, out -> {
            out.write(ExactJson.MAPPER.writeValueAsBytes(value));
            out.write('\n');
        });
    }

    private static void answer(Exchange exchange, String type, Writing writing) throws IOException, SQLException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed, 8192)) {
            writing.to(out);
        }
        Message message = exchange.getMessage();
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader(AnswerHeaders.VARY, "Accept-Encoding");
        if (unpacks(message)) {
            message.setHeader(AnswerHeaders.CONTENT_ENCODING, "gzip");
            message.setBody(packed.toByteArray());
        } else {
            message.setBody(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()), 8192));
        }
    }

    /** Whether the client accepts gzip. A weight, which may be 0, means no here. */
    private static boolean unpacks(Message message) {
        String accepted = ((HttpMessage) message).getRequest().getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && Set.of(accepted.split("\\s*,\\s*")).contains("gzip");
    }

    /** Answers a request whose route has failed. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        if (failure instanceof InvalidQuestionException) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
            error(message, failure.getMessage());
        } else if (failure instanceof NoAnswerException || failure instanceof SQLException) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 503);
            message.setHeader(AnswerHeaders.RETRY_AFTER, "10");
            error(
                    message,
                    failure instanceof NoAnswerException
                            ? failure.getMessage()
                            : "The database cannot be reached, or is busy. Try again in a few seconds; the log of"
                                    + " bin/zoom-hosts licences says more");
        } else {
            // Messages of libraries may quote data.
            LOG.error("A request could not be answered ({})", failure.getClass().getName());
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 500);
            error(message, "The request could not be answered. The log of bin/zoom-hosts licences says why");
        }
    }

    /** Makes a message an answer that says what is wrong. */
    static void error(Message message, String words) {
        message.setHeader(Exchange.CONTENT_TYPE, JSON);
        message.removeHeader(AnswerHeaders.CONTENT_ENCODING);
        String json = JsonNodeFactory.instance.objectNode().put("error", words).toString();
        message.setBody((json + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

package io.zoomhosts;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.ReadingProgress;
import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.licences.Access;
import io.zoomhosts.licences.AnswerHeaders;
import io.zoomhosts.licences.Answers;
import io.zoomhosts.licences.Exclusions;
import io.zoomhosts.licences.LicenceApi;
import io.zoomhosts.licences.LicenceDatabase;
import io.zoomhosts.licences.LicenceHealth;
import io.zoomhosts.licences.LicenceReader;
import io.zoomhosts.licences.LicenceSettings;
import io.zoomhosts.licences.Licences;
import io.zoomhosts.licences.Page;
import io.zoomhosts.licences.PageServer;
import io.zoomhosts.licences.WindowStore;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Creates the beans of the licence answer, with their dependencies. A check of its routes needs them, but no database. */
final class LicenceWiring implements AutoCloseable {

    private final LicenceSettings settings;
    private final Map<String, Object> beans;
    private final LicenceDatabase database;
    private final LicenceReader reader;
    private final Licences licences;
    private final PageServer server;

    /** @param beans receives the beans, in the order of the route files; has that of Kafka already */
    LicenceWiring(
            CamelContext context,
            LicenceSettings settings,
            KafkaClients clients,
            Application.Purpose purpose,
            Clock clock,
            Map<String, Object> beans) {
        this.settings = settings;
        this.beans = beans;
        try {
            database = switch (purpose) {
                case LICENCES -> LicenceDatabase.of(settings);
                case LICENCES_ONCE -> LicenceDatabase.temporary();
                default -> null;
            };
        } catch (IllegalStateException e) {
            throw new ConfigurationException(e.getMessage());
        }
        Exclusions exclusions = exclusions();
        WindowStore store = new WindowStore(settings, database);
        ReadingProgress progress = new ReadingProgress(clients);
        reader = new LicenceReader(
                context, settings, database, store, new Answers(database, exclusions, clock), progress);
        licences = new Licences(database, clock);
        beans.put("licenceReader", reader);
        ((WindowKafkaComponent) beans.get("kafka")).setKafkaClientFactory(progress);
        beans.put("windowStore", store);
        if (purpose != Application.Purpose.LICENCES_ONCE) {
            page(store, exclusions);
        }
        if (purpose == Application.Purpose.LICENCES) {
            server = new PageServer();
            beans.put("vertx", server.vertx());
        } else {
            server = null;
        }
    }

    /** Creates the beans of the page, of its API and of its health. */
    private void page(WindowStore store, Exclusions exclusions) {
        try {
            beans.put("licenceAccess", Access.of(settings));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    Settings.named("licences.password-file") + " cannot be used: " + e.getMessage());
        }
        int months = settings.months();
        Page page = new Page(database, licences, exclusions, reader::problem, reader::behind, months);
        reader.prepare(page::prepare);
        beans.put("licencePage", page);
        beans.put("answerHeaders", new AnswerHeaders());
        beans.put("licenceApi", new LicenceApi(licences, reader, months));
        beans.put("licenceHealth", new LicenceHealth(licences, reader, store, months));
    }

    private Exclusions exclusions() {
        try {
            return new Exclusions(settings.file());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named("licences.file") + " cannot be used: " + e.getMessage()
                    + ". Without it, hosts whose licence is to be kept would be shown as idle");
        }
    }

    LicenceReader reader() {
        return reader;
    }

    Licences licences() {
        return licences;
    }

    /** The server of the page; null if there is none. */
    PageServer server() {
        return server;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
